"""Who would be right for an application's engagement: the facts, and the pure rule's ranking of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

import danish
from accounts.models import User
from applications.models import Application
from consultants import deadlines, workload
from consultants.actions import workloads
from consultants.actions.workloads import Member
from consultants.assigning import Consultant, Suggestion, Task
from consultants.assigning import suggest as ranked
from consultants.lifecycle import Status
from consultants.models import Assignment

# Absence is told of when it begins within so many days.
TOLD_AHEAD = timedelta(days=60)


@dataclass(frozen=True)
class Suggested:
    """A consultant with what speaks for and against them."""

    member: Member
    suggestion: Suggestion

    @property
    def user(self) -> User:
        return self.member.user


def suggest(*, application: Application, today: date) -> list[Suggested]:
    """All consultants, the most suitable first, with their reasons: four questions, however many they are."""
    members = {each.user.pk: each for each in workloads.team(today)}
    experience = _experience(application)
    provinces = application.workplaces.order_by().values_list("municipality__province__code", flat=True).distinct()
    holidays = deadlines.holidays_near(today)
    task = Task(
        provinces=list(provinces),
        hours=workload.a_month(workload.pace(application.kind)),
        contact_from=deadlines.add_working_days(today, 1, holidays),
        contact_by=deadlines.first_contact_due_on(today, holidays),
    )
    facts = [_facts(each, experience.get(pk, {}), today) for pk, each in members.items()]
    return [Suggested(members[each.key], each) for each in ranked(facts, task)]


def _facts(member: Member, experience: dict[str, int], today: date) -> Consultant:
    return Consultant(
        key=member.user.pk,
        name_key=danish.sort_key(str(member.user)),
        base=member.base.code if member.base else "",
        base_name=str(member.base or ""),
        hours_now=member.hours_now,
        hours_ahead=member.hours_ahead,
        capacity=member.hours_a_month,
        experience=experience,
        absences=[each for each in member.absences if each.last >= today and each.first <= today + TOLD_AHEAD],
    )


def _experience(application: Application) -> dict[int, dict[str, int]]:
    """Engagements that each consultant holds or held, by the themes that this application has, too."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = (
        Assignment.objects.exclude(engagement__status=Status.CANCELLED)
        .filter(engagement__application__themes__in=application.themes.all())
        .values_list("consultant", "engagement__application__themes__short_title")
        .annotate(count=Count("engagement", distinct=True))
        .order_by()
    )
    for consultant, theme, count in rows:
        found[consultant][theme] = count
    return found
