"""The head plans when rounds are held and how much room they have."""

from datetime import date

import pytest

from accounts.models import Role
from applications.actions import rounds as planning
from applications.models import PrioritisationRound
from consultants.actions import rounds
from tests.consultants.desk import NOW, WEEKS_AGO, head, opened, staff
from tests.consultants.pages import read
from tests.factories import applications
from tests.factories import rounds as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

PAGE = "/sekretariat/indstillinger/runder/"
TODAY = date(2026, 11, 21)


def typed(day, capacity="7"):
    return {"meets_on_day": day.day, "meets_on_month": day.month, "meets_on_year": day.year, "capacity": capacity}


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_the_settings_lead_here(leader):
    assert f'href="{PAGE}"' in read(leader.get("/sekretariat/indstillinger/"))
    assert f'href="{PAGE}"' in read(leader.get("/sekretariat/runder/"))


def test_consultants_plan_nothing_and_see_no_link(desk):
    planned = applications.round_on()
    for address in (PAGE, f"{PAGE}{planned.pk}/"):
        assert desk.get(address).status_code == 404
        assert desk.post(address).status_code == 404
    assert PAGE not in read(desk.get("/sekretariat/runder/"))


def test_one_more_round_and_then_another_day_and_more_room(leader):
    response = leader.post(PAGE, typed(TODAY), follow=True)
    assert told(response) == ["Runden 21. november 2026 er oprettet."]
    planned = PrioritisationRound.objects.get()
    assert (planned.meets_on, planned.capacity) == (TODAY, 7)
    page = leader.get(f"{PAGE}{planned.pk}/")
    assert 'value="21"' in read(page)
    response = leader.post(f"{PAGE}{planned.pk}/", typed(date(2026, 12, 8), "9"), follow=True)
    assert told(response) == ["Runden 8. december 2026 er gemt."]
    planned.refresh_from_db()
    assert (planned.meets_on, planned.capacity) == (date(2026, 12, 8), 9)
    # Sent again as it stands.
    leader.post(f"{PAGE}{planned.pk}/", typed(date(2026, 12, 8), "9"))


def test_a_day_that_is_taken_or_gone_is_refused_at_the_field(leader):
    planned, other = applications.round_on(date(2026, 12, 1)), applications.round_on(date(2027, 1, 5))
    for address in (PAGE, f"{PAGE}{other.pk}/"):
        for day, error in (
            (planned.meets_on, "Der er allerede en runde den dag. Vælg en anden dag"),
            (date(2026, 11, 20), "Dagen er gået. Vælg en dag, der ikke er gået endnu"),
        ):
            response = leader.post(address, typed(day))
            assert (response.status_code, response.context["form"].errors) == (422, {"meets_on": [error]})
    assert PrioritisationRound.objects.count() == 2


def test_an_opened_round_keeps_its_day_and_may_have_more_room(leader):
    each = make.opened(by=head(), now=NOW)
    assert "Runden er åbnet. Datoen ligger fast" in read(leader.get(f"{PAGE}{each.pk}/"))
    response = leader.post(f"{PAGE}{each.pk}/", typed(date(2026, 12, 2)))
    assert response.context["form"].errors == {"meets_on": ["Runden er åbnet, så datoen kan ikke ændres"]}
    leader.post(f"{PAGE}{each.pk}/", typed(each.meets_on, "11"))
    each.refresh_from_db()
    assert each.capacity == 11


def test_no_less_room_than_is_granted_already(leader):
    each = applications.round_on()
    for _ in range(2):
        opened(at=WEEKS_AGO, round=each)
    response = leader.post(f"{PAGE}{each.pk}/", typed(each.meets_on, "1"))
    assert response.context["form"].errors == {"capacity": ["Runden har allerede bevilget flere. Skriv et højere tal"]}


def test_no_less_room_than_is_given_away_in_an_opened_round(leader):
    for _ in range(2):
        applications.submitted()
    each = make.opened(capacity=3, by=head(), now=NOW)
    make.decide(each, "grant", 1, 2, by=head(), to=staff())
    response = leader.post(f"{PAGE}{each.pk}/", typed(each.meets_on, "1"))
    assert response.context["form"].errors == {"capacity": ["Runden har allerede bevilget flere. Skriv et højere tal"]}
    # Both lists of rounds say the same.
    assert [row.used for row in leader.get(PAGE).context["rounds"]] == [2]
    assert [row.used for row in leader.get("/sekretariat/runder/").context["open"]] == [2]
    leader.post(f"{PAGE}{each.pk}/", typed(each.meets_on, "2"))
    each.refresh_from_db()
    assert each.capacity == 2


def test_a_round_that_is_being_closed_or_closed_stands(leader):
    each = make.opened(by=head(), now=NOW)
    make.begin_to_close(each, by=head(), now=NOW)
    assert leader.get(f"{PAGE}{each.pk}/").status_code == 404
    assert "Lukkes" in read(leader.get(PAGE))
    with pytest.raises(planning.AlreadyClosed):
        planning.change(round_id=each.pk, meets_on=each.meets_on, capacity=3, by=head(), today=TODAY)


def test_a_round_closed_meanwhile_is_told(leader, monkeypatch):
    each = applications.round_on()

    def too_late(**_):
        raise planning.AlreadyClosed

    monkeypatch.setattr(planning, "change", too_late)
    response = leader.post(f"{PAGE}{each.pk}/", typed(each.meets_on))
    assert response.context["form"].errors == {"__all__": ["Runden er lukket imens og kan ikke ændres."]}


def test_only_the_head_whose_account_is_open():
    each = applications.round_on()
    for nobody in (staff(), staff("Ulf Dam", Role.HEAD, is_active=False)):
        with pytest.raises(planning.NotTheHead):
            planning.plan(meets_on=TODAY, capacity=3, by=nobody, today=TODAY)
        with pytest.raises(planning.NotTheHead):
            planning.change(round_id=each.pk, meets_on=TODAY, capacity=3, by=nobody, today=TODAY)


def test_less_room_than_was_planned_keeps_the_round_from_closing(leader):
    for _ in range(2):
        applications.submitted()
    each = make.opened(capacity=2, by=head(), now=NOW)
    make.decide(each, "grant", 1, 2, by=head(), to=staff())
    # Not by the page: seats that are given away stand. By hand, in the database.
    PrioritisationRound.objects.update(capacity=1)
    with pytest.raises(rounds.NoRoom):
        make.begin_to_close(each, by=head(), now=NOW)
    closing = f"/sekretariat/runder/{each.pk}/luk/"
    seen = leader.get(closing).context["stamp"]
    assert told(leader.post(closing, {"set": seen}, follow=True)) == [
        "Runden kan ikke lukkes endnu: Der er bevilget flere, end der er pladser til."
    ]
