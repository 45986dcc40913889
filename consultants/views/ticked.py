"""The lines of a list that were ticked: at most so many at once."""

from uuid import UUID

from django.http import QueryDict

MOST = 50
CHOSEN = "valgt"


def ids(typed: QueryDict) -> list[UUID]:
    """What was ticked; what no page of ours sends is left out."""
    found = []
    for told in typed.getlist(CHOSEN)[:MOST]:
        try:
            found.append(UUID(told))
        except ValueError:
            continue
    return found
