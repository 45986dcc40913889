"""The list of follow-ups: how each stands, how many stand so, and whose they are."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from consultants.lifecycle import FollowUpStatus
from tests.consultants.pages import read
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 8, 10, 9, 0, tzinfo=UTC)
LIST = "/sekretariat/opfoelgning/"
# By the day of closing: overdue, soon, later.
OVERDUE, SOON, LATER = date(2027, 1, 15), date(2027, 3, 1), date(2027, 4, 20)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def karen(client):
    client.force_login(factory.consultant())
    return client


def due(closed_on=SOON, *, booked_in=None, run_by=None, **facts):
    visit = factory.closed(application=applications.granted(), closed_on=closed_on, run_by=run_by).follow_up
    for name, value in facts.items():
        setattr(visit, name, value)
    if booked_in is not None:
        visit.meeting = factory.meeting(visit.engagement, starts_at=NOW + booked_in)
    visit.save()
    return visit


def wanted(closed_on=SOON, **facts):
    return due(closed_on, wish="yes", answered_at=NOW, **facts)


def ended(visit, status):
    visit.ended_on = date(2027, 8, 9)
    visit.move_to(status)
    visit.save()
    return visit


def shown(response):
    """The references in the order of the list."""
    return [row.visit.engagement.application.reference for row in response.context["rows"]]


def references(*visits):
    return [visit.engagement.application.reference for visit in visits]


def test_the_list_says_where_each_stands(karen):
    due(OVERDUE)
    due(SOON)
    due(LATER)
    wanted(suggested_dates="2027-09-07")
    due(booked_in=timedelta(days=20))
    due(booked_in=timedelta(days=-1))

    page = read(karen.get(LIST))

    for words in ("Overskredet", "Snart", "Senere", "Gruppen har sagt ja", "Aftalt", "Blev det holdt?"):
        assert f">{words}</span>" in page, words
    assert "30. august 2027 kl. 11.00" in page
    assert page.index("15. juli 2027") < page.index("1. september 2027") < page.index("20. oktober 2027")


def test_a_suggested_day_is_booked_by_one_press_as_they_met_last(karen):
    visit = wanted(suggested_dates="2027-08-09,2027-09-07,2027-09-09")

    page = read(karen.get(LIST))

    assert "Gruppen foreslår, kl. 09.00–12.00 som sidst:" in page
    assert "Book 9. august 2027" not in page  # over already
    button, hidden = (
        re.search(r'formaction="([^"]*=2027-09-09)">', page)[1],
        re.findall(r'<input type="hidden" name="(begins|ends|place)" value="([^"]*)"', page),
    )
    answer = karen.post(button, dict(hidden), follow=True)
    assert answer.redirect_chain == [(f"/sekretariat/forloeb/{visit.engagement_id}/", 302)]
    visit.refresh_from_db()
    booked = visit.planned_meeting
    assert (booked.starts_at, booked.ends_at) == (
        datetime(2027, 9, 9, 7, tzinfo=UTC),
        datetime(2027, 9, 9, 10, tzinfo=UTC),
    )
    assert booked.place == factory.PLACE
    assert "Opfølgningsbesøget er aftalt." in read(answer)
    assert "Besøget er allerede aftalt. Du kan flytte det." in read(karen.post(button, dict(hidden), follow=True))
    assert visit.engagement.meetings.filter(kind="follow_up").count() == 1


def test_a_pressed_day_that_meets_another_meeting_is_asked_about_first(karen):
    visit = wanted(suggested_dates="2027-09-07")
    other = factory.closed(application=applications.granted(), closed_on=SOON)
    factory.meeting(other, starts_at=datetime(2027, 9, 7, 7, 30, tzinfo=UTC))
    pressed = f"/sekretariat/opfoelgning/{visit.pk}/aftal/?dag=2027-09-07"

    answer = karen.post(pressed, {"begins": "09.00", "ends": "12.00", "place": "Byrådssalen"})

    assert answer.status_code == 409
    page = read(answer)
    assert 'name="date_day" value="07"' in page or 'value="07"' in page
    assert 'value="Byrådssalen"' in page
    visit.refresh_from_db()
    assert visit.planned_meeting is None


def test_a_day_that_was_never_suggested_is_not_booked(karen):
    visit = wanted(suggested_dates="2027-09-07")
    pressed = f"/sekretariat/opfoelgning/{visit.pk}/aftal/?dag=2027-09-08"

    answer = karen.post(pressed, {"begins": "09.00", "ends": "12.00", "place": ""})

    assert answer.status_code == 422
    assert "Skriv datoen med dag, måned og år" in read(answer)


def test_without_a_meeting_to_go_by_a_suggested_day_leads_to_the_form(karen):
    visit = wanted(suggested_dates="2027-09-07,2027-09-09")
    visit.engagement.meetings.all().delete()

    page = read(karen.get(LIST))

    address = f"/sekretariat/opfoelgning/{visit.pk}/aftal/?dag=2027-09-09"
    assert f'<a href="{address}">9. september 2027<span class="sr-only">, aftal besøg</span></a>' in page
    assert f'href="{address}"' in read(karen.get(f"/sekretariat/forloeb/{visit.engagement_id}/"))
    assert karen.get(address).context["form"]["date"].initial == date(2027, 9, 9)


def test_every_state_has_its_list_and_the_numbers_above_say_how_long_it_is(karen):
    overdue, soon, later = due(OVERDUE), due(SOON), due(LATER)
    yes = wanted(date(2027, 3, 2))
    booked = wanted(date(2027, 2, 1), booked_in=timedelta(days=20))
    called_off = due(date(2027, 1, 16), booked_in=timedelta(days=5))
    called_off.meeting.move_to("cancelled")
    called_off.meeting.cancel_reason = "Syg"
    called_off.meeting.save()
    held, not_reached = (
        ended(due(date(2027, 1, day)), status) for day, status in ((1, FollowUpStatus.HELD), (2, "not_reached"))
    )
    declined = ended(due(date(2027, 1, 3), wish="not_any_more", answered_at=NOW), FollowUpStatus.DECLINED)
    lists = {
        "": references(overdue, called_off, booked, soon, yes, later),
        "due": references(overdue, called_off, booked, soon, yes, later),
        "to_book": references(overdue, called_off, soon, yes),
        "overdue": references(overdue, called_off),
        "wanted": references(yes),
        "booked": references(booked),
        "held": references(held),
        "not_reached": references(not_reached),
        "declined": references(declined),
        "vrøvl": references(overdue, called_off, booked, soon, yes, later),
    }
    for status, expected in lists.items():
        response = karen.get(LIST, {"status": status})
        assert shown(response) == expected, status
        assert str(response.context["total"]) == str(len(expected)), status
        assert "Aftal besøg" not in read(response) or status not in ("held", "not_reached", "declined", "booked")
        for tally in response.context["tallies"]:
            assert str(tally.count) == str(len(shown(karen.get(tally.href)))), tally.label
    assert re.findall(r">([^<]+ \(\d+\))</a>", read(karen.get(LIST))) == [
        "Venter (6)",
        "Overskredet (2)",
        "Har sagt ja (1)",
        "Aftalt (1)",
    ]


def test_an_empty_list_says_what_would_be_there(karen):
    assert "De kommer her, når et forløb slutter" in read(karen.get(LIST))
    assert "Ingen opfølgninger passer til dit valg." in read(karen.get(f"{LIST}?status=declined"))
    nonsense = karen.get(f"{LIST}?status=vrøvl")
    assert nonsense.status_code == 422
    assert "De kommer her" in read(nonsense)


def test_a_consultant_sees_their_own_and_the_head_sees_all(client):
    otto = factory.consultant("otto@spark.example", "Otto")
    of_karen, of_otto = due(), due(LATER, run_by=otto)

    client.force_login(otto)
    response = client.get(f"{LIST}?konsulent={factory.consultant().pk}")
    assert shown(response) == references(of_otto)  # whose, is not for a consultant to choose
    assert "Karen Lund" not in read(response)
    assert "konsulent" not in response.context["form"].fields

    client.force_login(factory.head())
    response = client.get(LIST)
    assert shown(response) == references(of_karen, of_otto)
    assert "Karen Lund" in read(response)

    client.force_login(applications.person())
    assert client.get(LIST).status_code == 404


def test_the_head_narrows_to_one_consultant_and_takes_that_along(client):
    otto = factory.consultant("otto@spark.example", "Otto Bang")
    due(), due(OVERDUE)
    theirs, late = due(LATER, run_by=otto), due(OVERDUE, run_by=otto)
    handed_over = due(OVERDUE, run_by=otto)
    handed_over.engagement.assignments.update(until=NOW)
    client.force_login(factory.head())

    response = client.get(LIST, {"konsulent": otto.pk})

    assert shown(response) == references(late, theirs)
    tallies = {tally.label: (str(tally.count), tally.href) for tally in response.context["tallies"]}
    assert tallies["Venter"] == ("2", f"{LIST}?konsulent={otto.pk}")
    assert tallies["Overskredet"] == ("1", f"{LIST}?status=overdue&konsulent={otto.pk}")
    assert response.context["month"] == f"{LIST}maaned/2027-08/?konsulent={otto.pk}"
    assert shown(client.get(tallies["Overskredet"][1])) == references(late)
    for nobody in ("0", "vrøvl", "9" * 40):
        assert len(shown(client.get(LIST, {"konsulent": nobody}))) == 5
    assert "Ingen</span>" in read(client.get(LIST))


def test_the_list_asks_the_same_of_two_and_of_two_hundred(karen, django_assert_num_queries):
    factory.many_closed(2)
    karen.get(LIST)
    with django_assert_num_queries(10):
        karen.get(LIST)
    factory.many_closed(200)
    with django_assert_num_queries(10):
        response = karen.get(LIST)
    assert len(response.context["rows"]) == 25
    following = karen.get(LIST + response.context["page"].next)
    assert not set(shown(response)) & set(shown(following))
