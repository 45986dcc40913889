"""Putting the made-up history into an empty portal."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import islice

from django.contrib.auth.hashers import make_password
from django.db import connection

from accounts.models import User
from applications.actions import record, searching, versions
from applications.lifecycle import Status
from applications.models import (
    Application,
    ApplicationVersion,
    Municipality,
    PrioritisationRound,
    Province,
    ReferenceCounter,
    SearchRow,
    SearchWord,
    Sector,
)
from clock import COPENHAGEN
from consultants import deadlines
from consultants.actions import queue
from consultants.lifecycle import FollowUpStatus
from consultants.models import ConsultantProfile
from danish.holidays import danish_holidays
from demo import everyday, guards, history, people, rows, scaling, standing, tables, trios
from demo.history import Catalogue, Course, Story
from demo.rows import Known, Written
from demo.standing import Names
from themes.models import Theme

# What is written one by one; the rest of a larger history are copies of these made inside the database.
TEMPLATES = 1200
_BATCH = 200
_ROUND_CAPACITY = 12


class NotEmpty(Exception):
    """There are applications already; a history is loaded once."""


def seed(*, applications: int, seed: int, now: datetime) -> None:
    """Load the people of the demo and ``applications`` applications. Raises NotEmpty."""
    if Application.objects.exists():
        raise NotEmpty
    today = now.astimezone(COPENHAGEN).date()
    holidays = danish_holidays(range(history.FIRST_DAY.year, today.year + 3))
    users = load_people(now)
    _past_rounds(today, holidays)
    known = _known(users, holidays)
    catalogue = Catalogue(tuple(sorted(known.municipalities, key=_scattered)), holidays)
    told = list(history.stories(min(applications, TEMPLATES), seed, today, catalogue))
    _due_this_week(told, today)
    _just_granted(told, today)
    standing.apply_twice(told)
    standing.find_alike(told)
    standing.rank(told, _names())
    with guards.lifted((*tables.OF_AN_APPLICATION, Application.themes.through)):
        known.accounts.update(_accounts(told, seed))
        written = (rows.write(story, seed, known, today) for story in told)
        while batch := list(islice(written, _BATCH)):
            _save(batch)
        scaling.multiply(applications - len(told))
        scaling.number_references()
    with guards.unburdened((SearchRow, SearchWord)):
        searching.write_all()
    _count_references()
    _fit_rounds()
    trios.load(users, seed=seed, now=now)
    with connection.cursor() as cursor:
        # Plans made for empty tables would make the first minutes of a large history slow.
        cursor.execute(f"ANALYZE {', '.join(connection.introspection.table_names(cursor))}")
    queue.rank_all(now=now)
    if applications <= TEMPLATES:
        # A larger history is for measuring, not for looking at.
        everyday.load(users, seed=seed, now=now)


def load_people(now: datetime) -> dict[str, User]:
    """The people of the demo by slug, made once."""
    users = {}
    for person in people.EVERYBODY:
        fields = {"name": person.name, "roles": list(person.roles), "party": person.party, "joined_at": now}
        users[person.slug] = User.objects.get_or_create(email=person.email, defaults=fields)[0]
    bases = {province.code: province for province in Province.objects.all()}
    for place, person in enumerate(people.CONSULTANTS):
        ConsultantProfile.objects.get_or_create(
            user=users[person.slug], defaults={"base": bases[people.BASES[place]], "phone": f"+4533000{place:03d}"}
        )
    return users


def _scattered(code: str) -> int:
    """An order of the municipalities that has nothing to do with their size or place."""
    return int(code) * 7919 % 997


def _past_rounds(today: date, holidays: frozenset[date]) -> None:
    month = history.FIRST_DAY.replace(day=1)
    while month <= today:
        day = history.meeting_day(month.year, month.month, holidays)
        if history.FIRST_DAY < day < today:
            PrioritisationRound.objects.get_or_create(
                meets_on=day, defaults={"capacity": _ROUND_CAPACITY, "closed_at": rows.moment(day, 16)}
            )
        month = deadlines.add_months(month, 1)


def _known(users: dict[str, User], holidays: frozenset[date]) -> Known:
    return Known(
        municipalities=dict(Municipality.objects.values_list("code", "pk")),
        sectors=dict(Sector.objects.values_list("key", "pk")),
        themes=dict(Theme.objects.values_list("key", "pk")),
        rounds=dict(PrioritisationRound.objects.values_list("meets_on", "pk")),
        consultants=[users[person.slug].pk for person in people.CONSULTANTS],
        accounts={},
        head=users["sekretariatsleder"].pk,
        holidays=holidays,
    )


def _accounts(told: Iterable[Story], seed: int) -> dict[str, int]:
    """An account for everybody who signs: whoever says yes has signed in."""
    made = User.objects.bulk_create(
        User(
            email=rows.address(seed, story, place),
            name=person.name,
            password=make_password(None),
            joined_at=rows.moment(story.begun_on, 14),
        )
        for story in told
        for place, person in enumerate(story.people)
    )
    return {user.email: user.pk for user in made}


def _names() -> Names:
    return Names(
        municipalities=dict(Municipality.objects.values_list("code", "name")),
        sectors=dict(Sector.objects.values_list("key", "name")),
    )


def _due_this_week(told: Iterable[Story], today: date) -> None:
    """Four closed engagements get a follow-up within the week, two of them the first consultant's."""
    closed = [story.course for story in told if story.course and story.course.closed_on]
    recent = sorted(closed, key=lambda course: course.closed_on or today)[-40:]
    for place, course in enumerate(recent[:4]):
        course.closed_on = deadlines.add_months(today + timedelta(days=place + 1), -deadlines.FOLLOW_UP_MONTHS)
        course.wants_follow_up, course.follow_up = True, FollowUpStatus.DUE
        course.consultant = place % 2
        course.meetings = [day for day in course.meetings if day < course.closed_on] or [course.closed_on]


def _just_granted(told: Iterable[Story], today: date) -> None:
    """Three of those that waited have just been granted; one consultant is late with the first contact."""
    waiting = [story for story in told if story.status is Status.WAITING and story.submitted_on]
    for place, (story, days) in enumerate(zip(waiting, (12, 3, 1), strict=False)):
        story.status, story.is_urgent = Status.GRANTED, True
        story.decided_on = today - timedelta(days=days)
        story.course = Course(consultant=place % 2, opened_on=story.decided_on, as_of=today)


def _save(batch: list[Written]) -> None:
    Application.objects.bulk_create([written.application for written in batch])
    Application.themes.through.objects.bulk_create(
        Application.themes.through(application_id=written.application.pk, theme_id=theme)
        for written in batch
        for theme in written.themes
    )
    for table in tables.OF_AN_APPLICATION:
        found = [row for written in batch for row in written.by_table.get(table, [])]
        if table is ApplicationVersion:
            for version in found:
                version.content = versions.content_of(version.application, record.people(version.application))
                version.sha256 = versions.fingerprint(version.content)
        table._base_manager.bulk_create(found)


def _count_references() -> None:
    for year, last in scaling.last_references():
        ReferenceCounter.objects.update_or_create(year=year, defaults={"last": last})


def _fit_rounds() -> None:
    """A larger history had larger rounds: capacity is at least what was granted."""
    for meeting in PrioritisationRound.objects.exclude(closed_at=None):
        granted = meeting.granted.count()
        if granted > meeting.capacity:
            meeting.capacity = granted
            meeting.save(update_fields=["capacity"])
