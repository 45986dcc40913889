"""A line of the queue, as the page that shows it writes it."""

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

from applications.models import Application
from consultants.forms import queue_columns
from consultants.templatetags.queue_lines import queue_lines
from consultants.views.desk import Place, Row

HOSTILE = "<script>&\"'"
KEY = UUID("6f1c7a2e-0000-4000-8000-000000000001")


def line(columns="", **facts):
    application = Application(
        id=KEY,
        reference="SPARK-2026-0001",
        status="submitted",
        kind="individual",
        points=12,
        priority_reasons=[{"points": 12, "sentence": HOSTILE}],
        ranked_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    places = (Place(HOSTILE, HOSTILE, HOSTILE), Place("To", HOSTILE, HOSTILE))
    return queue_lines([Row(application, 1, places, (HOSTILE,))], queue_columns.of(columns), **facts)


def test_whatever_a_group_has_typed_is_shown_as_text():
    every = ",".join(each.key for each in queue_columns.EVERY)
    for columns in ("", every):
        told = line(columns, here=f"q={HOSTILE}", selectable=True)
        assert "<script>" not in told
        assert "&lt;script&gt;&amp;&quot;&#x27;" in told


def test_a_line_leads_to_its_application_and_back_to_the_list():
    assert f'<a href="/sekretariat/ansoegninger/{KEY}/">' in line()
    assert f'<a href="/sekretariat/ansoegninger/{KEY}/?fra=tema%3Dvold%26ventet%3D2">' in line(
        here="tema=vold&ventet=2"
    )


def test_only_a_list_that_can_be_chosen_from_has_boxes():
    assert "checkbox" not in line()
    assert f'name="valgt" value="{KEY}" form="samlet" aria-label="Vælg SPARK-2026-0001"' in line(selectable=True)


def test_one_day_is_a_day_and_two_are_days():
    one = SimpleNamespace(application=Application(id=KEY, status="waiting"), waiting_days=1, tone="neutral")
    two = SimpleNamespace(application=Application(id=KEY, status="waiting"), waiting_days=1234, tone="neutral")
    for row, told in ((one, "1 dag<"), (two, "1.234 dage<")):
        row.workplaces, row.extent, row.themes = (), "", ()
        assert told in queue_lines([row], queue_columns.of("ventet,tilstand"))
