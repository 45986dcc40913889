"""The field that lets a form's words survive the end of a session: ``{% load kept %}{% kept_field %}``."""

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import kept

register = template.Library()


@register.simple_tag(takes_context=True)
def kept_field(context: Context, page: str = "") -> SafeString:
    """Whom this page is made for; ``page``: where the form stands, if not at the address of the request."""
    request = context["request"]
    return format_html(
        '<input type="hidden" name="{}" value="{}">', kept.FIELD, kept.mark(request.user, page or request.path)
    )
