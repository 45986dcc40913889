"""Wording the texts that a request for information begins with, and taking them out of use."""

from datetime import datetime

from django.db import transaction

from accounts.models import Role, User
from consultants.models import QuestionText

# As many as anybody reads through before asking.
MOST = 30


class NotTheHead(Exception):
    """Only the head of the secretariat words these."""


class TooMany(Exception):
    """There are as many in use as there may be."""


class WrittenMeanwhile(Exception):
    """It was changed after its page was opened; ``newest`` is how it stands now."""

    def __init__(self, newest: QuestionText) -> None:
        super().__init__(newest.number)
        self.newest = newest


@transaction.atomic
def add(*, title: str, text: str, by: User, now: datetime) -> QuestionText:
    """One more; the same words twice are one. Raises NotTheHead, TooMany."""
    in_use = _in_use(by)
    same = next((each for each in in_use if (each.title, each.text) == (title, text)), None)
    if same is not None:
        return same
    _ensure_room(in_use)
    return QuestionText.objects.create(title=title, text=text, written_by=by, written_at=now)


@transaction.atomic
def change(*, text_id: int, title: str, text: str, seen: int, by: User, now: datetime) -> bool:
    """Other words; says whether they are new. ``seen``: the number they were based on. Raises NotTheHead,
    WrittenMeanwhile."""
    found = _found(text_id, by)
    if (found.title, found.text) == (title, text):
        return False
    if found.number != seen:
        raise WrittenMeanwhile(found)
    found.title, found.text, found.number = title, text, found.number + 1
    found.written_by, found.written_at = by, now
    found.save()
    return True


@transaction.atomic
def retire(*, text_id: int, by: User, now: datetime) -> None:
    """Nobody is offered it any more. Harmless where it is out of use. Raises NotTheHead."""
    found = _found(text_id, by)
    if found.retired_at is None:
        found.retired_at = now
        found.save(update_fields=["retired_at"])


@transaction.atomic
def bring_back(*, text_id: int, by: User) -> None:
    """It is offered again. Harmless where it is. Raises NotTheHead, TooMany."""
    in_use = _in_use(by)
    found = _found(text_id, by)
    if found.retired_at is not None:
        _ensure_room(in_use)
        found.retired_at = None
        found.save(update_fields=["retired_at"])


def _in_use(by: User) -> list[QuestionText]:
    _ensure_head(by)
    return list(QuestionText.objects.in_use().select_for_update())


def _found(text_id: int, by: User) -> QuestionText:
    _ensure_head(by)
    return QuestionText.objects.select_for_update().get(pk=text_id)


def _ensure_head(by: User) -> None:
    if not (by.is_active and by.has_role(Role.HEAD)):
        raise NotTheHead


def _ensure_room(in_use: list[QuestionText]) -> None:
    if len(in_use) >= MOST:
        raise TooMany
