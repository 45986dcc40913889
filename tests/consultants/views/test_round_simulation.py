"""Other weights are tried on the same facts, and nothing is stored."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from applications.models import Application, PriorityWeights
from consultants.models import RoundCandidate
from tests.consultants.desk import NOW, head, place
from tests.consultants.desk import opened as engagement
from tests.consultants.pages import read
from tests.factories import applications
from tests.factories import rounds as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

AS_THEY_ARE = {
    "municipality_never": 30,
    "municipality_long_ago": 15,
    "sector_at_most": 20,
    "per_week": 1,
    "weeks_at_most": 26,
    "joint": 10,
}


@pytest.fixture
def opened():
    """Samsø was never reached and asked today; Odense was, and two have waited there for ten and eleven weeks."""
    engagement(at=NOW - timedelta(days=90), round=applications.round_on(date(2026, 8, 4)))
    for weeks in (10, 11):
        applications.submitted(at=NOW - timedelta(weeks=weeks))
    applications.submitted(at=NOW, place=place("741", "Samsø"))
    return make.opened(capacity=1, by=head(), now=NOW)


def tried(browser, opened, **weights):
    return browser.get(f"/sekretariat/runder/{opened.pk}/proev-vaegte/", AS_THEY_ARE | weights if weights else {})


def order(response):
    return [(row.rank, row.candidate.rank, row.told, row.priority.points) for row in response.context["rows"]]


def test_the_weights_of_the_round_give_its_own_order(desk, opened):
    response = tried(desk, opened)
    assert order(response) == [(1, 1, "Uændret", 30), (2, 2, "Uændret", 11), (3, 3, "Uændret", 10)]
    assert response.context["form"].initial == AS_THEY_ARE
    assert "Rækkefølgen med rundens vægte" in read(response)
    page = read(tried(desk, opened, joint=10))
    assert "Ingen ansøgninger får en anden plads. Det er de samme, der står forrest til rundens 1 plads." in page


def test_other_weights_move_them_up_and_down_and_say_who_comes_in(desk, opened):
    response = tried(desk, opened, per_week=4)
    assert order(response) == [(1, 2, "1 plads op", 44), (2, 3, "1 plads op", 40), (3, 1, "2 pladser ned", 30)]
    page = read(response)
    first, second, third = response.context["rows"]
    assert "3 ansøgninger får en anden plads." in page
    came_in, fell_out = first.candidate.application, third.candidate.application
    assert f"Til rundens 1 plads ville {came_in} stå forrest i stedet for {fell_out}." in page
    assert "<span>10 ugers ventetid</span>" in page
    assert second.reasons[-1] == {"points": 40, "sentence": "10 ugers ventetid"}


def test_nothing_is_stored(desk, opened):
    def everything():
        return [list(model.objects.order_by("pk").values()) for model in (Application, RoundCandidate, PriorityWeights)]

    before = everything()
    with transaction.atomic():
        tried(desk, opened, per_week=40, municipality_never=0)
    assert everything() == before


@pytest.mark.parametrize("wrong", ["", "-1", "1001", "mange", "1,5"])
def test_what_is_no_weight_is_refused_in_danish_and_kept(desk, opened, wrong):
    response = tried(desk, opened, per_week=wrong)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"per_week"}
    assert "rows" not in response.context or response.context["rows"] == []
    assert f'value="{wrong}"' in read(response) or not wrong


def test_a_round_that_is_not_opened_has_no_order_to_try(desk):
    planned = applications.round_on()
    response = desk.get(f"/sekretariat/runder/{planned.pk}/proev-vaegte/", follow=True)
    assert [str(each) for each in response.context["messages"]] == [
        "Åbn runden først. Så er der en rækkefølge at prøve vægte på."
    ]


def test_of_many_the_first_are_shown(desk):
    applications.many_submitted(120, at=NOW)
    page = read(tried(desk, make.opened(by=head(), now=NOW)))
    assert "De første 100 vises; 20 mere følger efter." in page
