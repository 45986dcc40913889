"""Who else has a case open, for a quarter of an hour."""

import uuid
from datetime import timedelta

from consultants import presence
from consultants.presence import Present
from tests.consultants.desk import NOW


def test_others_are_seen_the_latest_first_and_oneself_is_not():
    case = uuid.uuid4()
    assert presence.come(case, 1, now=NOW) == []
    presence.come(case, 2, is_writing=True, now=NOW + timedelta(minutes=2))
    assert presence.come(case, 3, now=NOW + timedelta(minutes=3)) == [
        Present(2, True, NOW + timedelta(minutes=2)),
        Present(1, False, NOW),
    ]
    assert presence.come(uuid.uuid4(), 3, now=NOW) == []


def test_after_a_quarter_of_an_hour_or_when_done_they_are_gone():
    case = uuid.uuid4()
    presence.come(case, 1, now=NOW)
    presence.come(case, 2, now=NOW + timedelta(minutes=1))
    assert [each.user_id for each in presence.come(case, 3, now=NOW + timedelta(minutes=15))] == [2]
    presence.leave(case, 2)
    assert presence.come(case, 3, now=NOW + timedelta(minutes=15)) == []
