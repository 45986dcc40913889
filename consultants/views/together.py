"""Two people at the same case: who else is there, and what the second is told."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import wraps
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

import clock
import danish
from accounts.http import AuthenticatedRequest
from accounts.models import User
from applications.actions import reading
from applications.lifecycle import IllegalMove, Status
from applications.models import Application, ApplicationEvent
from applications.querysets import ApplicationQuerySet
from consultants import presence
from consultants.actions import candidacy
from consultants.views import told
from consultants.views.crumbs import crumbs_of, list_left, to_case, to_queue

Desk = Callable[[AuthenticatedRequest, UUID], HttpResponse]

# The hidden field that says how far the page had come in the timeline.
SEEN = "set"
# As long as a session lasts: no page stands open longer.
STANDS = timedelta(seconds=settings.SESSION_COOKIE_AGE)


# ── Who else is there ───────────────────────────────────────────────────────────────────────────────────────────────
def others(application: Application, user: User, *, is_writing: bool = False) -> list[str]:
    """Notes that ``user`` is here; says in sentences who else is."""
    found = presence.come(application.pk, user.pk, is_writing=is_writing, now=clock.now())
    if not found:
        return []
    names = {person.pk: str(person) for person in User.objects.filter(pk__in=[each.user_id for each in found])}
    return [
        f"{names[each.user_id]} {'begyndte at skrive' if each.is_writing else 'åbnede sagen'}"
        f" {danish.danish_time(each.at)}."
        for each in found
        if each.user_id in names
    ]


# ── Who came second ─────────────────────────────────────────────────────────────────────────────────────────────────
def mark_of(typed: Mapping[str, str]) -> int | None:
    """How far the page that was sent had come; None where it does not say."""
    mark = typed.get(SEEN, "")
    return int(mark) if mark.isascii() and mark.isdigit() and len(mark) < 19 else None


def done(request: AuthenticatedRequest, pk: UUID, form: Form, act: Callable[[], object]) -> bool:
    """Whether ``act`` could be done to the case as the person had read it; where not, the form says what happened."""
    try:
        with reading.as_read(application_id=pk, by=request.user, seen=mark_of(request.POST)):
            act()
    except reading.Overtaken as overtaken:
        form.add_error(None, f"Imens er der sket noget: {what_happened(overtaken.event)} Læs det, og send så igen.")
        return False
    except candidacy.InTheRound as refused:
        form.add_error(None, told.in_round(refused.candidate))
        return False
    presence.leave(pk, request.user.pk)
    return True


def opened_before(request: AuthenticatedRequest, applications: ApplicationQuerySet) -> Application | None:
    """The one of ``applications`` that a form is sent about from a page opened while the desk could be read, though it
    has left the desk since. None for whoever only knows the address.
    """
    if request.method != "POST":
        return None
    return reading.marked(applications.opened_by(request.user, since=clock.now() - STANDS)).first()


def first_come(view: Desk) -> Desk:
    """A colleague or the group may be quicker: what they did stands, and whoever comes second is told by whom.

    What was typed is shown again, to be copied: there is nothing left that it could be sent to.
    """

    @wraps(view)
    def guarded(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
        try:
            return view(request, pk)
        except IllegalMove:
            application = Application.objects.get(pk=pk)
        return too_late(request, application)

    return guarded


def too_late(request: AuthenticatedRequest, application: Application) -> HttpResponse:
    """What was typed about an application that has moved on: nothing of it is lost."""
    sentence = f"Intet er ændret: {application} står nu som »{Status(application.status).label}«."
    latest = application.events.select_related("actor").order_by("pk").last()
    if latest is not None and told.what(latest.verb, latest.data):
        sentence = f"{sentence} {what_happened(latest)}"
    is_visible = Application.objects.visible_to(request.user).filter(pk=application.pk).exists()
    typed = request.POST.get("text") or request.POST.get("question") or ""
    is_own = latest is not None and latest.actor == request.user
    letter = application.standing_letter() if is_own else None
    if letter is not None and letter.text.split() == typed.split():
        messages.info(request, f"Du har allerede sendt det. {sentence}")
        return to_case(request, "letter", application.pk) if is_visible else to_queue(request)
    if typed.strip():
        context = {"application": application, "told": sentence, "typed": typed, "is_visible": is_visible}
        context["heading"] = "Det er allerede gjort" if is_own else "En anden kom først"
        context["crumbs"] = crumbs_of(list_left(request, application))
        return render(request, "consultants/too_late.html", context, status=409)
    messages.warning(request, sentence)
    if is_visible:
        return to_case(request, "application", application.pk)
    return to_queue(request)


def what_happened(event: ApplicationEvent) -> str:
    """``Afslået, Karen Lund kl. 11.02.``, with the day where it is another one."""
    actor = event.actor
    by = "" if actor is None else f", {actor}" if actor.is_team else ", gruppen"
    on = "" if clock.today() == event.at.astimezone(clock.COPENHAGEN).date() else f" {danish.danish_date(event.at)}"
    return f"{told.what(event.verb, event.data) or 'Sagen blev ændret'}{by}{on} {danish.danish_time(event.at)}."
