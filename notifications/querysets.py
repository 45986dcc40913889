"""The outbox in the sender's words."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Max, Q, QuerySet

if TYPE_CHECKING:
    from notifications.models import Notification

# Written out, because partial indexes and constraints in the first migration stand on the same values.
WAITING = ("owed", "unknown")
UNSENT = ("owed", "claimed", "unknown")

# Trouble that is one letter's own: its recipient's mail server said no, or its template broke. See `delivery`.
OWN_TROUBLE = Q(last_error__startswith="smtp ") | Q(last_error__startswith="compose ")


class NotificationQuerySet(QuerySet["Notification", "Notification"]):
    def claimable(self, now: datetime) -> "NotificationQuerySet":
        """Letters that nobody holds and whose (next) attempt is due; untroubled ones first."""
        return self.filter(state__in=WAITING, next_attempt_at__lte=now).order_by("attempts", "next_attempt_at")

    def unsent(self) -> "NotificationQuerySet":
        """Letters that are still to leave, now or later."""
        return self.filter(state__in=UNSENT)

    def expired(self, now: datetime) -> "NotificationQuerySet":
        """Claimed letters whose worker has not been heard of within its lease."""
        return self.filter(state="claimed", lease_until__lte=now)

    def late(self, before: datetime) -> "NotificationQuerySet":
        """Letters due before ``before`` that wait for *us*: for the worker, the line or the mail server.

        One mailbox that is full for a day, or one broken template, is no reason to call the house out of order.
        """
        return self.unsent().filter(due_at__lt=before).exclude(OWN_TROUBLE)

    def refused_for(self, recipient_keys: Iterable[str]) -> set[str]:
        """Those of ``recipient_keys`` whose mail server has refused them for good, and who got no letter since."""
        answers = self.filter(recipient_key__in=list(recipient_keys)).values("recipient_key")
        last = answers.annotate(refused=Max("refused_at"), reached=Max("sent_at")).filter(refused__isnull=False)
        return set(last.filter(Q(reached=None) | Q(reached__lt=F("refused"))).values_list("recipient_key", flat=True))
