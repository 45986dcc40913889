"""The team's half year to come: the picture, the sentence and the table say the same."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import PrioritisationRound
from consultants.actions import workloads
from tests.consultants.desk import NOW, WEEKS_AGO, head, opened, profile, staff
from tests.consultants.pages import read
from tests.factories import applications, consultants

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

TEAM = "/sekretariat/holdet/"
TODAY = NOW.date()


def outlook_of(desk):
    return desk.get(TEAM).context["outlook"]


def test_the_table_counts_what_runs_what_is_due_and_what_is_expected(desk):
    profile(staff(), hours=52)
    for _ in range(3):
        opened(at=WEEKS_AGO, consultant=staff())
    done = consultants.closed(at=WEEKS_AGO, closed_on=date(2026, 11, 20), run_by=staff())
    done.follow_up.due_on = date(2026, 12, 30)
    done.follow_up.save()
    for number in range(10):
        applications.submitted(at=WEEKS_AGO + timedelta(hours=number))
    applications.waiting(at=WEEKS_AGO)
    applications.draft()
    rounds = PrioritisationRound.objects.with_use()
    assert [(each.meets_on, each.left) for each in rounds] == [(date(2026, 12, 1), 4)]
    outlook = outlook_of(desk)
    assert (outlook.waiting, outlook.percent) == (11, 80)
    lines = {line.number: line for line in outlook.lines}
    assert list(lines) == [*range(47, 54), *range(1, 20)]
    told = {
        number: (line.work, line.expected, line.follow_ups, line.load, line.capacity) for number, line in lines.items()
    }
    assert told[47] == (5, 0, 0, 5, 12)
    assert told[49] == (5, 6, 0, 11, 12)  # four begin in the week of 1 December
    # A follow-up, three days at work, and all of the 8.8 that are expected: the round of 1 January is a Friday's.
    assert told[53] == (5, 14, 8, 27, 7)
    assert told[1] == (5, 14, 0, 19, 12)
    assert told[18] == (0, 14, 0, 14, 10)  # Ascension Day
    assert outlook.summary == (
        "I 21 af de 26 uger er der mere at lave, end holdet har timer til. "
        "Den første er uge 52, der begynder 21. december 2026."
    )


def test_a_team_with_hours_enough_says_so_and_shows_its_picture(desk):
    page = desk.get(TEAM)
    text = read(page)
    assert page.context["outlook"].summary == "Holdet har timer nok i alle 26 uger."
    (chart,) = re.findall(r'<svg role="img" aria-label="Søjlediagram: holdets timer.*?</svg>', text, re.DOTALL)
    assert not re.search(r"<script|\sstyle=|<style|href=\"http", chart)
    for word in ("I gang", "Forventet", "Opfølgning", "Timer", ">53<"):
        assert word in chart
    assert "Vi regner med, at 80 % bliver bevilget" in text
    assert "Uge 53, fra 28. december 2026" in text


def test_one_week_too_full_is_named(desk):
    consultants.absence(staff(), date(2026, 12, 7), date(2026, 12, 11))
    opened(at=WEEKS_AGO, consultant=staff())
    assert outlook_of(desk).summary == (
        "I én af de 26 uger er der mere at lave, end holdet har timer til: uge 50, der begynder 7. december 2026."
    )


def test_a_team_without_hours_has_too_few_in_all_weeks(desk):
    profile(staff(), hours=0)
    for due in range(26):
        done = consultants.closed(at=WEEKS_AGO, closed_on=date(2026, 11, 20), run_by=staff())
        done.follow_up.due_on = TODAY + timedelta(weeks=due)
        done.follow_up.save()
    assert outlook_of(desk).summary == "I alle 26 uger er der mere at lave, end holdet har timer til."


def test_a_team_of_nobody_has_no_outlook(leader):
    assert outlook_of(leader) is None
    assert "Det næste halve år" not in read(leader.get(TEAM))


def test_the_grant_rate_is_that_of_the_last_year_once_there_is_enough_of_it(desk):
    for number in range(9):
        consultants.engagement(at=WEEKS_AGO - timedelta(days=number), run_by=staff())
    assert workloads._grant_rate(TODAY) == 0.8
    applications.declined(at=WEEKS_AGO)
    assert workloads._grant_rate(TODAY) == 0.9
    applications.declined(at=WEEKS_AGO - timedelta(days=400))
    assert workloads._grant_rate(TODAY) == 0.9


def test_without_rounds_nothing_is_expected_and_closed_ones_say_what_is_usual(desk):
    applications.submitted(at=WEEKS_AGO)
    assert [line.expected for line in outlook_of(desk).lines] == [0] * 26
    applications.round_on(date(2026, 11, 3), capacity=8)
    PrioritisationRound.objects.update(closed_at=NOW)
    assert [line.expected for line in outlook_of(desk).lines][:6] == [0, 0, 0, 0, 0, 1]


def test_the_forecast_asks_as_little_of_a_full_desk(desk):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            workloads.forecast(workloads.team(TODAY), TODAY)
        return len(seen)

    few = asked()
    head()
    for number in range(10):
        applications.submitted(at=WEEKS_AGO)
        opened(at=WEEKS_AGO - timedelta(days=number), consultant=staff(f"Konsulent {number}"))
        applications.round_on(date(2027, 1, 1) + timedelta(days=number))
    assert asked() == few == 5
