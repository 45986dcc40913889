"""The secretariat's own notes about an application: for the whole team, or for the head alone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.actions import noting
from applications.models import CaseNote, Readers
from consultants.forms.case_notes import CaseNoteForm
from consultants.querysets import with_open_thread
from consultants.views.crumbs import crumbs_below, to_case


@require_http_methods(["GET", "HEAD", "POST"])
@room(Role.CONSULTANT, Role.HEAD)
def page(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The notes, the newest first, and room for another."""
    application = get_object_or_404(with_open_thread(request.user), pk=pk)
    form = CaseNoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        readers, text = Readers(form.cleaned_data["readers"]), form.cleaned_data["text"]
        is_new = noting.write(application_id=pk, by=request.user, text=text, readers=readers, now=clock.now())
        if is_new:
            messages.success(request, "Noten er gemt.")
        else:
            messages.info(request, "Noten er gemt i forvejen.")
        return to_case(request, "case_notes", pk)
    notes = CaseNote.objects.visible_to(request.user).filter(application=application).select_related("author")
    shown = paging.page_of(notes, order=("-id",), asked=request.GET)
    is_head = request.user.has_role(Role.HEAD)
    context = {
        "application": application,
        "form": form,
        "page": shown,
        "notes": [(note, is_head or note.author_id == request.user.pk) for note in shown.rows],
        "crumbs": crumbs_below(request, application),
    }
    return render(request, "consultants/case_notes.html", context, status=422 if form.errors else 200)


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
    return to_case(request, "case_notes", pk)
