"""The letters about who runs an engagement: to whoever comes, whoever leaves, and the group's contacts.

Neutral like all others: a reference, a consultant's name, and where to read more. Why, and what is left to do, stands
on the page.
"""

from dataclasses import dataclass

from django.urls import reverse

from consultants.letter_readers import ENDED, ERASED, NOT_THEIRS
from consultants.lifecycle import Status
from consultants.models import Assignment
from consultants.models.contact import contact_address
from notifications import registry
from notifications.letters import Letter, Unwanted
from notifications.registry import Owed

CHANGED = Unwanted(because="the engagement has changed hands since")


@dataclass(frozen=True)
class _Seat:
    """The assignment that a letter tells of, as it stands now."""

    row: Assignment

    def letter(self, to: str, template: str, *, path: str = "", **facts: object) -> Letter:
        engagement = self.row.engagement
        path = path or reverse("consultants:engagement", args=[engagement.pk])
        context = {"reference": engagement.application.reference, "path": path, **facts}
        return Letter(to, f"consultants/{template}", context)


def _seat(owed: Owed) -> _Seat | None:
    seats = Assignment.objects.select_related("engagement__application", "consultant")
    row = seats.filter(pk=int(owed.occurrence), engagement=owed.about_id).first()
    return _Seat(row) if row else None


def _to_staff(owed: Owed, template: str) -> Letter | Unwanted:
    """To the consultant of the seat, while they have it."""
    seat = _seat(owed)
    if seat is None:
        return ERASED
    if seat.row.until is not None or not seat.row.consultant.is_active:
        return CHANGED
    engagement = seat.row.engagement
    # Of a first contact that is still due, the last day.
    by_day = engagement.first_contact_due_on if engagement.status == Status.ASSIGNED else None
    return seat.letter(seat.row.consultant.email, template, by_day=by_day)


@registry.letter("engagement-taken-over")
def taken_over(owed: Owed) -> Letter | Unwanted:
    """To the new consultant: it is yours from now on; what is left to do stands in the journal."""
    return _to_staff(owed, "engagement_taken_over")


@registry.letter("co-consultant-added")
def co_consultant_added(owed: Owed) -> Letter | Unwanted:
    """To a second consultant."""
    return _to_staff(owed, "co_consultant_added")


@registry.letter("engagement-given-on")
def given_on(owed: Owed) -> Letter | Unwanted:
    """To whoever had it, when somebody else has handed it over: until which day they can read on."""
    seat = _seat(owed)
    if seat is None:
        return ERASED
    if seat.row.until is None or not seat.row.consultant.is_active:
        return CHANGED
    return seat.letter(seat.row.consultant.email, "engagement_given_on", reads_until=seat.row.reads_until)


@registry.letter("engagement-new-consultant")
def new_consultant(owed: Owed) -> Letter | Unwanted:
    """To the contacts: who is their consultant from now on."""
    seat = _seat(owed)
    if seat is None:
        return ERASED
    if seat.row.until is not None:
        return CHANGED
    engagement = seat.row.engagement
    if engagement.status == Status.CANCELLED:
        return ENDED
    address = contact_address(owed.recipient_key, engagement)
    if not address:
        return NOT_THEIRS
    path = reverse("consultants:group", args=[engagement.application_id])
    return seat.letter(address, "engagement_new_consultant", path=path, consultant=seat.row.consultant.name)
