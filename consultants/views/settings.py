"""What the head of the secretariat decides for everybody: whether new applications are received."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

import clock
from accounts.http import AuthenticatedRequest, sent
from accounts.models import Role
from accounts.rooms import room
from applications.actions import intake
from applications.forms.intake import CLOSED, OPEN, IntakeForm
from applications.models import Intake
from consultants.views.timeline import Line

CHANGES = 20


@require_http_methods(["GET", "HEAD", "POST"])
@room(Role.HEAD)
def settings(request: AuthenticatedRequest) -> HttpResponse:
    """Open or close intake, and who did so before."""
    current = Intake.objects.current()
    form = IntakeForm(
        sent(request),
        initial={
            "state": OPEN if current is None or current.is_open else CLOSED,
            "message": current.message if current else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        is_new = intake.set_intake(
            is_open=form.is_open, message=form.cleaned_data["message"], by=request.user, now=clock.now()
        )
        if is_new:
            messages.success(request, OPENED if form.is_open else SHUT)
        else:
            messages.info(request, "Der var intet at ændre.")
        return redirect("consultants:settings")
    context = {
        "form": form,
        "current": current,
        "waiting": intake.held_back().count(),
        "events": [_line(each) for each in Intake.objects.select_related("changed_by").order_by("-id")[:CHANGES]],
    }
    return render(request, "consultants/settings.html", context, status=422 if form.is_bound else 200)


OPENED = "Der er åbent for nye ansøgninger. De, der har ventet, bliver sendt inden for et par minutter."
SHUT = "Der er lukket for nye ansøgninger. Beskeden står på forsiden nu."


def _line(change: Intake) -> Line:
    text = "Der blev åbnet for nye ansøgninger" if change.is_open else "Der blev lukket for nye ansøgninger"
    return Line(change.at, text, str(change.changed_by) if change.changed_by else "", change.message)
