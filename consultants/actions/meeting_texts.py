"""What a meeting is about and what came of it: agenda and homework before, summary and who came after."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from consultants import deadlines
from consultants.actions import meetings, running
from consultants.lifecycle import MeetingStatus
from consultants.models import Meeting


@dataclass(frozen=True)
class Texts:
    """All that is written about a meeting. Who came is counted by role; None: not counted."""

    agenda: str = ""
    homework: str = ""
    summary: str = ""
    managers_came: int | None = None
    union_representatives_came: int | None = None
    environment_representatives_came: int | None = None
    employees_came: int | None = None

    @property
    def tells_of_it(self) -> bool:
        """Whether anything in it can only be known once the meeting has begun."""
        came = (
            self.managers_came,
            self.union_representatives_came,
            self.environment_representatives_came,
            self.employees_came,
        )
        return bool(self.summary) or any(count is not None for count in came)


class CalledOff(Exception):
    """The meeting has been cancelled: there is nothing to prepare or to tell."""


class Overtaken(Exception):
    """Somebody else has written since the writer began."""


def of(meeting: Meeting) -> Texts:
    """What stands."""
    return Texts(**{name: getattr(meeting, name) for name in Texts.__dataclass_fields__})


@transaction.atomic
def write(*, meeting_id: UUID, by: User, texts: Texts, read: int, now: datetime) -> bool:
    """Store ``texts``, which begin with those of the meeting's edit number ``read``; says whether anything is new.

    The same words once more change nothing. Raises NotYours, CalledOff, meetings.NotYetBegun, Overtaken.
    """
    engagement_id = Meeting.objects.values_list("engagement_id", flat=True).get(pk=meeting_id)
    engagement = running.lock_for(engagement_id, by)
    meeting = Meeting.objects.get(pk=meeting_id)
    if meeting.status == MeetingStatus.CANCELLED:
        raise CalledOff
    if texts.tells_of_it and deadlines.day_of(meeting.starts_at) > deadlines.day_of(now):
        raise meetings.NotYetBegun
    changed = [name for name, value in vars(texts).items() if getattr(meeting, name) != value]
    if not changed:
        return False
    if meeting.edit_number != read:
        raise Overtaken
    for name in changed:
        setattr(meeting, name, getattr(texts, name))
    meeting.edit_number += 1
    meeting.save(update_fields=[*changed, "edit_number"])
    running.record(engagement, "meeting_written", by=by, now=now, meeting=str(meeting.pk), fields=sorted(changed))
    return True
