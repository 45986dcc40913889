"""Keeping what the queue was narrowed to: for oneself, or for the whole team."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.db.models.lookups import Exact

from accounts.models import User
from consultants import permissions
from consultants.models.saved_view import MOST, SavedView


class NameTaken(Exception):
    """Its owner has another view of that name, in capitals or not."""


class NoRoom(Exception):
    """All places are taken."""


class NotYours(Exception):
    """Somebody else's, or gone."""


@transaction.atomic
def save(*, name: str, query: str, is_shared: bool, by: User, now: datetime) -> SavedView:
    """Keep ``query``, which the queue has understood. Twice the same is once. Raises NameTaken, NoRoom."""
    _lock()
    standing = SavedView.objects.filter(_called(name), owner=by).first()
    if standing is not None:
        if (standing.query, standing.is_shared) == (query, is_shared):
            return standing
        raise NameTaken
    beside = (
        SavedView.objects.filter(is_shared=True) if is_shared else SavedView.objects.filter(owner=by, is_shared=False)
    )
    taken = set(beside.values_list("place", flat=True))
    place = next((each for each in range(1, MOST + 1) if each not in taken), None)
    if place is None:
        raise NoRoom
    return SavedView.objects.create(owner=by, name=name, query=query, is_shared=is_shared, place=place, made_at=now)


@transaction.atomic
def rename(*, view_id: int, name: str, by: User) -> None:
    """Call one's own view something else. Raises NotYours, NameTaken."""
    _lock()
    view = SavedView.objects.filter(pk=view_id, owner=by).first()
    if view is None:
        raise NotYours
    if SavedView.objects.filter(_called(name), owner=by).exclude(pk=view_id).exists():
        raise NameTaken
    view.name = name
    view.save(update_fields=["name"])


@transaction.atomic
def delete(*, view_id: int, by: User) -> None:
    """Forget one's own view, or as the head a shared one. Raises NotYours."""
    view = SavedView.objects.select_for_update().filter(pk=view_id).first()
    if view is None or not permissions.can_delete_view(by, view):
        raise NotYours
    view.delete()


def _called(name: str) -> Exact:
    """As the database compares them."""
    return Exact(Lower("name"), Lower(Value(name)))


def _lock() -> None:
    """One at a time, so that nobody takes the place or the name that another is about to take."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE consultants_savedview IN SHARE ROW EXCLUSIVE MODE")
