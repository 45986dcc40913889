"""The secretariat's own notes about an application: for the whole team, or for the head alone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.actions import noting
from applications.actions.triage import NotAtTheDesk
from applications.models import Application, CaseNote, Readers
from consultants.forms.case_notes import CaseNoteForm
from consultants.querysets import with_open_thread
from consultants.views.crumbs import crumbs_of
from consultants.views.together import opened_before, too_late


@require_http_methods(["GET", "HEAD", "POST"])
@room(Role.CONSULTANT, Role.HEAD)
def page(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The notes, the newest first, and room for another."""
    open_to_me = with_open_thread(request.user)
    application = open_to_me.filter(pk=pk).first()
    if application is None:
        return _out_of_sight(request, pk)
    form = CaseNoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        readers, text = Readers(form.cleaned_data["readers"]), form.cleaned_data["text"]
        facts: dict[str, Any] = {"application_id": pk, "by": request.user, "among": open_to_me}
        try:
            is_new = noting.write(**facts, text=text, readers=readers, now=clock.now())
        except noting.CaseClosed:
            return too_late(request, application)
        except NotAtTheDesk:  # pragma: no cover — out of sight, or erased, between two statements of this request
            return _out_of_sight(request, pk)
        if is_new:
            messages.success(request, "Noten er gemt.")
        else:
            messages.info(request, "Noten er gemt i forvejen.")
        return redirect("consultants:case_notes", pk=pk)
    notes = CaseNote.objects.visible_to(request.user).filter(application=application).select_related("author")
    shown = paging.page_of(notes, order=("-id",), asked=request.GET)
    is_head = request.user.has_role(Role.HEAD)
    context = {
        "application": application,
        "form": form,
        "is_closed": application.status in noting.CLOSED,
        "page": shown,
        "notes": [(note, is_head or note.author_id == request.user.pk) for note in shown.rows],
        "crumbs": crumbs_of(application),
    }
    return render(request, "consultants/case_notes.html", context, status=422 if form.errors else 200)


def _out_of_sight(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """What was typed, to whoever wrote it while they could see the application. Raises Http404."""
    application = opened_before(request, Application.objects.filter(pk=pk))
    if application is None:
        raise Http404
    return too_late(request, application)


@require_POST
@room(Role.CONSULTANT, Role.HEAD)
def erase(request: AuthenticatedRequest, pk: UUID, note: int) -> HttpResponse:
    """Gone for good."""
    get_object_or_404(with_open_thread(request.user), pk=pk)
    get_object_or_404(CaseNote.objects.visible_to(request.user), pk=note, application=pk)
    try:
        noting.erase(note_id=note, by=request.user)
    except noting.NotYourNote:
        messages.warning(request, "Kun den, der har skrevet noten, og sekretariatslederen kan slette den.")
    else:
        messages.success(request, "Noten er slettet.")
    return redirect("consultants:case_notes", pk=pk)
