"""Who has said yes to a version of the cooperation agreement, as both the group and its consultant are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from consultants.models import CooperationAgreement, Engagement
from consultants.models.agreement_yes import Part

# The version that stands, and those before it whose story is still told.
MOST = 10


@dataclass(frozen=True)
class Said:
    """Whether one of the parts has said yes to a version; ``at``: when, None while it is missing."""

    part: str
    at: datetime | None


@dataclass(frozen=True)
class Version:
    """A version, its words, and what each part says of it."""

    words: CooperationAgreement
    said: Sequence[Said]

    @property
    def written_by(self) -> str:
        """Which of the two hands it was; nothing where whoever wrote it is gone."""
        writer = self.words.written_by
        if writer is None:
            return ""
        return "SPARK" if writer.is_team else "gruppen"

    @property
    def agreed_by(self) -> set[str]:
        """The parts that have said yes."""
        return {yes.part for yes in self.words.yeses.all()}

    @property
    def is_agreed(self) -> bool:
        """All have said yes."""
        return all(each.at is not None for each in self.said)


def versions(engagement: Engagement) -> list[Version]:
    """What stands, and then what stood before, the newest first. Two statements."""
    newest_first = engagement.agreements.select_related("written_by").order_by("-number")
    return [_version(each) for each in newest_first.prefetch_related("yeses")[:MOST]]


def _version(agreement: CooperationAgreement) -> Version:
    at = {yes.part: yes.at for yes in agreement.yeses.all()}
    return Version(
        words=agreement,
        said=[Said(str(part.label), at.get(part)) for part in Part],
    )
