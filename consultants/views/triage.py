"""What the desk does to an application: ask, let wait, decline, grant. Letters are shown before they leave."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

import clock
from accounts.http import AuthenticatedRequest, visit_or_submit
from accounts.kept import is_given_back, is_sent_well, sent_or_typed
from accounts.models import Role
from accounts.rooms import room
from applications.actions import decisions, reading, triage
from applications.lifecycle import Status, ensure_legal
from applications.models import Application, PrioritisationRound
from applications.models.application import DeclineReason
from consultants.actions import candidacy, engagements
from consultants.forms.questions import QuestionForm
from consultants.forms.triage import DECLINE_TEXT, DeclineForm, GrantForm
from consultants.models import QuestionText
from consultants.views import told
from consultants.views.crumbs import crumbs_below, to_case
from consultants.views.team import candidates, choosable
from consultants.views.together import done, first_come, mark_of, opened_before, others

ROUNDS_TO_CHOOSE = 6

# The two buttons under a letter; anything else asks to see it.
SEND, CORRECT = "send", "ret"


def _at_the_desk(request: AuthenticatedRequest, pk: UUID, wanted: Status) -> Application:
    """The application, if it can become ``wanted``. Raises Http404, IllegalMove.

    Whoever sends a form from a page they have opened is told what has become of the application since.
    """
    wanted_one = Application.objects.filter(pk=pk)
    visible = reading.marked(wanted_one.visible_to(request.user)).first()
    application = visible or opened_before(request, wanted_one)
    if application is None:
        raise Http404
    ensure_legal(application.status, wanted)
    return application


# ── Ask, and let wait ───────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
@first_come
def ask_information(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """A question to the group; the waiting clock stands still until they answer."""
    application = _at_the_desk(request, pk, Status.NEEDS_INFORMATION)
    beginnings = list(QuestionText.objects.in_use())
    chosen = next((each for each in beginnings if str(each.pk) == request.GET.get("skabelon")), None)
    form = QuestionForm(sent_or_typed(request), initial={"question": chosen.text if chosen else ""})
    if is_sent_well(request, form):
        facts: dict[str, Any] = {"application_id": pk, "by": request.user, "question": form.cleaned_data["question"]}
        if done(request, pk, form, lambda: triage.ask_for_information(**facts, now=clock.now())):
            messages.success(
                request, "Spørgsmålet er sendt til alle på ansøgningen. Ventetiden står stille, til de svarer."
            )
            return to_case(request, "application", pk)
    return _page(request, "consultants/ask_information.html", application, form, beginnings=beginnings, chosen=chosen)


@require_POST
@room(Role.CONSULTANT, Role.HEAD)
@first_come
def wait(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """On the waiting list, and the letter about it leaves after a minute; it keeps its place by points."""
    application = _at_the_desk(request, pk, Status.WAITING)
    form = Form(request.POST)
    facts: dict[str, Any] = {"application_id": pk, "by": request.user, "now": clock.now(), "hold": decisions.WINDOW}
    if done(request, pk, form, lambda: candidacy.set_waiting(**facts)):
        messages.success(
            request, f"{application} står nu på venteliste. Mailen til gruppen venter et minut, så du kan fortryde."
        )
        return to_case(request, "letter", pk)
    for error in form.non_field_errors():
        messages.warning(request, str(error))
    return to_case(request, "application", pk)


# ── Decline, and grant ──────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
@first_come
def decline(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """A no with its reason: written, read as the letter it becomes, sent."""
    application = _at_the_desk(request, pk, Status.DECLINED)
    form = DeclineForm(sent_or_typed(request), initial={"text": DECLINE_TEXT})
    if not is_sent_well(request, form) or request.POST.get("trin") == CORRECT:
        return _page(request, "consultants/decline.html", application, form)
    if request.POST.get("trin") != SEND:
        return _page(request, "consultants/decline_letter.html", application, form)
    reason, text = DeclineReason(form.cleaned_data["reason"]), form.cleaned_data["text"]
    facts: dict[str, Any] = {"application_id": pk, "by": request.user, "now": clock.now(), "hold": decisions.WINDOW}
    if not done(request, pk, form, lambda: candidacy.decline(reason=reason, text=text, **facts)):
        return _page(request, "consultants/decline.html", application, form)
    messages.success(request, f"{application} har fået afslag. Mailen til gruppen venter et minut, så du kan fortryde.")
    return to_case(request, "letter", pk)


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
@first_come
def grant(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """A yes: round or urgency, consultant, letter. The engagement opens with it."""
    application = _at_the_desk(request, pk, Status.GRANTED)
    is_chosen = request.POST.get("trin") == SEND
    rounds = PrioritisationRound.objects.before_their_meeting().with_use()[:ROUNDS_TO_CHOOSE]
    in_round = "" if is_chosen else _in_round(pk)
    if in_round:
        rounds = PrioritisationRound.objects.none()
    people = choosable() if is_chosen else candidates(for_application=application)
    form = GrantForm(sent_or_typed(request), rounds=rounds, candidates=people)
    if not is_chosen or not form.is_valid() or not _open(request, pk, form):
        return _choice(request, application, form, is_chosen=is_chosen, in_round=in_round)
    messages.success(
        request, f"{application} er bevilget. {form.chosen.user} har fået forløbet, og gruppen får besked om et minut."
    )
    return to_case(request, "letter", pk)


def _choice(
    request: AuthenticatedRequest, application: Application, form: GrantForm, *, is_chosen: bool, in_round: str
) -> HttpResponse:
    """The form, or the letter to be read before it is sent."""
    if is_chosen:
        form.propose(candidates(for_application=application))
    is_to_be_read = is_sent_well(request, form) and request.POST.get("trin") != CORRECT
    template = "consultants/grant_letter.html" if is_to_be_read else "consultants/grant.html"
    return _page(request, template, application, form, in_round=in_round)


def _open(request: AuthenticatedRequest, pk: UUID, form: GrantForm) -> bool:
    """Whether the engagement is opened; where not, the form says why."""
    facts: dict[str, Any] = {
        "application_id": pk,
        "consultant": form.chosen.user,
        "by": request.user,
        "round_id": form.round_id,
        "urgency_reason": form.cleaned_data["urgency_reason"],
        "text": form.cleaned_data["text"],
        "now": clock.now(),
        "hold": decisions.WINDOW,
    }
    try:
        return done(request, pk, form, lambda: engagements.open(**facts))
    except triage.RoundFull:
        form.add_error("round", "Runden blev fyldt imens. Vælg en anden runde")
    except triage.RoundOrUrgency:
        form.add_error("round", "Runden blev lukket imens. Vælg en anden runde")
    except engagements.NotAConsultant:
        form.add_error("consultant", "Konsulenten kan ikke længere få forløb. Vælg en anden")
    return False


def _in_round(pk: UUID) -> str:
    """What is to be known of the round that is opened and has ranked it; nothing where there is none."""
    candidate = candidacy.standing([pk]).get(pk)
    return told.in_round(candidate) if candidate else ""


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def _page(
    request: AuthenticatedRequest, template: str, application: Application, form: Form, **more: object
) -> HttpResponse:
    # A letter that is read before it is sent, or comes back after sign-out, was written on an older page; whoever was
    # told has seen what happened.
    read = mark_of(form.data)
    is_known = read is not None and not form.non_field_errors()
    context: dict[str, Any] = {
        "application": application,
        "form": form,
        "given_back": is_given_back(request, form),
        "seen": read if is_known else application.mark,  # type: ignore[attr-defined]  # annotated
        "others": others(application, request.user, is_writing=True),
        "crumbs": crumbs_below(request, application),
        **more,
    }
    if "in_round" not in context:
        context["in_round"] = _in_round(application.pk)
    return render(request, template, context, status=422 if request.method == "POST" and form.errors else 200)
