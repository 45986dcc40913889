"""Draw docs/lifecycle.md from the tables in code. A test compares, so the page can't grow old."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import TextChoices

from applications import lifecycle as applications
from consultants import lifecycle as consultants

Moves = Mapping[Any, frozenset[Any]]

PAGE = Path(settings.BASE_DIR) / "docs" / "lifecycle.md"
# The way back, which is open only while nobody has been told.
UNDONE: Mapping[type[TextChoices], Moves] = {applications.Status: applications.TAKEN_BACK}
DRAWN: tuple[tuple[str, type[TextChoices], Moves], ...] = (
    ("Application (ansøgning)", applications.Status, applications.MOVES),
    ("Engagement (forløb)", consultants.Status, consultants.MOVES),
    ("Meeting (møde)", consultants.MeetingStatus, consultants.MEETING_MOVES),
    ("Follow-up visit (opfølgningsbesøg)", consultants.FollowUpStatus, consultants.FOLLOW_UP_MOVES),
)


def page() -> str:
    """The whole page: one Mermaid state diagram for each table."""
    drawn_by = "Drawn by `manage.py draw_lifecycles` from the tables in code; the database guards the same moves."
    head = f"# Lifecycles\n\n{drawn_by}\n"
    return "\n".join([head, *(_diagram(*each) for each in DRAWN)])


def _diagram(title: str, states: type[TextChoices], moves: Moves) -> str:
    first = next(iter(states))
    lines = [f"## {title}", "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value}: {state.label}" for state in states]
    lines += [f"    [*] --> {first.value}"]
    lines += [f"    {old.value} --> {new.value}" for old in states for new in states if new in moves[old]]
    back = UNDONE.get(states, {})
    lines += [f"    {old.value} --> {new.value}: undone, unsent" for old in back for new in sorted(back[old])]
    lines += [f"    {state.value} --> [*]" for state in states if not moves[state]]
    return "\n".join([*lines, "```", ""])


class Command(BaseCommand):
    help = "Draw docs/lifecycle.md from the lifecycle tables."

    def handle(self, *args: object, **options: object) -> None:
        PAGE.write_text(page(), encoding="utf-8")
        self.stdout.write(f"{PAGE.name} is drawn.")
