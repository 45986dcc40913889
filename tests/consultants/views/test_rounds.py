"""The rounds and what is left of them."""

from datetime import date

import pytest

from applications.actions import triage
from applications.models import PrioritisationRound
from consultants.precedence import Decision
from tests.consultants.desk import NOW, WEEKS_AGO, head, opened, steering
from tests.factories import applications
from tests.factories import rounds as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

ROUNDS = "/sekretariat/runder/"


def read(browser, address=ROUNDS):
    return browser.get(address).content.decode()


def test_others_find_nothing_here(client):
    for other in (steering(), applications.person()):
        client.force_login(other)
        assert client.get(ROUNDS).status_code == 404


def test_without_rounds_the_page_says_what_that_means(desk):
    assert "Der er ingen runder at bevilge i." in read(desk)


def test_open_rounds_with_their_use_and_the_next_one_marked(desk):
    for day, capacity in ((date(2026, 11, 20), 8), (date(2026, 12, 1), 2), (date(2027, 1, 5), 8)):
        applications.round_on(day, capacity)
    for _ in range(2):
        opened(at=WEEKS_AGO, round=applications.round_on(date(2026, 12, 1)))
    response = desk.get(ROUNDS)
    assert [(each.meets_on, each.used, each.left) for each in response.context["open"]] == [
        (date(2026, 11, 20), 0, 8),
        (date(2026, 12, 1), 2, 0),
        (date(2027, 1, 5), 0, 8),
    ]
    assert response.context["next"].meets_on == date(2026, 12, 1)
    page = response.content.decode()
    assert page.count(">Næste<") == 1
    assert "Fuld" in page
    assert "Næste runde er <strong>1. december 2026</strong>" in page
    assert "Lukkede runder" not in page


def test_a_round_of_today_is_the_next(desk):
    applications.round_on(date(2026, 11, 21))
    assert desk.get(ROUNDS).context["next"].meets_on == date(2026, 11, 21)


def test_more_granted_than_planned_leaves_nothing(desk):
    for _ in range(2):
        opened(at=WEEKS_AGO, round=applications.round_on(date(2026, 12, 1)))
    PrioritisationRound.objects.update(capacity=1)
    (shown,) = desk.get(ROUNDS).context["open"]
    assert (shown.used, shown.left) == (2, 0)


def test_closed_rounds_page_by_page_the_newest_first(desk):
    for month in range(1, 12):
        for year in (2024, 2025):
            applications.round_on(date(year, month, 1))
    PrioritisationRound.objects.update(closed_at=NOW)
    response = desk.get(ROUNDS)
    closed = response.context["closed"]
    assert [each.meets_on for each in closed.rows][::11] == [date(2025, 11, 1), date(2024, 11, 1)]
    page = read(desk, ROUNDS + closed.next)
    assert "1. januar 2024" in page
    assert "1. oktober 2024" in page
    assert "1. november 2024" not in page


def test_a_few_rounds_and_many_take_the_same_statements(desk, django_assert_max_num_queries):
    for number in range(30):
        applications.round_on(date(2027, 1, 1 + number))
    desk.get(ROUNDS)
    with django_assert_max_num_queries(5):
        desk.get(ROUNDS)


def test_what_could_not_wait_for_a_round_is_listed_with_its_reason_for_the_head_alone(desk, client):
    urgent = applications.submitted()
    triage.grant(application_id=urgent.pk, by=head(), round_id=None, urgency_reason="Vold i går", text="Ja", now=NOW)
    opened(at=WEEKS_AGO)
    page = read(desk)
    assert "Bevilget uden for runderne" in page
    assert f'21. november 2026: <span class="queue__reference">{urgent.reference}</span>' in page
    assert "Vold i går" not in page
    client.force_login(head())
    page = read(client)
    assert f'href="/sekretariat/ansoegninger/{urgent.pk}/">{urgent.reference}</a>. Vold i går' in page
    assert page.count("<li>21. november") == 1


def test_a_seat_that_is_given_counts_here_as_on_the_rounds_own_page(desk):
    for _ in range(2):
        applications.submitted(at=WEEKS_AGO)
    given = make.opened(capacity=2, by=head(), now=NOW)
    make.decide(given, Decision.GRANT, 1)
    (shown,) = desk.get(ROUNDS).context["open"]
    assert (shown.used, shown.left) == (1, 1)
    assert "1 af 2 brugt, plads til 1 mere" in read(desk, f"{ROUNDS}{given.pk}/")
