"""The team: who could take on an engagement, and why."""

import clock
from applications.models import Application
from consultants.actions import assigning, workloads
from consultants.actions.workloads import Member
from consultants.forms.triage import Candidate


def candidates(*, for_application: Application) -> list[Candidate]:
    """All active consultants, the most suitable first, each with the reasons."""
    return [
        _candidate(each.member, each.suggestion.reasons)
        for each in assigning.suggest(application=for_application, today=clock.today())
    ]


def everybody() -> list[Candidate]:
    """All active consultants by name, as loaded as they are, where no one application is meant."""
    return [_candidate(each) for each in workloads.team(clock.today())]


def _candidate(member: Member, reasons: tuple[str, ...] = ()) -> Candidate:
    return Candidate(
        user=member.user,
        load=f"{round(member.hours_now)} af {member.hours_a_month} timer om måneden",
        reasons=reasons,
        hours=member.hours_ahead,
        capacity=member.hours_a_month,
    )


def choosable() -> list[Candidate]:
    """The same people without their reasons: enough for what was chosen already."""
    return [Candidate(user) for user in workloads.consultants()]
