"""Who has said yes to a version of the cooperation agreement, as both the group and its consultant are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from consultants.models import CooperationAgreement
from consultants.models.agreement_yes import Part


@dataclass(frozen=True)
class Said:
    """Whether one of the parts has said yes to a version; ``at``: when, None while it is missing."""

    part: str
    at: datetime | None


@dataclass(frozen=True)
class Version:
    """A version and what each part says of it."""

    number: int
    written_at: datetime
    said: Sequence[Said]

    @property
    def is_agreed(self) -> bool:
        """All have said yes."""
        return all(each.at is not None for each in self.said)


def version(agreement: CooperationAgreement) -> Version:
    """Needs the yeses."""
    at = {yes.part: yes.at for yes in agreement.yeses.all()}
    return Version(
        number=agreement.number,
        written_at=agreement.written_at,
        said=[Said(str(part.label), at.get(part)) for part in Part],
    )
