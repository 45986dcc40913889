"""Step 5: who is named, who is invited; and the named person's own "Ja, det er mig"."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

import clock
from accounts import kept
from accounts.http import AuthenticatedRequest, visit_or_submit
from accounts.rooms import applicants_room
from applications import people_letters
from applications.actions import drafting, people, record, workplaces
from applications.actions.completeness import Step
from applications.consensus import MAY_BE_ABSENT, Body, Side
from applications.forms.people import PersonForm
from applications.forms.steps import AbsenceForm
from applications.lifecycle import Status
from applications.models import Signatory
from applications.views import answers, comparing, leaving
from applications.views.drafting import closed, frame, overtaken
from applications.views.writing import Draft, find, for_writers, origin, save_of

TAKEN = "Der er allerede en person med den e-mailadresse. Hver person skal have sin egen."


@visit_or_submit
@for_writers
def step(request: AuthenticatedRequest, draft: Draft) -> HttpResponse:
    """Everybody named, one more to add, and what the workplace has not got."""
    person, absence = _forms(request, draft)
    if request.method != "POST":
        return _show(request, draft, person, absence, 200)
    refused = _save(request, draft, person, absence)
    if refused:
        return _show(request, draft, person, absence, refused)
    if "tilfoej" in request.POST:
        messages.success(request, f"{person.cleaned_data['name']} er tilføjet. Ingen har fået mail endnu.")
        return redirect(answers.step_address(draft.application, Step.PEOPLE))
    if "luk" in request.POST:
        return closed(request, draft)
    return redirect(answers.step_address(draft.application, Step.CHECK))


def _forms(request: AuthenticatedRequest, draft: Draft) -> tuple[PersonForm, AbsenceForm]:
    typed = kept.sent_or_typed(request)
    oneself, asked = _oneself(request, draft), _asked(draft)
    person = PersonForm(typed, prefix="person", initial=oneself, **asked)
    # Whoever has typed a person and forgets to press "Tilføj" has still typed a person.
    if typed is not None and "tilfoej" not in typed and not person.has_changed():
        person = PersonForm(prefix="person", initial=oneself, **asked)
    before = drafting.stored(draft.application, Step.PEOPLE)
    absence = AbsenceForm(initial=before, today=clock.today())
    if typed is None:
        return person, absence
    return person, AbsenceForm(comparing.settled(typed, lambda: absence), initial=before, today=clock.today())


def _asked(draft: Draft) -> dict[str, Any]:
    """What the application's body asks of everybody named."""
    return {"body": draft.application.body, "municipalities": workplaces.municipalities(draft.application)}


def _save(request: AuthenticatedRequest, draft: Draft, person: PersonForm, absence: AbsenceForm) -> int:
    """Store both forms; the status of the refusal, or 0."""
    checked = [form.is_valid() for form in (person, absence) if form.is_bound]
    if not all(checked):
        return 422
    save = save_of(request)
    try:
        _store(draft, person if person.is_bound else None, absence if _asks_for_absence(draft) else None, save)
    except drafting.Overtaken:
        return 409
    except people.AlreadyNamed:
        person.add_error("email", TAKEN)
        return 422
    except people.TooManyPeople:
        person.add_error(None, f"Der kan højst nævnes {people.MOST_PEOPLE} personer.")
        return 422
    return 0


def _store(draft: Draft, person: PersonForm | None, absence: AbsenceForm | None, save: drafting.Save) -> None:
    application_id = draft.application.pk
    # First what can be refused for somebody else's sake, so that nothing is added twice.
    if absence is not None:
        drafting.save_step(application_id=application_id, step=Step.PEOPLE, values=absence.values(), save=save)
    if person is not None:
        people.add_person(application_id=application_id, person=person.person(), by=save.by, now=save.now)


def _asks_for_absence(draft: Draft) -> bool:
    """A TRIO without a TR or an AMR is asked why; nobody else is bothered with it."""
    named = {person.role for person in draft.people}
    return draft.application.body in (Body.TRIO, "") and (
        bool(draft.application.absent_roles) or not named.issuperset(MAY_BE_ABSENT)
    )


def _oneself(request: AuthenticatedRequest, draft: Draft) -> dict[str, Any]:
    """The first person to name is the one who writes."""
    if any(person.email == request.user.email for person in draft.people):
        return {}
    return {"name": request.user.name, "email": request.user.email}


def _show(
    request: AuthenticatedRequest, draft: Draft, person: PersonForm, absence: AbsenceForm, status: int
) -> HttpResponse:
    asks = _asks_for_absence(draft)
    again = draft.application.signatories.named().select_related("municipality")
    named = list(again) if status != 200 else draft.people
    given_back = kept.typed(request)
    context = {
        **frame(draft, Step.PEOPLE),
        "forms": [person, absence] if asks else [person],
        "person_form": person,
        "absence_form": absence if asks else None,
        "people": _cards(request, named),
        "names_oneself": bool(_oneself(request, draft)),
        "given_back": given_back is not None,
    }
    if status == 409:
        draft.application.refresh_from_db()
        stored = AbsenceForm(initial=drafting.stored(draft.application, Step.PEOPLE), today=clock.today())
        context |= overtaken(request, draft, comparing.differences(stored, absence), step=Step.PEOPLE)
    context |= origin(draft, request.POST if status == 422 else given_back)
    return render(request, "applications/people.html", context, status=status)


def _cards(request: AuthenticatedRequest, named: list[Signatory]) -> list[dict[str, Any]]:
    troubles = people_letters.troubles(named, now=clock.now())
    return [{**_card(request, each), "trouble": troubles.get(each.pk)} for each in named]


def _card(request: AuthenticatedRequest, person: Signatory) -> dict[str, Any]:
    is_oneself = person.email == request.user.email
    state = "Skriver med" if person.accepted_at else "Har fået en invitation" if person.invited_at else "Ikke inviteret"
    return {
        "person": person,
        "side": Side(person.side).label,
        "phone": answers.phone_of(person),
        "is_oneself": is_oneself,
        "state": "Dig" if is_oneself else state,
        "can_invite": not person.accepted_at and not person.invited_at and not is_oneself,
    }


@visit_or_submit
@for_writers
def change(request: AuthenticatedRequest, draft: Draft, person: UUID) -> HttpResponse:
    """One person's role, name and addresses."""
    signatory = next((each for each in draft.people if each.pk == person), None)
    if signatory is None:
        raise people.NobodyThere
    initial = _as_initial(signatory)
    typed = kept.sent_or_typed(request)
    if request.method == "POST":
        typed = comparing.settled(request.POST, lambda: PersonForm(initial=initial, **_asked(draft)))
    form = PersonForm(typed, initial=initial, **_asked(draft))
    refused = _save_person(request, draft, form, signatory) if request.method == "POST" else 200
    if refused:
        return _show_person(request, draft, form, signatory, refused)
    return redirect(answers.step_address(draft.application, Step.PEOPLE))


def _as_initial(signatory: Signatory) -> dict[str, Any]:
    before = people.as_typed(signatory)
    return {**vars(before), "role": before.role.value}


def _save_person(request: AuthenticatedRequest, draft: Draft, form: PersonForm, signatory: Signatory) -> int:
    """Store what was typed; the status of the refusal, or 0."""
    if not form.is_valid():
        return 422
    person, save = form.person(), save_of(request)
    try:
        people.change_person(application_id=draft.application.pk, signatory_id=signatory.pk, person=person, save=save)
    except people.AlreadyNamed:
        form.add_error("email", TAKEN)
        return 422
    except drafting.Overtaken:
        return 409
    return 0


def _show_person(
    request: AuthenticatedRequest, draft: Draft, form: PersonForm, signatory: Signatory, status: int
) -> HttpResponse:
    given_back = kept.typed(request)
    context = {
        **frame(draft, Step.PEOPLE),
        "heading": f"Ret {people.as_typed(signatory).name}",
        "form": form,
        "cancel": answers.step_address(draft.application, Step.PEOPLE),
        "given_back": given_back is not None,
    }
    if status == 409:
        draft.application.refresh_from_db()
        signatory.refresh_from_db()
        stored = PersonForm(initial=_as_initial(signatory), **_asked(draft))
        context |= overtaken(request, draft, comparing.differences(stored, form), signatory=str(signatory.pk))
    context |= origin(draft, request.POST if status == 422 else given_back)
    return render(request, "applications/person.html", context, status=status)


@require_POST
@for_writers
def remove(request: AuthenticatedRequest, draft: Draft, person: UUID) -> HttpResponse:
    """Take a person off the draft."""
    people.remove_person(application_id=draft.application.pk, signatory_id=person, by=request.user, now=clock.now())
    messages.success(request, "Personen er taget af ansøgningen.")
    return redirect(answers.step_address(draft.application, Step.PEOPLE))


@require_POST
@for_writers
def invite(request: AuthenticatedRequest, draft: Draft, person: UUID) -> HttpResponse:
    """The first letter to a named person."""
    try:
        people.invite(application_id=draft.application.pk, signatory_id=person, by=request.user, now=clock.now())
    except people.AlreadyInvited:
        messages.info(request, "Personen har allerede fået en mail.")
    else:
        messages.success(request, "Invitationen er på vej.")
    return redirect(answers.step_address(draft.application, Step.PEOPLE))


@require_POST
@applicants_room
def accept(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """ "Ja, det er mig", or no, it is not."""
    application, _ = find(request, pk)
    if "nej" in request.POST:
        return leaving.erased(request, application.pk)
    try:
        people.accept(application_id=application.pk, by=request.user, now=clock.now())
    except record.NotNamed as nobody:
        raise Http404 from nobody
    application.refresh_from_db(fields=["status"])
    is_draft = application.status == Status.DRAFT
    return redirect("applications:check" if is_draft else "applications:status", pk)
