"""The rest of step 1 where several workplaces apply together: one by one, or pasted as a list."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

import clock
from accounts import kept
from accounts.http import AuthenticatedRequest, visit_or_submit
from applications.actions import drafting, workplaces
from applications.actions.completeness import Step
from applications.consensus import FEWEST_JOINT, MOST_JOINT, Kind
from applications.forms.workplaces import WorkplaceForm, WorkplaceListForm
from applications.models import Application, Sector, Workplace
from applications.models.workplaces import extent
from applications.views import answers, comparing
from applications.views.drafting import closed, frame, overtaken
from applications.views.writing import Draft, for_writers, origin, save_of

FULL = f"Der er plads til {MOST_JOINT} arbejdspladser, og dem har I allerede."


@visit_or_submit
@for_writers
def step(request: AuthenticatedRequest, draft: Draft) -> HttpResponse:
    """Every workplace, and one more to add."""
    if not workplaces.are_listed(draft.application):
        return redirect(answers.step_address(draft.application, Step.WHO))
    form = WorkplaceForm(kept.sent_or_typed(request), prefix="ny")
    if request.method != "POST":
        return _show(request, draft, form, 200)
    # Whoever has typed a workplace and forgets to press "Tilføj" has still typed a workplace.
    is_adding = "tilfoej" in request.POST or form.has_changed()
    if is_adding and not _added(request, draft, form):
        return _show(request, draft, form, 422)
    if "tilfoej" in request.POST:
        messages.success(request, f"{form.cleaned_data['name']} er tilføjet.")
        return redirect(answers.workplaces_address(draft.application))
    if "luk" in request.POST:
        return closed(request, draft)
    return redirect(answers.step_address(draft.application, Step.THEMES))


def _added(request: AuthenticatedRequest, draft: Draft, form: WorkplaceForm) -> bool:
    if not form.is_valid():
        return False
    try:
        workplaces.add(application_id=draft.application.pk, places=[form.place()], by=request.user, now=clock.now())
    except workplaces.SameWorkplace as same:
        form.add_error("name", _same(same))
    except workplaces.TooManyWorkplaces:
        form.add_error(None, FULL)
    return form.is_valid()


def _same(same: workplaces.SameWorkplace) -> str:
    return f"»{same.name}« i den kommune står allerede på listen. Er det en anden, så skriv, hvad der skiller dem ad."


def _show(request: AuthenticatedRequest, draft: Draft, form: WorkplaceForm, status: int) -> HttpResponse:
    application = draft.application
    listed = list(application.workplaces.shown())
    context = {
        **_frame(request, draft, "Jeres arbejdspladser", status),
        "back": answers.step_address(application, Step.WHO),
        "form": form,
        "workplaces": listed,
        "extent": extent(listed) if len(listed) > 1 else "",
        "too_few": len(listed) < FEWEST_JOINT,
        "can_add": application.kind == Kind.JOINT and len(listed) < MOST_JOINT,
        "is_joint": application.kind == Kind.JOINT,
        "most": MOST_JOINT,
    }
    return render(request, "applications/workplaces.html", context, status=status)


def _frame(request: AuthenticatedRequest, draft: Draft, heading: str, status: int) -> dict[str, Any]:
    address, given_back = answers.workplaces_address(draft.application), kept.typed(request)
    return {
        **frame(draft, Step.WHO),
        **origin(draft, request.POST if status == 422 else given_back),
        "given_back": given_back is not None,
        "heading": heading,
        "back": address,
        "cancel": address,
    }


# ── A whole list ────────────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@for_writers
def paste(request: AuthenticatedRequest, draft: Draft) -> HttpResponse:
    """A list from a spreadsheet. Nothing is stored before every line is right, or the good ones are asked for."""
    application = draft.application
    if application.kind != Kind.JOINT:
        return redirect(answers.step_address(application, Step.WHO))
    form = WorkplaceListForm(kept.sent_or_typed(request), there=_there(application))
    if request.method != "POST":
        return _show_list(request, draft, form, 200)
    keeps_the_good = "de_rigtige" in request.POST
    is_whole = form.is_valid()
    if not is_whole and not (keeps_the_good and form.places and form.has_room):
        return _show_list(request, draft, form, 422)
    try:
        workplaces.add(application_id=application.pk, places=form.places, by=request.user, now=clock.now())
    except (workplaces.SameWorkplace, workplaces.TooManyWorkplaces):
        # Somebody else was quicker: read it again beside what they have stored.
        return _show_list(request, draft, WorkplaceListForm(request.POST, there=_there(application)), 422)
    added = f"{len(form.places)} arbejdsplads{'' if len(form.places) == 1 else 'er'} er tilføjet."
    if is_whole:
        messages.success(request, added)
        return redirect(answers.workplaces_address(application))
    messages.success(request, f"{added} Linjerne nedenfor mangler stadig.")
    left = request.POST.copy()
    left["lines"] = form.left
    return _show_list(request, draft, WorkplaceListForm(left, there=_there(application)), 422)


def _there(application: Application) -> workplaces.Known:
    return {workplaces.as_typed(each).identity: each.name for each in application.workplaces.select_related("contact")}


def _show_list(request: AuthenticatedRequest, draft: Draft, form: WorkplaceListForm, status: int) -> HttpResponse:
    context = {
        **_frame(request, draft, "Indsæt en liste", status),
        "form": form,
        "sectors": [str(each).partition(" (")[0] for each in Sector.objects.all()],
        "good": len(form.places) if form.errors and form.has_room else 0,
        "most": MOST_JOINT,
    }
    return render(request, "applications/workplace_list.html", context, status=status)


# ── One of them ─────────────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@for_writers
def change(request: AuthenticatedRequest, draft: Draft, workplace: UUID) -> HttpResponse:
    """One workplace and its contact."""
    stored = draft.application.workplaces.shown().filter(pk=workplace).first()
    if stored is None or not workplaces.are_listed(draft.application):
        return _gone(request, draft)
    before, typed = _as_stored(stored), kept.sent_or_typed(request)
    if request.method == "POST":
        typed = comparing.settled(request.POST, lambda: before)
    form = WorkplaceForm(typed, prefix="ny", initial=before.initial)
    if request.method != "POST":
        return _show_one(request, draft, form, stored, 200)
    try:
        refused = _changed(request, draft, form, stored)
    except workplaces.NoSuchWorkplace:
        return _gone(request, draft)
    if refused:
        return _show_one(request, draft, form, stored, refused)
    return redirect(answers.workplaces_address(draft.application))


def _as_stored(workplace: Workplace) -> WorkplaceForm:
    return WorkplaceForm(prefix="ny", initial=WorkplaceForm.of(workplaces.as_typed(workplace)))


def _changed(request: AuthenticatedRequest, draft: Draft, form: WorkplaceForm, stored: Workplace) -> int:
    """Store what was typed; the status of the refusal, or 0."""
    if not form.is_valid():
        return 422
    place, save = form.place(), save_of(request)
    try:
        workplaces.change(application_id=draft.application.pk, workplace_id=stored.pk, place=place, save=save)
    except workplaces.SameWorkplace as same:
        form.add_error("name", _same(same))
        return 422
    except drafting.Overtaken:
        return 409
    return 0


def _show_one(
    request: AuthenticatedRequest, draft: Draft, form: WorkplaceForm, stored: Workplace, status: int
) -> HttpResponse:
    context = {**_frame(request, draft, f"Ret {stored.name}", status), "form": form}
    if status == 409:
        draft.application.refresh_from_db()
        now = draft.application.workplaces.shown().get(pk=stored.pk)
        context |= origin(draft)
        context |= overtaken(request, draft, comparing.differences(_as_stored(now), form), workplace=str(stored.pk))
    return render(request, "applications/workplace.html", context, status=status)


@require_POST
@for_writers
def remove(request: AuthenticatedRequest, draft: Draft, workplace: UUID) -> HttpResponse:
    """Take a workplace off the list."""
    if not workplaces.are_listed(draft.application):
        return _gone(request, draft)
    try:
        workplaces.remove(application_id=draft.application.pk, workplace_id=workplace, by=request.user, now=clock.now())
    except workplaces.NoSuchWorkplace:
        return _gone(request, draft)
    messages.success(request, "Arbejdspladsen er taget af listen.")
    return redirect(reverse("applications:workplaces", args=[draft.application.pk]))


def _gone(request: AuthenticatedRequest, draft: Draft) -> HttpResponse:
    messages.info(request, "Arbejdspladsen er ikke længere på listen.")
    return redirect(reverse("applications:workplaces", args=[draft.application.pk]))
