"""Writing the application: begin, the first four steps, the check page, and one's own list."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

import clock
from accounts import kept
from accounts.http import AuthenticatedRequest, visit_or_submit
from accounts.rooms import applicants_room
from applications import permissions
from applications.actions import completeness, draft_links, drafting, record, signing, workplaces
from applications.actions.completeness import Step
from applications.consensus import Kind, kind_of
from applications.forms import screener
from applications.forms.steps import FORMS, CommitmentsForm, StepForm
from applications.lifecycle import Status
from applications.models import Application, Intake
from applications.models.workplaces import extent
from applications.views import answers, autosaving, comparing
from applications.views.screener import back_to_questions
from applications.views.writing import Draft, for_writers, origin, save_of, step_form

PAGE = 20
MOST_OTHERS = 5


# ── Begin ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@applicants_room
def begin(request: AuthenticatedRequest) -> HttpResponse:
    """What to have ready, and the button that makes the draft. Pressed twice, it leads to the same draft."""
    token = request.POST.get("svar", "") or request.GET.get("svar", "")
    try:
        screening = screener.unseal(token)
    except screener.NotOurs:
        if token:
            messages.info(request, "Der er gået mere end et døgn, siden I svarede. Svar igen, så er I klar.")
        return redirect("applications:screener")
    if screener.next_step(screening.answers):
        return redirect(back_to_questions(token))
    if request.method == "POST":
        application = drafting.begin(
            by=request.user, declarations=screening.answers, begun_with=screening.id, now=clock.now()
        )
        return redirect("applications:step", application.pk, Step.WHO.value)
    context = {
        "token": token,
        "back": back_to_questions(token),
        "others": _others(request),
        "closed": Intake.objects.closed(),
    }
    return render(request, "applications/begin.html", context)


def _others(request: AuthenticatedRequest) -> list[dict[str, Any]]:
    """What the person is named on or has begun already, the last edited first. Of others' nobody learns anything."""
    mine = Application.objects.visible_to(request.user).exclude(status__in=(Status.WITHDRAWN, Status.EXPIRED))
    mine = mine.select_related("edited_by").prefetch_related("workplaces", "signatories")
    return [_listed(request, each) for each in mine.order_by("-edited_at", "-pk")[:MOST_OTHERS]]


# ── One's own list ──────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
@applicants_room
def own(request: AuthenticatedRequest) -> HttpResponse:
    """The applications the person is named on or has begun, the last edited first."""
    mine = Application.objects.visible_to(request.user) | Application.objects.followed_by(request.user)
    mine = mine.order_by("-edited_at", "-pk").select_related("edited_by")
    if (after := _cursor(request)) is not None:
        mine = mine.edited_before(*after)
    page = list(mine.prefetch_related("workplaces", "signatories")[: PAGE + 1])
    shown = page[:PAGE]
    context = {
        "rows": [_listed(request, application) for application in shown],
        "next": f"?efter={shown[-1].edited_at.timestamp():.6f}_{shown[-1].pk}" if len(page) > PAGE else "",
    }
    return render(request, "applications/own.html", context)


def _cursor(request: AuthenticatedRequest) -> tuple[datetime, UUID] | None:
    moment, _, pk = request.GET.get("efter", "").partition("_")
    try:
        return datetime.fromtimestamp(float(moment), clock.COPENHAGEN), UUID(pk)
    except (ValueError, OverflowError, OSError):
        return None


_TONES = {
    Status.AWAITING_CONSENSUS: "warning",
    Status.NEEDS_INFORMATION: "warning",
    Status.SUBMITTED: "info",
    Status.WAITING: "info",
    Status.GRANTED: "success",
}


def _listed(request: AuthenticatedRequest, stored: Application) -> dict[str, Any]:
    application = stored.as_told(clock.now())
    people = [person for person in application.signatories.all() if person.removed_at is None]
    is_open = permissions.can_write(request.user, application, people)
    if not is_open and permissions.own_row(request.user, people) is None:
        return _followed(application)
    name = extent(application.workplaces.all())
    unnamed = "Ansøgning uden arbejdsplads endnu" if is_open else "En ansøgning, du er nævnt i"
    is_draft = application.status == Status.DRAFT and is_open
    address = answers.step_address(application, Step.CHECK) if is_draft else None
    return {
        "application": application,
        "title": name if name and is_open else unnamed,
        "href": address or answers.status_address(application),
        "edited_by": answers.name_of(application.edited_by, people) if is_open else "",
        "ends_on": application.expires_on if is_open and _ends_soon(application) else None,
        "tone": _TONES.get(Status(application.status), "neutral"),
        "next_step": _next_step(application, is_open=is_open),
        "has_engagement": is_open and application.status == Status.GRANTED,
    }


def _followed(application: Application) -> dict[str, Any]:
    """A line for the contact of one of its workplaces."""
    return {
        "application": application,
        "title": f"Fællesforløb for {extent(application.workplaces.all())}",
        "href": answers.contact_address(application),
        "tone": _TONES.get(Status(application.status), "neutral"),
        "next_step": "Du er kontaktperson for en arbejdsplads. Læs ansøgningen, og se, hvor langt den er.",
    }


def _ends_soon(application: Application) -> bool:
    last_day = application.expires_on
    return last_day is not None and (last_day - clock.today()).days <= drafting.DAYS_OF_WARNING


def _next_step(application: Application, *, is_open: bool) -> str:
    if not is_open:
        return "Se, hvem der er nævnt, og svar, om det er dig."
    return {
        Status.DRAFT: "Skriv videre, eller bed alle om at sige ja.",
        Status.AWAITING_CONSENSUS: "Læs teksten, og giv dit svar. Alle skal sige ja, før ansøgningen bliver sendt.",
        Status.SUBMITTED: "Vi vurderer ansøgningen ved næste runde.",
        Status.NEEDS_INFORMATION: "Vi har et spørgsmål til jer.",
        Status.WAITING: "I er på venteliste og bliver vurderet igen ved næste runde.",
        Status.GRANTED: "I har fået et forløb.",
        Status.DECLINED: "Se svaret, og hvad I kan gøre i stedet.",
        Status.WITHDRAWN: "Der sker ikke mere.",
        Status.EXPIRED: "Kladden blev ikke brugt i 30 dage. I kan begynde på en ny.",
    }[Status(application.status)]


# ── A step ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@for_writers
def step(request: AuthenticatedRequest, draft: Draft, number: int) -> HttpResponse:
    """One of the first four steps."""
    if number not in FORMS:
        raise Http404
    here = Step(number)
    if here is Step.WHO:
        prefetch_related_objects([draft.application], "workplaces")
    if request.method == "POST":
        answer = autosaving.save if kept.wants_json(request) else _save_step
        return answer(request, draft, here)
    typed = kept.typed(request)
    return show_step(request, draft, here, step_form(draft, here, typed, incomplete=True), given_back=typed)


def _save_step(request: AuthenticatedRequest, draft: Draft, here: Step) -> HttpResponse:
    closing, comparison = "luk" in request.POST, "sammenlign" in request.POST
    typed = comparing.settled(request.POST, lambda: step_form(draft, here, like=request.POST))
    form = step_form(draft, here, typed, incomplete=closing or comparison)
    if comparison:
        return show_step(request, draft, here, form, status=409)
    if closing and not form.has_changed():
        return closed(request, draft)
    if not form.is_valid():
        return show_step(request, draft, here, form, status=422)
    values, save = form.values(), save_of(request)
    try:
        drafting.save_step(application_id=draft.application.pk, step=here, values=values, save=save)
    except drafting.Overtaken:
        return show_step(request, draft, here, form, status=409)
    return closed(request, draft) if closing else redirect(_onwards(draft.application, here, values))


def _onwards(application: Application, here: Step, values: dict[str, Any]) -> str:
    """The page after ``here``: several workplaces have one of their own, and a single one must have been asked for."""
    if here is Step.WHO:
        there = application.workplaces.count()  # before the save, which adds none but the one asked for
        if kind_of(values["body"]) is Kind.JOINT or there > 1:
            return answers.workplaces_address(application)
        if not there and "workplace_name" not in values:
            return answers.step_address(application, here)
    return answers.step_address(application, Step(here.value + 1))


def show_step(
    request: AuthenticatedRequest,
    draft: Draft,
    here: Step,
    form: StepForm,
    status: int = 200,
    given_back: QueryDict | None = None,
) -> HttpResponse:
    """The step's page; with 409, what was stored meanwhile stands beside what was typed."""
    # A form refused for its own faults was made from the page that was read, not from what is there now.
    typed = request.POST if status == 422 else given_back
    context = {**frame(draft, here), "form": form, "given_back": given_back is not None}
    context["listed"] = _listed_workplaces(draft.application) if here is Step.WHO else ""
    if status == 409:
        draft.application.refresh_from_db()
        stored = step_form(draft, here, like=request.POST)
        context |= overtaken(request, draft, comparing.differences(stored, form), step=here)
    return render(request, "applications/step.html", {**context, **origin(draft, typed)}, status=status)


def overtaken(
    request: AuthenticatedRequest, draft: Draft, differences: Sequence[comparing.Difference], **about: object
) -> dict[str, Any]:
    """Who saved meanwhile, and both texts; ``about``: what, as the timeline has it."""
    editor = drafting.last_editor(draft.application, **about)
    return {
        "stored": True,
        "overtaken_by": answers.name_of(editor, draft.people),
        "overtaken_by_oneself": editor == request.user,
        "differences": differences,
    }


def _listed_workplaces(application: Application) -> str:
    """How many workplaces stand on a list of their own, in words; nothing where they do not."""
    if not workplaces.are_listed(application):
        return ""
    return extent(application.workplaces.all()) or "Ingen arbejdspladser endnu"


def frame(draft: Draft, here: Step) -> dict[str, Any]:
    """What stands around every step: the heading, the ways to the other steps, the crumbs."""
    return {
        "application": draft.application,
        "step": here.value,
        "heading": answers.TITLES[here],
        "back": answers.step_address(draft.application, Step(here.value - 1)) if here is not Step.WHO else "",
        "steps": [
            {"number": each.value, "title": title, "href": answers.step_address(draft.application, each)}
            for each, title in answers.TITLES.items()
        ],
        "crumbs": CRUMBS,
    }


CRUMBS: Sequence[tuple[str, str]] = (("Mine ansøgninger", "/ansoegninger/"),)


def closed(request: AuthenticatedRequest, draft: Draft) -> HttpResponse:
    """Word that everything is kept, on one's own list; the way back to it goes by mail."""
    is_sent = draft_links.send(application_id=draft.application.pk, to=request.user, now=clock.now())
    link = "Vi har sendt dig en mail med et link til den." if is_sent else "Linket til den står i den mail, du fik før."
    messages.success(request, f"Jeres kladde er gemt. I kan skrive videre, når det passer jer. {link}")
    return redirect("applications:own")


# ── Check and ask ───────────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@for_writers
def check(request: AuthenticatedRequest, draft: Draft) -> HttpResponse:
    """Every answer, what is missing, and the button that asks everybody."""
    application, now, today = draft.application, clock.now(), clock.today()
    promised = {"evaluation_accepted": application.evaluation_accepted, "privacy": bool(application.privacy_version)}
    form = CommitmentsForm(request.POST if request.method == "POST" else None, initial=promised, today=today)
    if request.method != "POST":
        return _show_check(request, draft, form, 200)
    if not form.is_valid():
        return _show_check(request, draft, form, 422)
    save = drafting.Save(by=request.user, read=application.edit_number, now=now)
    values = {"evaluation_accepted": True, "privacy_version": drafting.PRIVACY_VERSION}
    drafting.save_step(application_id=application.pk, step=Step.CHECK, values=values, save=save)
    try:
        signing.ask(application_id=application.pk, by=request.user, now=now)
    except signing.Incomplete:
        form.add_error(None, "Der mangler noget, før I kan bede alle om at sige ja. Se listen nedenfor.")
        return _show_check(request, draft, form, 422)
    except record.NotNamed:
        messages.info(request, "Nævn også dig selv på trin 5, før du beder de andre om at sige ja.")
        return redirect(answers.step_address(application, Step.PEOPLE))
    except signing.AlreadyAsked:
        messages.info(request, "Alle er allerede spurgt.")
    else:
        messages.success(request, "Nu er alle spurgt. Hver især får en mail og svarer selv.")
    return redirect("applications:status", application.pk)


def _show_check(request: AuthenticatedRequest, draft: Draft, form: CommitmentsForm, status: int) -> HttpResponse:
    application = draft.application
    missing = [
        {"sentence": part.sentence, "href": answers.step_address(application, part.step)}
        for part in completeness.missing_parts(application, draft.people, form.today)
        if part.step is not Step.CHECK
    ]
    context = {
        **frame(draft, Step.CHECK),
        "closed": Intake.objects.closed() if application.first_submitted_at is None else None,
        "form": form,
        "sections": answers.sections(application, draft.people),
        "missing": missing,
        "has_cpr": answers.holds_cpr_number(application),
    }
    return render(request, "applications/check.html", context, status=status)
