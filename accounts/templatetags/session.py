"""How long the session lasts, for the page that warns of its end: ``{% load session %}{% session_seconds %}``."""

from django import template
from django.template.context import Context

import clock
from accounts.actions import sessions

register = template.Library()


@register.simple_tag(takes_context=True)
def session_seconds(context: Context) -> int:
    """Seconds until the session of this request ends."""
    now = clock.now()
    return round((sessions.ends_at(context["request"], now) - now).total_seconds())
