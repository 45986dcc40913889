"""The cooperation agreement as it is agreed on: the group's page, and the yes of each side."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

import clock
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import applicants_room, room
from consultants import permissions
from consultants.actions import agreements
from consultants.models import Engagement
from consultants.views import refusals
from consultants.views.agreed import versions
from consultants.views.engagement import visible
from consultants.views.group import OWN_ENGAGEMENTS, own_engagement, signed, thread_page


@require_http_methods(["GET", "HEAD", "POST"])
@applicants_room
def page(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The agreement of application ``pk`` to its group. The two contacts say yes, each for their side."""
    engagement = own_engagement(request.user, pk)
    part = permissions.agrees_for(request.user, engagement)
    if request.method == "POST":
        if part is None:
            raise Http404
        _agree(request, engagement)
        return redirect("consultants:group_agreement", pk=pk)
    told = versions(engagement)
    facts = {
        "engagement": engagement,
        "version": told[0] if told else None,
        "earlier": told[1:],
        "part": part,
        "thread": thread_page(signed(request.user, pk)),
        "may_agree": bool(told) and engagement.is_open and part not in told[0].agreed_by,
        "crumbs": [OWN_ENGAGEMENTS, ("Jeres forløb", reverse("consultants:group", args=[pk]))],
    }
    return render(request, "consultants/group_agreement.html", facts)


@require_POST
@room(Role.CONSULTANT, Role.HEAD)
def agree(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """SPARK says yes."""
    _agree(request, visible(request.user, pk))
    return redirect(f"{reverse('consultants:engagement', args=[pk])}#aftale")


def _agree(request: AuthenticatedRequest, engagement: Engagement) -> None:
    try:
        agreements.agree(engagement_id=engagement.pk, by=request.user, number=_number(request), now=clock.now())
    except refusals.EVERY as refused:
        refusals.tell(request, refused)
    else:
        messages.success(request, "Tak. Dit ja er gemt.")


def _number(request: HttpRequest) -> int:
    """The version that was read; -1, which stands nowhere, of anything that is no number."""
    told = request.POST.get("number", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else -1
