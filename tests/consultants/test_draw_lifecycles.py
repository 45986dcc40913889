"""docs/lifecycle.md says what the tables say."""

from io import StringIO

import pytest
from django.core.management import call_command

from applications.lifecycle import MOVES
from consultants.management.commands import draw_lifecycles


def test_the_page_is_what_the_tables_say():
    assert draw_lifecycles.PAGE.read_text(encoding="utf-8") == draw_lifecycles.page(), "run manage.py draw_lifecycles"


def test_every_move_is_drawn_once():
    drawn = draw_lifecycles.page().split("## Engagement")[0]
    for old, onward in MOVES.items():
        for new in onward:
            assert drawn.count(f"    {old.value} --> {new.value}\n") == 1
    assert "    [*] --> draft\n" in drawn
    assert "    granted --> [*]\n" in drawn


def test_the_command_writes_the_page(tmp_path, monkeypatch):
    monkeypatch.setattr(draw_lifecycles, "PAGE", tmp_path / "lifecycle.md")
    out = StringIO()
    call_command("draw_lifecycles", stdout=out)
    assert (tmp_path / "lifecycle.md").read_text(encoding="utf-8") == draw_lifecycles.page()
    assert out.getvalue() == "lifecycle.md is drawn.\n"


@pytest.mark.django_db
def test_closing_a_round_from_cron_is_quiet_where_there_is_none():
    assert call_command("carry_out_rounds") is None
