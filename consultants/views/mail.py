"""A mail on a page of ours."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from notifications.letters import Wording


@dataclass(frozen=True)
class Mail:
    """A letter as its reader sees it: ``html`` is what stands between the head and the foot of the page."""

    subject: str
    text: str
    html: SafeString

    @classmethod
    def of(cls, wording: Wording) -> "Mail":
        """What the mail programme shows."""
        middle = wording.html.partition("<main>")[2].partition("</main>")[0]
        return cls(wording.subject, wording.text, mark_safe(middle))  # noqa: S308 - rendered with escaping
