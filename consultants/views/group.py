"""The group's pages about its engagement: dates, agreement and consultant; never a note."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import clock
import danish
from accounts.http import AuthenticatedRequest, sent
from accounts.models import User
from accounts.rooms import applicants_room
from applications.models import Signatory
from consultants import calendars, permissions
from consultants.actions import engagements, follow_ups, trial_actions
from consultants.forms.follow_up import SUGGESTIONS, AnswerForm
from consultants.models import Assignment, Engagement, EngagementContact, FollowUpVisit, Meeting
from consultants.models.contact import Speaker, contacts_of
from consultants.models.follow_up import Wish
from consultants.querysets import EngagementQuerySet
from consultants.views import refusals

Crumbs = list[tuple[str, str]]
# The hidden field that says which answer stood on the page.
READ = "set"
OWN_ENGAGEMENTS = ("Mine forløb", "/ansoegninger/mine-forloeb/")


@require_safe
@applicants_room
def page(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The engagement of application ``pk``, as its group sees it."""
    engagement = _visible(request.user).filter(application=pk).first()
    if engagement is None or engagement.application.is_held(clock.now()):
        return _part_ended(request, pk)
    me = signed(request.user, pk)
    running_it = Assignment.objects.current().filter(engagement=engagement)
    meetings = list(engagement.meetings.all())
    facts = {
        "engagement": engagement,
        "crumbs": _crumbs(engagement, has_signed=me is not None),
        "thread": thread_page(me),
        "is_contact": permissions.part_of(request.user, engagement) is not None,
        "assignment": running_it.select_related("consultant__consultant_profile").first(),
        "ahead": [each for each in meetings if each.is_planned],
        "over": [each for each in meetings if not each.is_planned],
        "trials": list(engagement.trial_actions.all()[: trial_actions.MOST]),
        "today": clock.today(),
        "agreement": engagement.agreements.last(),
        "visit": FollowUpVisit.objects.standing().select_related("meeting").filter(engagement=engagement).first(),
    }
    return render(request, "consultants/group.html", facts)


def signed(user: User, pk: UUID) -> Signatory | None:
    """The row of ``user`` among those named on the application."""
    return Signatory.objects.named().filter(application=pk, email=user.email).first()


def thread_page(me: Signatory | None) -> str:
    """Which page of messages is somebody's of the group: the signatories' own, or that of who has taken over."""
    return "applications:messages" if me and me.followed_at is None else "consultants:group_messages"


def _visible(user: User) -> EngagementQuerySet:
    return Engagement.objects.visible_to(user).select_related("application")


def own_engagement(user: User, pk: UUID) -> Engagement:
    """The engagement of application ``pk``, if ``user`` is one of its group. Raises Http404."""
    engagement = get_object_or_404(_visible(user), application=pk)
    if engagement.application.is_held(clock.now()):
        raise Http404
    return engagement


def _part_ended(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """A kind word to a contact whose part has gone to somebody else; nothing to everybody else."""
    if not permissions.had_part(request.user, pk):
        raise Http404
    theirs = EngagementContact.objects.filter(engagement__application=pk, email=request.user.email)
    facts = {"pk": pk, "is_successor": theirs.exists(), "crumbs": [OWN_ENGAGEMENTS]}
    return render(request, "consultants/part_ended.html", facts)


def _crumbs(engagement: Engagement, *, has_signed: bool) -> Crumbs:
    """The way to the group's pages about its engagement; whoever took over a part has none of the application's."""
    application = engagement.application
    if not has_signed:
        return [OWN_ENGAGEMENTS]
    return [
        ("Mine ansøgninger", reverse("applications:own")),
        (str(application), reverse("applications:status", args=[application.pk])),
    ]


@require_safe
@applicants_room
def calendar_file(request: AuthenticatedRequest, pk: UUID, meeting: UUID) -> HttpResponse:
    """One meeting for the reader's own calendar."""
    engagement = own_engagement(request.user, pk)
    meetings = Meeting.objects.filter(engagement=engagement).select_related("engagement__application")
    found = get_object_or_404(meetings, pk=meeting)
    link = settings.SITE_URL + reverse("consultants:group", args=[pk])
    content = calendars.invitation(found, recipient=request.user.email, link=link, now=clock.now())
    kind = f"text/calendar; method={calendars.method(found)}; charset=utf-8"
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = 'attachment; filename="spark-moede.ics"'
    return response


@require_POST
@applicants_room
def show_place(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Whether calendar invitations from now on say where."""
    engagement = own_engagement(request.user, pk)
    shown = request.POST.get("shown") == "ja"
    try:
        engagements.show_place(engagement_id=engagement.pk, by=request.user, shown=shown, now=clock.now())
    except refusals.EVERY as refused:
        refusals.tell(request, refused)
    else:
        words = "Stedet står i kalenderen fra næste invitation." if shown else "Stedet står ikke længere i kalenderen."
        messages.success(request, words)
    return redirect("consultants:group", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@applicants_room
def answer_follow_up(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Do you still wish for a follow-up? Opening the page answers nothing."""
    engagement = own_engagement(request.user, pk)
    visits = FollowUpVisit.objects.standing().select_related("engagement__application", "meeting", "answered_by")
    visit = visits.filter(engagement=engagement).first()
    if visit is None:
        raise Http404
    speaks = permissions.can_answer_follow_up(request.user, visit)
    if request.method == "POST" and not speaks:
        raise Http404
    form = AnswerForm(sent(request), initial=_as_answered(visit), today=clock.today())
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            return _answer(request, visit, form)
        except follow_ups.AnsweredMeanwhile:
            visit, status = visits.get(pk=visit.pk), 409
    contacts = contacts_of(engagement)
    facts = {
        "form": form,
        "overtaken": _standing_answer(visit, contacts) if status == 409 else "",
        "crumbs": [OWN_ENGAGEMENTS, ("Jeres forløb", reverse("consultants:group", args=[pk]))],
        "engagement": engagement,
        "visit": visit,
        "speaks": speaks,
        "contacts": contacts,
        "read": request.POST.get(READ, "") if status == 422 else visit.answer_key,
    }
    return render(request, "consultants/answer_follow_up.html", facts, status=status)


def _answer(request: AuthenticatedRequest, visit: FollowUpVisit, form: AnswerForm) -> HttpResponse:
    read = request.POST.get(READ, "")
    try:
        follow_ups.answer(
            visit_id=visit.pk,
            by=request.user,
            read=read,
            wish=form.chosen,
            suggested_dates=form.suggested,
            now=clock.now(),
        )
    except refusals.EVERY as refused:
        refusals.tell(request, refused)
    else:
        is_yes = form.chosen == Wish.YES
        words = "Tak for jeres svar. Jeres konsulent kontakter jer om en dag." if is_yes else "Tak for jeres svar."
        messages.success(request, words)
    return redirect("consultants:group", pk=visit.engagement.application_id)


def _standing_answer(visit: FollowUpVisit, contacts: Iterable[Speaker]) -> str:
    """What has been answered, and by whom."""
    by = visit.answered_by.email if visit.answered_by else ""
    who = next((each.name for each in contacts if each.email == by), "Gruppen")
    days = ", ".join(danish.danish_date(day) for day in visit.suggested_days)
    return f"{who} har svaret »{visit.get_wish_display()}«" + (f" og foreslået {days}." if days else ".")


def _as_answered(visit: FollowUpVisit) -> dict[str, object]:
    return {"wish": visit.wish, **dict(zip(SUGGESTIONS, visit.suggested_days, strict=False))}
