"""The forms in which meetings are planned, moved, held and cancelled."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from consultants.lifecycle import MeetingStatus, Status
from consultants.models import Meeting
from tests.consultants.pages import post, read
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
AGREED = {
    "kind": "intro",
    "date_day": "24",
    "date_month": "11",
    "date_year": "2026",
    "begins": "9",
    "ends": "kl. 12.00",
    "place": factory.PLACE,
    "homework": "Tal om en god vagt",
}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def karen(client):
    client.force_login(factory.consultant())
    return client


@pytest.fixture
def engagement():
    return factory.contacted()


def plan_at(engagement):
    return reverse("consultants:plan_meeting", args=[engagement.pk])


def address(name, meeting):
    return reverse(f"consultants:{name}_meeting", args=[meeting.engagement_id, meeting.pk])


def on(day, month, year=2026):
    return {"date_day": str(day), "date_month": str(month), "date_year": str(year)}


@pytest.mark.parametrize(
    ("typed", "day"),
    [(on(28, 11), "28. november 2026"), (on(25, 12), "25. december 2026"), (on(25, 3, 2027), "25. marts 2027")],
    ids=["saturday", "christmas day", "maundy thursday"],
)
def test_a_day_off_is_mentioned_once_it_is_agreed_on(karen, engagement, typed, day):
    said = f"{day} er ikke en arbejdsdag. Flyt mødet, hvis det er en fejl."
    page = read(post(karen, plan_at(engagement), **AGREED | typed))
    assert ("Mødet er planlagt." in page, said in page) == (True, True)
    page = read(post(karen, address("move", Meeting.objects.get()), **AGREED | typed | {"begins": "10"}))
    assert ("Mødet er rettet." in page, said in page) == (True, True)
    assert "arbejdsdag" not in read(post(karen, plan_at(engagement), **AGREED))


def test_a_saturday_that_is_over_is_no_slip_of_the_pen(karen, engagement):
    type(engagement).objects.filter(pk=engagement.pk).update(opened_at=NOW - timedelta(days=30))
    page = read(post(karen, plan_at(engagement), **AGREED | on(31, 10)))
    assert ("Mødet er skrevet ind, og ingen har fået mail." in page, "arbejdsdag" in page) == (True, False)


def test_a_meeting_is_planned_as_it_was_typed(karen, engagement):
    assert "kalenderinvitation" in read(karen.get(plan_at(engagement)))

    answer = post(karen, plan_at(engagement), **AGREED)

    meeting = Meeting.objects.get()
    assert (meeting.starts_at, meeting.ends_at) == (
        datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
        datetime(2026, 11, 24, 11, 0, tzinfo=UTC),
    )
    assert (meeting.kind, meeting.place, meeting.homework) == ("intro", factory.PLACE, "Tal om en god vagt")
    page = read(answer)
    assert "Mødet er planlagt." in page
    assert "24. november 2026</a></strong> <span>kl. 09.00–12.00</span>" in page


def test_a_second_click_is_told_at_the_time(karen, engagement):
    post(karen, plan_at(engagement), **AGREED)

    answer = post(karen, plan_at(engagement), **AGREED)

    assert answer.status_code == 422
    assert "Der er allerede planlagt et møde i forløbet på det tidspunkt" in read(answer)
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"kind": ""}, "Vælg, hvad slags møde det er"),
        ({"kind": "follow_up"}, "Vælg en af de viste muligheder"),
        (on("", "", ""), "Skriv datoen med dag, måned og år"),
        (on(31, 11), "Der er ikke så mange dage i måneden. Ret dagen eller måneden."),
        (on(2, 11), "Skriv en dag, efter at forløbet blev åbnet, og højst to år frem"),
        (on(24, 11, 2062), "Skriv en dag, efter at forløbet blev åbnet, og højst to år frem"),
        ({"begins": ""}, "Skriv, hvad tid mødet begynder"),
        ({"begins": "morgen"}, "Skriv klokkeslættet som i 9.00 eller 13.30"),
        ({"ends": "25.00"}, "Skriv klokkeslættet som i 9.00 eller 13.30"),
        ({"ends": "9.00"}, "Mødet skal slutte, efter at det er begyndt"),
        ({"ends": "8.59"}, "Mødet skal slutte, efter at det er begyndt"),
        ({"place": "x" * 201}, "Teksten må højst fylde 200 tegn. Nu fylder den 201."),
        ({"homework": "x" * 2001}, "Teksten må højst fylde 2000 tegn. Nu fylder den 2001."),
        (
            {**on(28, 3, 2027), "begins": "2.30", "ends": "4"},
            "Det klokkeslæt findes ikke den nat, fordi uret stilles frem. Vælg et andet.",
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_lost(karen, engagement, typed, told):
    answer = post(karen, plan_at(engagement), **{**AGREED, **typed})

    assert answer.status_code == 422
    page = read(answer)
    assert told in page
    assert "Fejl:" in page
    assert typed.get("homework", "Tal om en god vagt") in page
    assert typed.get("place", factory.PLACE) in page
    assert Meeting.objects.count() == 0


def test_an_empty_form_is_told_of(karen, engagement):
    assert karen.post(plan_at(engagement)).status_code == 422


def test_the_hour_that_comes_twice_is_the_first(karen, engagement):
    with time_machine.travel(datetime(2027, 10, 1, 9, 0, tzinfo=UTC), tick=False):
        karen.force_login(factory.consultant())
        post(karen, plan_at(engagement), **{**AGREED, **on(31, 10, 2027), "begins": "2.30", "ends": "4"})

    assert Meeting.objects.get().starts_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_nothing_is_planned_in_an_engagement_that_has_ended(karen):
    answer = post(karen, plan_at(factory.closed()), **AGREED)

    assert "Forløbet er afsluttet eller aflyst." in read(answer)


def test_a_meeting_is_moved_from_where_it_stands(karen, engagement):
    post(karen, plan_at(engagement), **AGREED)
    meeting = Meeting.objects.get()
    form = read(karen.get(address("move", meeting)))
    assert 'value="9.00"' in form
    assert 'value="24"' in form
    assert "Tal om en god vagt" in form

    answer = post(karen, address("move", meeting), **{**AGREED, **on(25, 11)})

    meeting.refresh_from_db()
    assert "Mødet er rettet." in read(answer)
    assert (meeting.starts_at, meeting.sequence) == (datetime(2026, 11, 25, 8, 0, tzinfo=UTC), 1)
    assert post(karen, address("move", meeting), **{**AGREED, "ends": "8"}).status_code == 422
    answer = post(karen, address("move", meeting), **{**AGREED, **on(4, 11)})
    assert answer.status_code == 422
    assert "Aflys det, og skriv ind, hvornår I mødtes" in read(answer)


def test_a_follow_up_visit_stays_one_when_it_is_moved(karen):
    engagement = factory.closed()
    meeting = factory.meeting(engagement, kind="follow_up")
    assert "Hvad slags møde?" not in read(karen.get(address("move", meeting)))

    post(karen, address("move", meeting), **AGREED)

    meeting.refresh_from_db()
    assert (meeting.kind, meeting.sequence) == ("follow_up", 1)


def test_a_meeting_is_held_by_one_click(karen, engagement):
    meeting = factory.meeting(engagement, starts_at=NOW - timedelta(hours=3))

    assert "Mødet er noteret som holdt." in read(post(karen, address("hold", meeting)))

    engagement.refresh_from_db()
    assert engagement.status == Status.ACTIVE
    assert "Mødet er allerede holdt eller aflyst." in read(post(karen, address("hold", meeting)))


def test_a_meeting_to_come_is_not_held_yet(karen, engagement):
    answer = post(karen, address("hold", factory.meeting(engagement)))

    assert "Mødet ligger ude i fremtiden." in read(answer)


def test_a_meeting_is_cancelled_with_a_reason(karen, engagement):
    meeting = factory.meeting(engagement)
    assert "Gruppen kan læse det" in read(karen.get(address("cancel", meeting)))
    assert post(karen, address("cancel", meeting), reason=" ").status_code == 422

    page = read(post(karen, address("cancel", meeting), reason=factory.REASON))

    assert f"Aflyst: {factory.REASON}" in page
    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.CANCELLED
    for name, typed in (("cancel", {"reason": "Igen"}), ("move", AGREED)):
        assert "Mødet er allerede holdt eller aflyst." in read(post(karen, address(name, meeting), **typed))
        # So is who follows an old link.
        assert "Mødet er allerede holdt eller aflyst." in read(karen.get(address(name, meeting), follow=True))


@pytest.mark.parametrize("name", ["move", "hold", "cancel"])
def test_a_meeting_of_others_is_not_there(client, name, engagement):
    meeting = factory.meeting(engagement)
    theirs = factory.contacted(
        application=applications.granted(), run_by=factory.consultant("otto@spark.example", "Otto")
    )
    client.force_login(factory.consultant("otto@spark.example", "Otto"))

    assert client.post(address(name, meeting)).status_code == 404
    # Nor under an engagement of one's own.
    borrowed = reverse(f"consultants:{name}_meeting", args=[theirs.pk, meeting.pk])
    assert client.post(borrowed).status_code == 404
