"""Telling HovedMED of an engagement: the preview and the step, the group's leave, the head's switch and the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

import clock
import paging
from accounts.http import AuthenticatedRequest, sent, visit_or_submit
from accounts.models import Role
from accounts.rooms import applicants_room, room
from applications.models import Municipality, Workplace
from consultants.actions import hovedmed
from consultants.forms.hovedmed import OFF, ON, RecipientForm, SwitchForm
from consultants.models import Engagement, HovedMedAddress, HovedMedNotice, HovedMedSetting
from consultants.views import refusals
from consultants.views.crumbs import settings_crumbs
from consultants.views.group import own_engagement
from consultants.views.mail import Mail
from consultants.views.timeline import Line
from notifications import letters
from notifications.letters import Letter
from notifications.models import LetterText, Notification

CHANGES = 20
KIND = "hovedmed-notice"


@dataclass(frozen=True)
class Notice:
    """One municipality: what its HovedMED would read or has read, and the form, if there is still something to send."""

    municipality: Municipality
    mail: Mail
    told_at: datetime | None
    left_at: datetime | None
    email: str
    form: RecipientForm | None


@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def page(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The preview for each municipality of the engagement, and the step of sending it."""
    mine = Engagement.objects.visible_to(request.user).telling_who_runs(request.user)
    engagement = get_object_or_404(mine.select_related("application"), pk=pk)
    shown = Workplace.objects.shown().annotate(last_email=_last_email())
    places = list(shown.filter(application=engagement.application_id))
    bound: dict[int, RecipientForm] = {}
    if request.method == "POST":
        municipality = _chosen(request, places)
        bound[municipality] = form = RecipientForm(request.POST, auto_id=f"id_{municipality}_%s")
        if form.is_valid():
            return _tell(request, engagement, municipality, form)
    notices = _notices(engagement, places, bound)
    facts = {
        "engagement": engagement,
        "is_on": hovedmed.is_on(),
        "can_run": engagement.is_run,  # type: ignore[attr-defined]  # annotated
        "has_agreement": notices is not None,
        "notices": notices or [],
        "forms": [each.form for each in notices or [] if each.form is not None],
        "crumbs": [
            ("Forløb", reverse("consultants:engagements")),
            (str(engagement), reverse("consultants:engagement", args=[pk])),
        ],
    }
    status = 422 if any(form.errors for form in bound.values()) else 200
    return render(request, "consultants/hovedmed.html", facts, status=status)


def _chosen(request: HttpRequest, places: Sequence[Workplace]) -> int:
    """The municipality that the form was about; where there is only one, it needs no saying. Raises Http404."""
    keys = {str(place.municipality_id): place.municipality_id for place in places}
    if len(keys) == 1:
        return next(iter(keys.values()))
    if request.POST.get("municipality") in keys:
        return keys[request.POST["municipality"]]
    raise Http404


def _tell(
    request: AuthenticatedRequest, engagement: Engagement, municipality: int, form: RecipientForm
) -> HttpResponse:
    try:
        hovedmed.tell(
            engagement_id=engagement.pk,
            by=request.user,
            municipality_id=municipality,
            email=form.cleaned_data["email"],
            now=clock.now(),
        )
    except refusals.EVERY as refused:
        refusals.tell(request, refused)
    else:
        messages.success(request, "Beskeden er sendt til HovedMED.")
    return redirect("consultants:hovedmed", pk=engagement.pk)


def _notices(
    engagement: Engagement, places: Sequence[Workplace], bound: Mapping[int, RecipientForm]
) -> list[Notice] | None:
    """One for each municipality; None before there is an agreement."""
    try:
        wanted = hovedmed.facts(engagement, places)
    except hovedmed.NoAgreement:
        return None
    given = engagement.hovedmed_notices.select_related("address").annotate(left_at=_departure())
    told = {each.address.municipality_id: each for each in given}
    emails = {place.municipality_id: place.last_email or "" for place in places}  # type: ignore[attr-defined]  # annotated
    texts = list(LetterText.objects.filter(kind=KIND).order_by("number"))
    found = []
    for facts in wanted:
        place = facts.municipality
        notice, email = told.get(place.pk), emails[place.pk]
        if notice is None:
            form = bound.get(place.pk) or RecipientForm(initial={"email": email}, auto_id=f"id_{place.pk}_%s")
            found.append(Notice(place, _mail(facts, texts, None), None, None, email, form))
        else:
            said = hovedmed.Facts(place, notice.themes, notice.year, notice.quarter, notice.workplaces)
            found.append(Notice(place, _mail(said, texts, notice.left_at), notice.at, notice.left_at, email, None))
    return found


def _mail(facts: hovedmed.Facts, texts: Sequence[LetterText], left_at: datetime | None) -> Mail:
    """As it reads today, or read when it left; ``texts``: every wording of it, the oldest first."""
    in_force = [text for text in texts if left_at is None or text.written_at <= left_at]
    letter = Letter("", "consultants/hovedmed_notice", {**vars(facts), "municipality": facts.municipality.name})
    return Mail.of(letters.word_in(letter, in_force[-1] if in_force else None))


def _last_email() -> Subquery:
    """The address of last time, of a workplace's municipality; None for none. In the statement of the workplaces."""
    known = HovedMedAddress.objects.filter(municipality=OuterRef("municipality"))
    return Subquery(known.values("email")[:1])


def _departure() -> Subquery:
    """When a notice left the house; nothing while it waits. In the statement that finds the notices, so that a page
    costs the same whether there are any or not."""
    mails = Notification.objects.filter(kind=KIND, about_id=OuterRef("pk"))
    return Subquery(mails.values("sent_at")[:1])


# ── The group ───────────────────────────────────────────────────────────────────────────────────────────────────────
@require_POST
@applicants_room
def permit(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Whether a notice may name the workplace."""
    engagement = own_engagement(request.user, pk)
    permitted = request.POST.get("permitted") == "ja"
    try:
        hovedmed.permit_workplace(engagement_id=engagement.pk, by=request.user, permitted=permitted, now=clock.now())
    except refusals.EVERY as refused:
        refusals.tell(request, refused)
    else:
        may_or_not = "må nævne" if permitted else "nævner ikke"
        messages.success(request, f"SPARK {may_or_not} jeres arbejdsplads for HovedMED.")
    return redirect("consultants:group", pk=pk)


# ── The head ────────────────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@room(Role.HEAD)
def settings(request: AuthenticatedRequest) -> HttpResponse:
    """On or off, who changed it, and everything that has left."""
    form = SwitchForm(sent(request), initial={"state": ON if hovedmed.is_on() else OFF})
    if form.is_valid():
        on = form.cleaned_data["state"] == ON
        is_new = hovedmed.switch(on=on, by=request.user, now=clock.now())
        told = "Konsulenterne kan nu sende besked til HovedMED." if on else "Der bliver ikke sendt besked til HovedMED."
        messages.success(request, told if is_new else "Der var intet at ændre.")
        return redirect("consultants:hovedmed_settings")
    log = HovedMedNotice.objects.select_related("engagement__application", "address__municipality", "sent_by")
    page = paging.page_of(log.annotate(left_at=_departure()), order=("-at", "-id"), asked=request.GET)
    changes = HovedMedSetting.objects.select_related("changed_by").order_by("-id")[:CHANGES]
    facts = {
        "form": form,
        "page": page,
        "rows": [(notice, notice.left_at) for notice in page.rows],  # type: ignore[attr-defined]  # annotated
        "events": [_line(each) for each in changes],
        "crumbs": settings_crumbs(),
    }
    return render(request, "consultants/hovedmed_settings.html", facts, status=422 if form.errors else 200)


def _line(change: HovedMedSetting) -> Line:
    text = "Besked til HovedMED blev slået til" if change.is_on else "Besked til HovedMED blev slået fra"
    return Line(change.at, text, str(change.changed_by) if change.changed_by else "", "")
