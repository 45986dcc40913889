"""Acting on what one has read: whoever comes second is told, and overwrites nothing."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from applications.lifecycle import IllegalMove
from applications.models import Application, ApplicationEvent


class Overtaken(Exception):
    """Something has happened since the page was made; ``event`` is the latest of it."""

    def __init__(self, event: ApplicationEvent) -> None:
        super().__init__(event.verb)
        self.event = event


def marked(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Each with ``mark``: how far a page that is made now has come in its timeline; 0 before anything has happened."""
    latest = ApplicationEvent.objects.filter(application=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    return applications.annotate(mark=Coalesce(Subquery(latest), 0))


@contextmanager
def as_read(*, application_id: UUID, by: User, seen: int | None) -> Iterator[None]:
    """What is done inside is done to the application as ``by`` has read it, up to the mark ``seen``; None: unknown.

    The verb inside locks the application, so that nothing can happen between the question asked here and the commit;
    what it has done is undone where others were quicker. One's own doings never stand in the way. Raises Overtaken.
    """
    with transaction.atomic():
        try:
            yield
        except IllegalMove:
            _ensure_as_read(application_id, by, seen)
            raise
        _ensure_as_read(application_id, by, seen)


def _ensure_as_read(application_id: UUID, by: User, seen: int | None) -> None:
    if (event := happened_since([application_id], by=by, seen=seen).get(application_id)) is not None:
        raise Overtaken(event)


def happened_since(application_ids: Collection[UUID], *, by: User, seen: int | None) -> dict[UUID, ApplicationEvent]:
    """The latest that others have done to each of them after the mark ``seen``; nothing where that is unknown."""
    if seen is None:
        return {}
    happened = ApplicationEvent.objects.filter(application__in=application_ids, pk__gt=seen).exclude(actor=by)
    return {event.application_id: event for event in happened.select_related("actor").order_by("pk")}
