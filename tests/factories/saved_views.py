"""Saved views of the queue, written past the verbs."""

from consultants.models import SavedView
from tests.factories.applications import MORNING


def view(owner, name="På venteliste", query="tilstand=waiting", *, is_shared=False, place=1):
    """One view of ``owner``'s."""
    return SavedView.objects.create(
        owner=owner, name=name, query=query, is_shared=is_shared, place=place, made_at=MORNING
    )
