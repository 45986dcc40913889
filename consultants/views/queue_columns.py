"""Choosing the columns of the queue: nothing is kept here, the choice becomes a part of the address."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from consultants.forms import queue_columns
from consultants.templatetags.list_left import parameters


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def choose(request: AuthenticatedRequest) -> HttpResponse:
    """On to the list as it was, from its first page, with the columns that were ticked."""
    address = paging.without_page(parameters(request.GET.get("valg", "")))
    address.pop(queue_columns.PARAMETER, None)
    told = queue_columns.chosen(request.GET).told
    if told:
        address[queue_columns.PARAMETER] = told
    if not request.GET.getlist(queue_columns.TICK):
        messages.info(request, "Listen viser de sædvanlige kolonner. Sæt kryds ved dem, du vil se.")
    query = address.urlencode(safe=",")
    return HttpResponseRedirect(f"{reverse('consultants:queue')}{'?' if query else ''}{query}")
