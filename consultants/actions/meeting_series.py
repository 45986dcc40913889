"""Several meetings planned in one go: all of them, or none."""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from consultants.actions import meetings, running
from consultants.models import Engagement, EngagementEvent, Meeting
from notifications import outbox
from notifications.outbox import Post


class Refused(Exception):
    """Some of the meetings can't be. ``rows``: their number in the row, from 0, and the refusal of each."""

    def __init__(self, rows: Mapping[int, Exception]) -> None:
        super().__init__(f"{len(rows)} of the meetings")
        self.rows = rows


@transaction.atomic
def plan(*, engagement_id: UUID, by: User, slots: Sequence[meetings.Slot], now: datetime) -> list[Meeting]:
    """The new meetings in the order of ``slots``; those that are over already are only noted, and no letter leaves.

    Raises NotYours, Ended, and Refused with what meetings.plan raises of a single one; then none is planned.
    """
    engagement = running.lock_open_for(engagement_id, by)
    taken = set(engagement.meetings.planned().values_list("starts_at", flat=True))
    refused: dict[int, Exception] = {}
    for row, slot in enumerate(slots):
        why = _refusal(engagement, slot, taken, now)
        if why is not None:
            refused[row] = why
        taken.add(slot.starts_at)
    if refused:
        raise Refused(refused)
    planned = Meeting.objects.bulk_create(Meeting(engagement=engagement, **vars(slot)) for slot in slots)
    EngagementEvent.objects.bulk_create(
        EngagementEvent(
            engagement=engagement, verb="meeting_planned", actor=by, at=now, data={"meeting": str(meeting.pk)}
        )
        for meeting in planned
    )
    recipients, to_come = running.everybody(engagement), [each.pk for each in planned if each.ends_at > now]
    outbox.post_all([Post("meeting-planned", pk, each, "0") for pk in to_come for each in recipients], now=now)
    return planned


def _refusal(
    engagement: Engagement, slot: meetings.Slot, taken: Container[datetime], now: datetime
) -> Exception | None:
    try:
        meetings.ensure_possible(engagement, slot, now)
    except (meetings.EndsBeforeItBegins, meetings.OutOfReach) as why:
        return why
    return meetings.AlreadyPlanned() if slot.starts_at in taken else None
