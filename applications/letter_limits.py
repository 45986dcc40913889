"""How much mail the group's own clicks may cause: counted by address, and by who invites people nobody knows yet.

A letter for which its address has no room now waits until there is room; it is composed then, so it says what is true
then, or nothing. Only where it would wait for more than a day is the click refused that asked for it. What must be
possible at any time (to say no, to take a yes back, to withdraw, to leave) is never refused: its letters wait.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from accounts.actions import limits
from accounts.actions.limits import Limit
from accounts.models import User
from notifications import outbox
from notifications.outbox import Post

PER_ADDRESS = (
    Limit("letters-address-hour", most=5, within=timedelta(hours=1)),
    Limit("letters-address-day", most=20, within=timedelta(days=1)),
)
LONGEST_WAIT = timedelta(days=1)
# More than the largest application names at once; far from a mailing list.
STRANGERS = Limit("strangers-day", most=60, within=timedelta(days=1))
ONE_STRANGER = Limit("stranger-day", most=5, within=timedelta(days=1))

# A verb may owe several letters one after another; one queue for all verbs keeps them from waiting crosswise.
_GATE = 0x5350_4152_4B  # "SPARK"


class TooMuchMail(Exception):
    """Nothing was changed and nothing sent. ``until``: when trying again makes sense."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"not before {until.isoformat()}")
        self.until = until


class TooManyLetters(TooMuchMail):
    """An address has had so much mail from us that this letter would wait for more than a day."""


class TooManyStrangers(TooMuchMail):
    """Somebody has made us write to many people for the first time today."""


def moments(addresses: Collection[str], *, now: datetime) -> dict[str, datetime]:
    """When a letter to each address may leave; that room is taken. Inside the verb's transaction."""
    return limits.reserve(PER_ADDRESS, addresses, now=now, gate=_GATE) if addresses else {}


@dataclass(frozen=True)
class Addressed:
    """A letter and its address. ``patient``: it may wait for room; else the click is refused that asked for it."""

    address: str
    post: Post
    patient: bool = True


def post_all(letters: Iterable[Addressed], *, also: Iterable[Post] = (), now: datetime) -> None:
    """Owe ``letters``, each as soon as its address has room, one to each address; ``also``: those that need no room.

    Raises TooManyLetters.
    """
    to = {each.address: each for each in letters}
    due = moments(to, now=now)
    if late := [due[address] for address, each in to.items() if not each.patient and due[address] > now + LONGEST_WAIT]:
        raise TooManyLetters(max(late) - LONGEST_WAIT)
    outbox.post_all([*(replace(each.post, not_before=due[address]) for address, each in to.items()), *also], now=now)


def count_strangers(addresses: Collection[str], *, by: User, now: datetime) -> None:
    """``by`` makes us write to these for the first time. Raises TooManyStrangers."""
    if not addresses:
        return
    each = [(ONE_STRANGER, f"{by.pk} {address}", 1) for address in addresses]
    try:
        limits.count([(STRANGERS, str(by.pk), len(addresses)), *each], now=now)
    except limits.TooMany as refusal:
        raise TooManyStrangers(refusal.until) from refusal
