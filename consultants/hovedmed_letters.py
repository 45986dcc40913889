"""The notice to a HovedMED: the one letter of the portal that names a theme.

All other letters are silent about themes. Here the theme is the purpose: the cooperation between the parties has
HovedMED told which theme was chosen, and nothing else but the quarter; the workplace only where its group permits it.
The subject stays neutral, and no other letter may be built on this one.
"""

from consultants.letter_readers import ERASED
from consultants.lifecycle import Status
from consultants.models import HovedMedNotice
from notifications import registry
from notifications.letters import Letter, Unwanted
from notifications.registry import Owed


@registry.letter("hovedmed-notice")
def hovedmed_notice(owed: Owed) -> Letter | Unwanted:
    """Themes and quarter as they were when it was sent; the workplace only while the group still permits it."""
    notices = HovedMedNotice.objects.select_related("engagement", "address__municipality")
    notice = notices.filter(pk=owed.about_id).first()
    if notice is None:
        return ERASED
    if notice.engagement.status == Status.CANCELLED:
        return Unwanted(because="the engagement has been cancelled")
    return Letter(notice.address.email, "consultants/hovedmed_notice", said(notice))


def said(notice: HovedMedNotice) -> dict[str, object]:
    """The facts of the letter, for its template."""
    return {
        "municipality": notice.address.municipality.name,
        "themes": notice.themes,
        "quarter": notice.quarter,
        "year": notice.year,
        "workplaces": notice.workplaces if notice.engagement.workplace_to_hovedmed else "",
    }
