"""The team: who could take on an engagement, and why."""

import clock
from applications.models import Application
from consultants.actions import assigning, workloads
from consultants.forms.triage import Candidate


def candidates(*, for_application: Application) -> list[Candidate]:
    """All active consultants, the most suitable first, each with the reasons."""
    return [
        Candidate(
            user=each.user,
            load=f"{round(each.member.hours_now)} af {each.member.hours_a_month} timer om måneden",
            reasons=each.suggestion.reasons,
        )
        for each in assigning.suggest(application=for_application, today=clock.today())
    ]


def choosable() -> list[Candidate]:
    """The same people without their reasons: enough for what was chosen already."""
    return [Candidate(user) for user in workloads.consultants()]
