"""The secretariat's own notes about an application: for the whole team, or for the head alone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.kept import is_given_back, is_sent_well, sent_or_typed
from accounts.models import Role
from accounts.rooms import room
from applications.actions import noting
from applications.models import CaseNote, Readers
from consultants.forms.case_notes import CaseNoteForm
from consultants.querysets import with_open_thread
from consultants.views.crumbs import crumbs_of


@require_http_methods(["GET", "HEAD", "POST"])
@room(Role.CONSULTANT, Role.HEAD)
def page(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The notes, the newest first, and room for another."""
    application = get_object_or_404(with_open_thread(request.user), pk=pk)
    form = CaseNoteForm(sent_or_typed(request))
    if is_sent_well(request, form):
        readers, text = Readers(form.cleaned_data["readers"]), form.cleaned_data["text"]
        is_new = noting.write(application_id=pk, by=request.user, text=text, readers=readers, now=clock.now())
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
        "given_back": is_given_back(request, form),
        "page": shown,
        "notes": [(note, is_head or note.author_id == request.user.pk) for note in shown.rows],
        "crumbs": crumbs_of(application),
    }
    return render(request, "consultants/case_notes.html", context, status=422 if request.method == "POST" else 200)


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
