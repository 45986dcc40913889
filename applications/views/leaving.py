""" "Det er ikke mig" and "slet mine oplysninger": where the first mail leads whoever does not want to be named."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

import clock
from accounts.actions import sessions
from accounts.http import AuthenticatedRequest
from accounts.rooms import applicants_room
from applications import permissions
from applications.actions import leaving
from applications.actions.record import NotNamed
from applications.models import Application


@require_http_methods(["GET", "HEAD", "POST"])
@applicants_room
def leave(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """What is erased, what that leads to, and the one button. Open to whoever is, or ever was, named."""
    if request.method == "POST":
        return erased(request, pk)
    application = get_object_or_404(Application, pk=pk)
    if not leaving.is_known(application, request.user):
        raise Http404
    return _show(request, application, status=200)


def erased(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Erase, sign out where the account went too, and say so."""
    try:
        is_gone = leaving.leave(application_id=pk, by=request.user, now=clock.now())
    except (Application.DoesNotExist, NotNamed) as nobody:
        raise Http404 from nobody
    except leaving.PartOfTheCase:
        return _show(request, Application.objects.get(pk=pk), status=409)
    if is_gone:
        sessions.sign_out(request)
        return redirect("applications:gone")
    messages.success(
        request, "Vi har slettet dine oplysninger fra ansøgningen. Du står stadig i dem, der er på listen her."
    )
    return redirect("applications:own")


def _show(request: AuthenticatedRequest, application: Application, *, status: int) -> HttpResponse:
    me = permissions.own_row(request.user, application.signatories.named())
    context = {"application": application, "me": me, "can_leave": leaving.can_leave(application, me)}
    return render(request, "applications/leave.html", context, status=status)


@require_safe
def gone(request: HttpRequest) -> HttpResponse:
    """Word that it is done, for somebody who is nobody to us any more."""
    return render(request, "applications/gone.html")
