"""Noticing who opens more cases than a day's work explains."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from accounts.models import Role, User
from applications.models import AccessLog
from consultants.models import AccessAlert
from notifications import outbox
from notifications.outbox import Post

MOST_CASES = 60
STRETCH = timedelta(hours=1)


@transaction.atomic
def watch(*, now: datetime) -> int:
    """Alert the head of whoever has opened more than 60 different cases within the last hour; says how many.

    At most once an hour for each person, however often it looks and however many look at the same time.
    """
    recent = AccessLog.objects.filter(at__gt=now - STRETCH, at__lte=now)
    told = AccessAlert.objects.filter(reader=OuterRef("reader"), at__gt=now - STRETCH)
    busy = (
        recent.values("reader")
        .annotate(cases=Count("application", distinct=True))
        .filter(~Exists(told), cases__gt=MOST_CASES)
        .order_by("reader")
    )
    hour = now.replace(minute=0, second=0, microsecond=0)
    new = 0
    for reader, cases in busy.values_list("reader", "cases"):
        alert, is_new = AccessAlert.objects.get_or_create(
            reader_id=reader, hour=hour, defaults={"cases": cases, "at": now}
        )
        if is_new:
            _tell(alert, now)
            new += 1
    return new


def _tell(alert: AccessAlert, now: datetime) -> None:
    heads = User.objects.filter(is_active=True, roles__contains=[Role.HEAD]).order_by("pk")
    outbox.post_all([Post("access-alert", alert.pk, f"user:{head.pk}") for head in heads], now=now)
