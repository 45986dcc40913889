"""The list that one came from, carried along on the pages of a case as ``?fra=…``."""

from urllib.parse import quote

from django import template
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, QueryDict
from django.template import Context

from accounts.http import LONGEST_NEXT

register = template.Library()
PARAMETER = "fra"


def parameters(told: str) -> QueryDict:
    """``told`` read as parameters of the queue and nothing else, so it leads nowhere but there; none if too much."""
    try:
        return QueryDict(told if len(told) <= LONGEST_NEXT else "")
    except TooManyFieldsSent:
        return QueryDict()


def carried(request: HttpRequest) -> str:
    """What a page's address ends with to lead back to the same list; "" where the person came from elsewhere."""
    told = parameters(request.GET.get(PARAMETER, "")).urlencode()
    return f"?{PARAMETER}={quote(told, safe='')}" if told else ""


@register.simple_tag(takes_context=True)
def keep_list(context: Context) -> str:
    """The same, for the address of a link or a form."""
    return carried(context["request"])


@register.simple_tag(takes_context=True)
def list_kept(context: Context) -> str:
    """The list itself, for a hidden field of a form that is sent with its address."""
    return parameters(context["request"].GET.get(PARAMETER, "")).urlencode()
