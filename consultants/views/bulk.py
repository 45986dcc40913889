"""Several applications at once: what will change is read first, and what could not be done is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

import clock
import danish
from accounts.http import AuthenticatedRequest
from accounts.kept import is_given_back, is_sent_well, sent_or_typed
from accounts.models import Role, User
from accounts.rooms import room
from applications.actions import decisions, reading, triage
from applications.lifecycle import AT_TRIAGE, IllegalMove, Status, ensure_legal
from applications.models import Application, ApplicationEvent, PrioritisationRound, Signatory
from consultants.actions import bulk, candidacy, engagements
from consultants.forms.bulk import ASK, GRANT, WAIT, BulkForm
from consultants.forms.queue import BY_PRIORITY
from consultants.models import QuestionText, RoundCandidate
from consultants.views import ticked, told
from consultants.views.crumbs import crumbs_of, to_queue
from consultants.views.together import STANDS, mark_of, what_happened

Events = Mapping[UUID, ApplicationEvent]
Candidates = Mapping[UUID, RoundCandidate]

ROUNDS = 6
SEND = "send"
_BECOMES = {WAIT: Status.WAITING, ASK: Status.NEEDS_INFORMATION, GRANT: Status.GRANTED}


@dataclass(frozen=True)
class Line:
    """An application and what will happen to it; ``because``: why it will not be changed."""

    application: Application
    mails: int
    because: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@room(Role.CONSULTANT, Role.HEAD)
def page(request: AuthenticatedRequest) -> HttpResponse:
    """Choose, read what it will do, do it."""
    typed = sent_or_typed(request)
    asked = request.GET if typed is None else typed
    chosen = _chosen(request, asked)
    if not any(request.method == "POST" or each.status in AT_TRIAGE for each in chosen):
        messages.info(request, "Sæt kryds ved mindst én ansøgning, der ligger på bordet.")
        return to_queue(request)
    beginnings = QuestionText.objects.in_use()
    wanted = request.GET.get("skabelon")
    beginning = next((each for each in beginnings if str(each.pk) == wanted), None) if wanted else None
    form = BulkForm(
        typed,
        beginning=beginning,
        rounds=PrioritisationRound.objects.before_their_meeting().with_use()[:ROUNDS],
        consultants=User.objects.filter(is_active=True, roles__contains=[Role.CONSULTANT]).order_by("name", "pk"),
    )
    is_well, step = is_sent_well(request, form), request.POST.get("trin")
    gone = _told_gone(len(set(ticked.ids(asked))) - len(chosen))
    if is_well and step == SEND:
        _do(request, chosen, form, gone=gone)
        return to_queue(request)
    read = mark_of(asked)
    context = {
        "form": form,
        "given_back": is_given_back(request, form),
        "chosen": chosen,
        "gone": gone,
        "seen": max(each.mark for each in chosen) if read is None else read,  # type: ignore[attr-defined]  # annotated
        "crumbs": crumbs_of(to_queue(request).url),
    }
    if is_well and step != "ret":
        happened = reading.happened_since([each.pk for each in chosen], by=request.user, seen=read)
        return render(request, "consultants/bulk_preview.html", context | _foreseen(chosen, form, happened))
    context |= {"beginnings": beginnings, "beginning": beginning, "ticked": [str(each.pk) for each in chosen]}
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, "consultants/bulk.html", context, status=status)


def _chosen(request: AuthenticatedRequest, typed: QueryDict) -> list[Application]:
    """Those ticked that the person may read, the most urgent first.

    Whoever sends the form is told of what has left the desk since, too, as far as they had opened it.
    """
    named = Prefetch("signatories", Signatory.objects.named(), to_attr="named_now")
    those = Application.objects.filter(pk__in=ticked.ids(typed))
    found = those.visible_to(request.user)
    if request.method == "POST":
        found |= those.opened_by(request.user, since=clock.now() - STANDS)
    ordered = reading.marked(found.order_by(*BY_PRIORITY))
    return list(ordered.prefetch_related("workplaces", named))


def _told_gone(number: int) -> str:
    """Of those that were ticked and can't be named to the person any more."""
    if not number:
        return ""
    return f"{number} af dem, du satte kryds ved, ligger ikke længere på bordet og bliver ikke ændret."


# ── What it will do ─────────────────────────────────────────────────────────────────────────────────────────────────
def _foreseen(chosen: list[Application], form: BulkForm, happened: Events) -> dict[str, object]:
    lines = _lines(chosen, form, happened, candidacy.standing([each.pk for each in chosen]))
    return {
        "lines": lines,
        "ready": sum(not each.because for each in lines),
        "mails": sum(each.mails for each in lines),
        "waiting_letter": triage.WAITING_LETTER,
    }


def _lines(chosen: list[Application], form: BulkForm, happened: Events, ranked: Candidates) -> list[Line]:
    """In the order in which it will be done, so that the first get the seats of a round."""
    verb, lines = form.cleaned_data["handling"], []
    seats = form.chosen_round.left if form.chosen_round else len(chosen)  # type: ignore[attr-defined]  # annotated
    for application in chosen:
        because = _because(application, verb, happened.get(application.pk), has_seat=seats > 0)
        because = because or _in_round(ranked.get(application.pk), verb)
        seats -= not because
        everybody = len(application.named_now)  # type: ignore[attr-defined]  # prefetched
        # A grant is told to the consultant, too.
        lines.append(Line(application, 0 if because else everybody + (verb == GRANT), because))
    return lines


def _because(application: Application, verb: str, event: ApplicationEvent | None, *, has_seat: bool) -> str:
    """Why it will not be changed; nothing where it will."""
    if event is not None:
        return f"imens er der sket noget: {what_happened(event)}"
    try:
        ensure_legal(application.status, _BECOMES[verb])
    except IllegalMove:
        return f"den står som »{application.get_status_display()}«."
    return "" if has_seat else "runden er fuld."


def _in_round(candidate: RoundCandidate | None, verb: str) -> str:
    """Why it is left to the round that is opened; nothing where it is not."""
    if candidate is None or verb == ASK or (verb == WAIT and not candidate.decision):
        return ""
    return f"den bliver afgjort i runden {danish.danish_date(candidate.round.meets_on)}, som er åbnet."


# ── Doing it ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _do(request: AuthenticatedRequest, chosen: list[Application], form: BulkForm, *, gone: str) -> None:
    outcome = bulk.each(chosen, _act(request.user, form), by=request.user, seen=mark_of(request.POST))
    if outcome.done:
        names = ", ".join(map(str, outcome.done))
        messages.success(request, f"{form.told}: {len(outcome.done)} af {len(chosen)} er gjort ({names}).")
    for application, refusal in outcome.failed:
        messages.warning(request, f"{application} er ikke ændret: {_why(refusal)}")
    if gone:
        messages.warning(request, gone)


def _act(user: User, form: BulkForm) -> Callable[[UUID], object]:
    typed, now = form.cleaned_data, clock.now()
    facts: dict[str, Any] = {"by": user, "now": now}
    if typed["handling"] == WAIT:
        return lambda pk: candidacy.set_waiting(application_id=pk, **facts, hold=decisions.WINDOW)
    if typed["handling"] == ASK:
        return lambda pk: triage.ask_for_information(application_id=pk, question=typed["question"], **facts)
    facts |= {"consultant": form.consultants[typed["consultant"]], "round_id": int(typed["round"])}
    facts |= {"urgency_reason": "", "text": typed["text"], "hold": decisions.WINDOW}
    return lambda pk: engagements.open(application_id=pk, **facts)


def _why(refusal: Exception) -> str:
    if isinstance(refusal, reading.Overtaken):
        return f"Imens er der sket noget: {what_happened(refusal.event)}"
    if isinstance(refusal, candidacy.InTheRound):
        return told.in_round(refusal.candidate)
    return {
        IllegalMove: "Dens tilstand tillader det ikke.",
        triage.RoundFull: "Runden er fuld.",
        triage.RoundOrUrgency: "Runden er lukket.",
        engagements.NotAConsultant: "Konsulenten kan ikke længere få forløb.",
    }[type(refusal)]
