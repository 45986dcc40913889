"""Whether the consultants of an engagement can be there: their absence, and other meetings too near, in words.

A warning, never a refusal: the page comes back once with the words and their mark; sent again with that mark, it is
done. Of the other meetings the words tell day and time only, so that whoever helps out learns of no other case.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import F, Q
from django.http import QueryDict

from consultants import travel
from consultants.actions import running
from consultants.actions.meetings import Slot
from consultants.deadlines import day_of
from consultants.models import Absence, Assignment, Engagement, Meeting
from consultants.querysets import first_province
from danish import danish_date, danish_time
from danish.dates import duration, from_to

FIELD = "advaret"


@dataclass(frozen=True)
class Warned:
    """``lines``: what stands against it, by the number of the slot; ``mark``: what to send to do it all the same."""

    lines: Mapping[int, Sequence[str]]
    mark: str

    @property
    def sentences(self) -> list[str]:
        """All lines, in the order of the slots."""
        return [line for number in sorted(self.lines) for line in self.lines[number]]


def warning(
    engagement: Engagement, slots: Mapping[int, Slot], sent: QueryDict, *, now: datetime, besides: UUID | None = None
) -> Warned | None:
    """What the person should know first; None where nothing stands against it, or where they have been told.

    ``besides``: the meeting that is being moved.
    """
    ahead = {number: slot for number, slot in slots.items() if now < slot.ends_at and slot.starts_at < slot.ends_at}
    if not ahead:
        return None
    others, away = _others(engagement, list(ahead.values()), besides), _away(engagement, ahead.values())
    # With nobody away and no other meeting there is nothing to warn of, unless several are planned at once.
    names, here = _consultants(engagement) if others or away or len(ahead) > 1 else ({}, "")
    if not names:
        return None
    wanted = {number: travel.Visit(slot.starts_at, slot.ends_at, here) for number, slot in ahead.items()}
    lines: dict[int, list[str]] = {}
    for number, visit in wanted.items():
        among = [each for other, each in wanted.items() if other < number and each.starts_at != visit.starts_at]
        found = [*_absent(visit, names, away), *_lines(visit, names, others, among)]
        if found:
            lines[number] = found
    told = Warned(lines, _mark(wanted, lines))
    return None if not lines or sent.get(FIELD) == told.mark else told


def _lines(
    visit: travel.Visit,
    names: Mapping[int, str],
    others: Iterable[tuple[int, travel.Visit]],
    among: Sequence[travel.Visit],
) -> Iterator[str]:
    """Of each of those who go there; ``among``, what is planned in one go, they share: it is told once."""
    for place, (consultant, name) in enumerate(names.items()):
        theirs = [other for whose, other in others if whose == consultant]
        for clash in travel.clashes(visit, [*theirs, *([] if place else among)]):
            yield _in_words(clash, name)


def _absent(visit: travel.Visit, names: Mapping[int, str], away: Iterable[Absence]) -> Iterator[str]:
    """Of whom somebody has taken the engagement since, nothing."""
    first, last = day_of(visit.starts_at), day_of(visit.ends_at)
    for absence in away:
        if absence.first_day <= last and absence.last_day >= first and absence.consultant_id in names:
            yield f"{names[absence.consultant_id]} har fravær {from_to(absence.first_day, absence.last_day)}."


def _away(engagement: Engagement, slots: Collection[Slot]) -> list[Absence]:
    """The absences of those who run it that touch the time of the first slot to the last."""
    first, last = min(day_of(slot.starts_at) for slot in slots), max(day_of(slot.ends_at) for slot in slots)
    theirs = Assignment.objects.running().filter(engagement=engagement).values("consultant")
    return list(Absence.objects.touching(first, last).filter(consultant__in=theirs).order_by("first_day", "pk"))


def _consultants(engagement: Engagement) -> tuple[dict[int, str], str]:
    """The names of those who run it, its consultant first, and the landsdel of the workplace; nobody between two."""
    running = Assignment.objects.running().filter(engagement=engagement).order_by("is_co", "since", "pk")
    found = running.annotate(province=first_province("engagement__application"))
    rows = list(found.values_list("consultant", "consultant__name", "province"))
    return {pk: name or "Konsulenten" for pk, name, _ in rows}, (rows[0][2] or "") if rows else ""


def _others(engagement: Engagement, slots: list[Slot], besides: UUID | None) -> list[tuple[int, travel.Visit]]:
    """The planned meetings near ``slots`` of those who run it, alone or beside another, each with whose it is. One of
    this engagement at the very time is refused."""
    windows = reduce(
        or_,
        (
            Q(starts_at__lt=slot.ends_at + travel.LONGEST, ends_at__gt=slot.starts_at - travel.LONGEST)
            & ~Q(engagement=engagement, starts_at=slot.starts_at)
            for slot in slots
        ),
    )
    running = Assignment.objects.running()
    theirs = running.filter(consultant__in=running.filter(engagement=engagement).values("consultant"))
    near = Meeting.objects.planned().filter(windows, engagement__assignments__in=theirs)
    found = (near.exclude(pk=besides) if besides else near).annotate(
        whose=F("engagement__assignments__consultant"), province=first_province("engagement__application")
    )
    return [
        (whose, travel.Visit(starts_at, ends_at, province or ""))
        for whose, starts_at, ends_at, province in found.values_list("whose", "starts_at", "ends_at", "province")
    ]


def _in_words(clash: travel.Clash, consultant: str) -> str:
    other = clash.other
    when = f"{danish_date(other.starts_at)} {danish_time(other.starts_at)}–{danish_time(other.ends_at)[4:]}"
    if clash.is_overlap:
        return f"{consultant} har et andet møde {when}, så de to møder overlapper."
    between = "ingen tid" if not clash.gap else duration(clash.gap)
    return (
        f"{consultant} har et andet møde {when}. Der er {between} imellem, "
        f"og vi regner med {duration(clash.needed)} på vejen."
    )


def _mark(wanted: Mapping[int, travel.Visit], lines: Mapping[int, Sequence[str]]) -> str:
    """Names these very times and words: other times, or another meeting since, are told of again."""
    return running.mark([(visit.starts_at.timestamp(), visit.ends_at.timestamp()) for visit in wanted.values()], lines)
