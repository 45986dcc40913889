"""The journal of an engagement: what is to be done, who was in touch, and notes that are saved while they are typed."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

import clock
import danish
import paging
from accounts import kept
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.views.writing import save_of
from consultants import permissions
from consultants.actions import notes, running
from consultants.forms.engagement import NoteForm
from consultants.forms.journal import DraftForm
from consultants.models import Engagement
from consultants.views.engagement import visible

SHOWN = 5
NEWEST_NOTES = ("-written_at", "-id")
OVERTAKEN = "Du har gemt noget andet på en anden side imens. Dit er ikke gemt."


@dataclass(frozen=True)
class Writing:
    """The note form as it is shown. ``standing``: what another page has saved meanwhile, beside what was typed."""

    form: Form
    edit_number: int
    page: str
    standing: str = ""
    given_back: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
@room(Role.CONSULTANT, Role.HEAD)
def page(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The journal; what is sent here is a note, finished or not. Our script asks for JSON and saves the draft."""
    engagement = visible(request.user, pk)
    if request.method != "POST":
        return _show(request, engagement, _begun(request, engagement))
    try:
        if kept.wants_json(request):
            return _autosave(request, engagement)
        if "kladde" in request.POST or "sammenlign" in request.POST:
            return _save_draft(request, engagement)
        return _write(request, engagement)
    except running.NotYours:
        raise Http404 from None


def _autosave(request: AuthenticatedRequest, engagement: Engagement) -> JsonResponse:
    form, save = DraftForm(request.POST), save_of(request)
    if not form.is_valid():
        return JsonResponse({"edit": save.read, "said": f"Noten er ikke gemt. {form.errors['text'][0]}"})
    try:
        edit = notes.save_draft(engagement_id=engagement.pk, text=form.cleaned_data["text"], save=save)
    except notes.Overtaken:
        return JsonResponse({"said": OVERTAKEN}, status=409)
    return JsonResponse({"edit": edit, "said": f"Kladden er gemt {danish.danish_time(save.now)}."})


def _save_draft(request: AuthenticatedRequest, engagement: Engagement) -> HttpResponse:
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _show(request, engagement, _sent(request, form), status=422)
    try:
        notes.save_draft(engagement_id=engagement.pk, text=form.cleaned_data["text"], save=save_of(request))
    except notes.Overtaken:
        return _show(request, engagement, _beside(request, engagement, form), status=409)
    messages.success(request, "Kladden er gemt. Kun du kan se den.")
    return _to_notes(engagement)


def _write(request: AuthenticatedRequest, engagement: Engagement) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _show(request, engagement, _sent(request, form), status=422)
    save = save_of(request)
    notes.write(engagement_id=engagement.pk, by=request.user, text=form.cleaned_data["text"], now=save.now, save=save)
    messages.success(request, "Noten er gemt.")
    return _to_notes(engagement)


def _to_notes(engagement: Engagement) -> HttpResponse:
    return redirect(f"{reverse('consultants:journal', args=[engagement.pk])}#noter")


# ── The note that is being written ──────────────────────────────────────────────────────────────────────────────────
def _begun(request: AuthenticatedRequest, engagement: Engagement) -> Writing:
    """On a visit: what was sent when the session had ended, or else the draft."""
    typed = kept.typed(request)
    if typed is not None:
        return Writing(DraftForm(typed), _edit_number_of(typed), typed.get("side", ""), given_back=True)
    draft = notes.draft_of(engagement, request.user)
    text, edit_number = (draft.text, draft.edit_number) if draft else ("", 0)
    return Writing(NoteForm(initial={"text": text}), edit_number, _new_page())


def _edit_number_of(typed: QueryDict) -> int:
    """The edit number of a page that was sent; one that is none counts as the oldest."""
    number = typed.get("edit_number", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


def _sent(request: AuthenticatedRequest, form: Form) -> Writing:
    """The same page again, with what is wrong."""
    return Writing(form, save_of(request).read, request.POST.get("side", ""))


def _beside(request: AuthenticatedRequest, engagement: Engagement, form: Form) -> Writing:
    """A new page, made from what stands: what its writer saves now has been seen beside it."""
    draft = notes.draft_of(engagement, request.user)
    text, edit_number = (draft.text, draft.edit_number) if draft else ("", 0)
    return Writing(form, edit_number, _new_page(), standing=text)


def _new_page() -> str:
    return f"{secrets.token_hex(8)}-0"


# ── The page ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _show(
    request: AuthenticatedRequest, engagement: Engagement, writing: Writing, *, status: int = 200
) -> HttpResponse:
    shown = paging.page_of(engagement.notes.select_related("author"), order=NEWEST_NOTES, asked=request.GET)
    facts: dict[str, Any] = {
        "engagement": engagement,
        "can_run": permissions.can_run(request.user, engagement),
        "crumbs": crumbs(engagement),
        "today": clock.today(),
        "tasks": engagement.tasks.open().select_related("owner").order_by("due_on", "id")[:SHOWN],
        "contacts": engagement.contacts.select_related("written_by").order_by("-on", "-id")[:SHOWN],
        "notes": shown,
        "form": writing.form,
        "edit_number": writing.edit_number,
        "page": writing.page,
        "standing": writing.standing,
        "is_overtaken": status == 409,
        "given_back": writing.given_back,
    }
    return render(request, "consultants/journal.html", facts, status=status)


def crumbs(engagement: Engagement) -> list[tuple[str, str]]:
    """The way to the engagement's own page."""
    here = reverse("consultants:engagement", args=[engagement.pk])
    return [("Forløb", reverse("consultants:engagements")), (engagement.application.reference or "", here)]
