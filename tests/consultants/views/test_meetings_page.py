"""All meetings of an engagement, one of them, several at once, and the warning where two are too near."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from applications.models import Municipality, Province
from consultants.models import Meeting
from notifications.models import Notification
from tests.consultants.pages import alone, post, read
from tests.consultants.views.test_meeting import AGREED, on
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)


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


def address(name, engagement, *more):
    return reverse(f"consultants:{name}", args=[engagement.pk, *more])


# ── All of them ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_page_tells_what_is_planned_and_what_is_over(karen, engagement):
    factory.meeting(engagement, homework="Tal om en god vagt")
    factory.held(engagement, starts_at=NOW - timedelta(days=1), homework="Løst")
    factory.meeting(engagement, starts_at=NOW, status="cancelled", cancel_reason=factory.REASON)

    page = read(karen.get(address("meetings", engagement)))

    assert page.index("17. november 2026") < page.index("Holdte og aflyste") < page.index("4. november 2026")
    assert "Opgave inden mødet: Tal om en god vagt" in page
    assert "Løst" not in page
    assert f"Aflyst: {factory.REASON}" in page
    assert "Planlæg flere møder" in page


def test_a_meeting_is_offered_as_held_from_its_day_on(karen, engagement):
    meeting = factory.meeting(engagement, starts_at=datetime(2026, 11, 5, 23, 30, tzinfo=UTC))
    pages = (address("meetings", engagement), address("engagement", engagement))
    hold = address("hold_meeting", engagement, meeting.pk)

    # Half an hour past midnight in Denmark: it is tomorrow's.
    assert [hold in read(karen.get(page)) for page in pages] == [False, False]
    assert "Vent til den dag, det er planlagt." in read(post(karen, hold))

    with time_machine.travel(datetime(2026, 11, 5, 23, 5, tzinfo=UTC), tick=False):
        karen.force_login(factory.consultant())
        assert [hold in read(karen.get(page)) for page in pages] == [True, True]
        assert "Mødet er noteret som holdt." in read(post(karen, hold))


def test_the_page_of_an_ended_engagement_plans_nothing(karen):
    page = read(karen.get(address("meetings", factory.cancelled())))

    assert "Der er ikke planlagt noget møde." in page
    assert "Planlæg" not in page.replace("planlagt", "")


def test_held_meetings_go_on_to_a_next_page(karen, engagement):
    for number in range(26):
        factory.held(engagement, starts_at=NOW - timedelta(hours=number))

    page = read(karen.get(address("meetings", engagement)))

    assert page.count("Holdt</span>") == 25
    onwards = re.search(r'rel="next" href="([^"]+)"', page)[1]
    assert read(karen.get(address("meetings", engagement) + onwards)).count("Holdt</span>") == 1


# ── One of them ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_meeting_is_prepared_and_the_group_reads_it(karen, engagement):
    meeting = factory.meeting(engagement)
    here = address("meeting", engagement, meeting.pk)
    assert "fra den dag, mødet holdes" in read(karen.get(here))

    page = read(post(karen, here, agenda="Velkomst og vagter", homework="Tal om en god vagt", read="0"))

    assert "Det er gemt." in page
    assert "Hvem kom?" not in page
    karen.force_login(applications.person())
    theirs = read(karen.get(reverse("consultants:group", args=[engagement.application_id])))
    assert "Velkomst og vagter" in theirs
    assert "Tal om en god vagt" in theirs


def test_what_can_only_be_known_later_is_not_taken_before(karen, engagement):
    meeting = factory.meeting(engagement)

    post(karen, address("meeting", engagement, meeting.pk), agenda="x", summary="For tidligt", managers_came="3")

    meeting.refresh_from_db()
    assert (meeting.summary, meeting.managers_came) == ("", None)


def test_a_held_meeting_gets_its_summary_and_who_came_by_role(karen, engagement):
    meeting = factory.held(engagement, starts_at=NOW - timedelta(days=1))
    here = address("meeting", engagement, meeting.pk)
    written = {"summary": "Vi aftalte to ting", "managers_came": "1", "employees_came": "12", "read": "0"}

    page = read(post(karen, here, **written))

    meeting.refresh_from_db()
    assert (meeting.managers_came, meeting.union_representatives_came, meeting.employees_came) == (1, None, 12)
    assert 'value="12"' in page
    assert "Mødet er holdt" not in page
    assert "Der var intet nyt at gemme." in read(post(karen, here, **written))
    karen.force_login(applications.person())
    theirs = read(karen.get(reverse("consultants:group", args=[engagement.application_id])))
    assert "Vi aftalte to ting" in theirs
    assert "Tillidsrepræsentanter" not in theirs


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"managers_came": "mange"}, "Skriv antallet med tal"),
        ({"employees_came": "-1"}, "Skriv et tal, der er mindst 0"),
        ({"employees_came": "1000"}, "Skriv et tal, der er højst 999"),
        ({"summary": "x" * 2001}, "Teksten må højst fylde 2000 tegn. Nu fylder den 2001."),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_lost(karen, engagement, typed, told):
    meeting = factory.held(engagement, starts_at=NOW - timedelta(days=1))

    answer = post(karen, address("meeting", engagement, meeting.pk), agenda="Velkomst", read="0", **typed)

    assert answer.status_code == 422
    assert told in read(answer)
    assert "Velkomst" in read(answer)


@pytest.mark.parametrize("mark", ["0", "", "vrøvl", "²", "9" * 5000])
def test_two_who_write_at_once_lose_nothing(karen, engagement, mark):
    meeting = factory.meeting(engagement, agenda="Hannes dagsorden", edit_number=1)
    here = address("meeting", engagement, meeting.pk)

    answer = post(karen, here, agenda="Karens dagsorden", read=mark)

    page = read(answer)
    assert answer.status_code == 409
    assert "En anden har skrevet om mødet imens." in page
    assert "Hannes dagsorden" in page.partition("Det står der nu")[2]
    assert "Karens dagsorden" in page.partition("Det står der nu")[0]
    meeting.refresh_from_db()
    assert meeting.agenda == "Hannes dagsorden"
    assert "Det er gemt." in read(post(karen, here, agenda="Karens dagsorden", read="1"))


def test_a_cancelled_meeting_is_only_read(karen, engagement):
    off = {"status": "cancelled", "cancel_reason": factory.REASON, "agenda": "Velkomst", "summary": "Intet"}
    meeting = factory.meeting(engagement, **off)
    here = address("meeting", engagement, meeting.pk)

    page = read(karen.get(here))

    assert f"Aflyst: {factory.REASON}" in page
    assert "Velkomst" in page
    assert "<textarea" not in page
    assert "Mødet er aflyst, så der er ikke mere at skrive" in read(post(karen, here, agenda="Nyt"))


@pytest.mark.parametrize("name", ["meetings", "meeting", "plan_meetings"])
def test_the_meetings_of_others_are_not_there(client, name, engagement):
    meeting = factory.meeting(engagement)
    where = address(name, engagement, *([meeting.pk] if name == "meeting" else []))
    for user in (
        factory.consultant("otto@spark.example", "Otto"),
        applications.person(),
        alone(client, "steering", party="ff"),
        alone(client, "admin"),
    ):
        client.force_login(user)
        assert [client.get(where).status_code, client.post(where).status_code] in ([404, 404], [404, 405])


# ── Several at once ─────────────────────────────────────────────────────────────────────────────────────────────────
def rows(*days, **changes):
    """As many rows as ``days`` of November, from the first row on; ``changes`` by "<row>_<field>"."""
    typed = {f"moede-{number}-kind": "intro" if number == 1 else "working" for number in range(1, 7)}
    for number, day in enumerate(days, start=1):
        slot = {**on(day, 11), "begins": "9", "ends": "12", "place": factory.PLACE}
        typed |= {f"moede-{number}-{name}": value for name, value in slot.items()}
    return typed | {f"moede-{name.replace('_', '-', 1)}": value for name, value in changes.items()}


def several(karen, engagement, **typed):
    return post(karen, address("plan_meetings", engagement), **typed)


def test_three_meetings_are_planned_at_once(karen, engagement):
    assert read(karen.get(address("plan_meetings", engagement))).count("Hvad slags møde?") == 6

    page = read(several(karen, engagement, **rows(10, 17, 24)))

    assert "3 møder er planlagt." in page
    assert [meeting.kind for meeting in Meeting.objects.all()] == ["intro", "working", "working"]
    assert Notification.objects.filter(kind="meeting-planned").count() == 9


def test_of_several_each_day_off_is_mentioned(karen, engagement):
    page = read(several(karen, engagement, **rows(10, 14, 15)))

    said = [f"{day}. november 2026 er ikke en arbejdsdag." in page for day in (10, 14, 15)]
    assert ("3 møder er planlagt." in page, said) == (True, [False, True, True])


def test_one_row_is_enough_and_need_not_be_the_first(karen, engagement):
    typed = {name.replace("moede-1-", "moede-4-"): value for name, value in rows(10).items()}

    assert "Mødet er planlagt." in read(several(karen, engagement, **{**typed, "moede-1-kind": "intro"}))


def test_no_row_at_all_is_told_at_the_first(karen, engagement):
    answer = several(karen, engagement, **rows())

    assert answer.status_code == 422
    assert read(answer).count("Skriv, hvad tid mødet begynder") == 2  # in the summary and at the field


def test_each_row_tells_what_is_wrong_and_no_row_is_lost_or_planned(karen, engagement):
    factory.meeting(engagement, starts_at=datetime(2026, 11, 26, 8, 0, tzinfo=UTC))
    typed = rows(10, 17, 24, **{"2_begins": "morgen", "3_ends": ""})
    answer = several(karen, engagement, **typed)
    assert answer.status_code == 422
    page = read(answer)
    assert 'href="#id_moede-2-begins"' in page
    assert 'href="#id_moede-3-ends"' in page
    assert page.count(f'value="{factory.PLACE}"') == 3

    answer = several(karen, engagement, **rows(10, 10, 26, 2, 24, **{"5_ends": "8"}))

    page = read(answer)
    assert answer.status_code == 422
    assert [f'href="#id_moede-{row}-{field}"' in page for row, field in ((1, "begins"), (2, "begins"))] == [False, True]
    assert page.count("Der er allerede planlagt et møde i forløbet på det tidspunkt") == 4
    assert 'href="#id_moede-4-date_day"' in page
    assert 'href="#id_moede-5-ends"' in page
    assert Meeting.objects.count() == 1


def test_several_in_an_ended_engagement_are_refused(karen):
    answer = several(karen, factory.cancelled(), **rows(10))

    assert "Forløbet er afsluttet eller aflyst." in read(answer)


# ── Too near ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def elsewhere():
    """Karen's other engagement, with a meeting on 24 November kl. 13 to 16; both lie on Fyn."""
    other = factory.contacted(application=applications.granted())
    return factory.meeting(other, starts_at=datetime(2026, 11, 24, 12, 0, tzinfo=UTC))


def mark(page):
    return re.search(r'name="advaret" value="(\w+)"', page)[1]


OVERLAP = "Karen Lund har et andet møde 24. november 2026 kl. 13.00–16.00, så de to møder overlapper."
TIGHT = "Der er 30 minutter imellem, og vi regner med 45 minutter på vejen."


def test_an_overlap_is_told_once_and_can_be_confirmed(karen, engagement, elsewhere):
    typed = {**AGREED, "begins": "10", "ends": "14"}
    answer = post(karen, address("plan_meeting", engagement), **typed)
    page = read(answer)
    assert answer.status_code == 409
    assert OVERLAP in page
    assert elsewhere.engagement.application.reference not in page
    assert factory.PLACE in page
    assert Meeting.objects.count() == 1

    assert "Mødet er planlagt." in read(post(karen, address("plan_meeting", engagement), **typed, advaret=mark(page)))


def test_everybody_who_goes_there_is_warned_of(karen, engagement, elsewhere):
    otto = factory.consultant("otto@spark.example", "Otto Dam")
    factory.beside(engagement, otto)
    theirs = factory.contacted(application=applications.granted(), run_by=otto)
    factory.meeting(theirs, starts_at=datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    page = read(post(karen, address("plan_meeting", engagement), **{**AGREED, "begins": "10", "ends": "14"}))
    assert OVERLAP in page
    assert OVERLAP.replace("Karen Lund", "Otto Dam") in page
    assert theirs.application.reference not in page


def test_a_meeting_where_one_is_the_second_consultant_is_in_the_way_too(karen, engagement):
    otto = factory.consultant("otto@spark.example", "Otto Dam")
    theirs = factory.contacted(application=applications.granted(), run_by=otto)
    factory.beside(theirs, factory.consultant())
    factory.meeting(theirs, starts_at=datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    page = read(post(karen, address("plan_meeting", engagement), **{**AGREED, "begins": "10", "ends": "14"}))
    assert OVERLAP in page
    assert "Otto Dam har et andet møde" not in page


def test_whoever_is_away_then_is_told_of_before_it_is_planned(karen, engagement):
    otto = factory.consultant("otto@spark.example", "Otto Dam")
    factory.beside(engagement, otto)
    factory.absence(otto, date(2026, 11, 23), date(2026, 11, 24))
    factory.absence(factory.consultant(), date(2026, 11, 25), date(2026, 11, 27))
    answer = post(karen, address("plan_meeting", engagement), **AGREED)
    page = read(answer)
    assert answer.status_code == 409
    assert "Otto Dam har fravær fra 23. november til 24. november 2026." in page
    assert "Karen Lund har fravær" not in page
    assert "Mødet er planlagt." in read(post(karen, address("plan_meeting", engagement), **AGREED, advaret=mark(page)))


def test_of_several_planned_at_once_only_the_day_of_the_absence_is_named(karen, engagement):
    factory.absence(factory.consultant(), date(2026, 11, 11), date(2026, 11, 11))
    page = read(several(karen, engagement, **rows(10, 11, 12)))
    assert page.count("Karen Lund har fravær den 11. november 2026.") == 1


def test_other_times_are_told_of_again(karen, engagement, elsewhere):
    page = read(post(karen, address("plan_meeting", engagement), **{**AGREED, "begins": "10", "ends": "14"}))

    answer = post(
        karen, address("plan_meeting", engagement), **{**AGREED, "begins": "9", "ends": "12.30"}, advaret=mark(page)
    )

    assert answer.status_code == 409
    assert TIGHT in read(answer)


@pytest.mark.parametrize(("begins", "ends"), [("9", "12.15"), ("16.45", "18")])
def test_time_enough_for_the_road_is_no_clash(karen, engagement, elsewhere, begins, ends):
    page = read(post(karen, address("plan_meeting", engagement), **{**AGREED, "begins": begins, "ends": ends}))

    assert "Mødet er planlagt." in page


def test_none_at_all_between_them_is_said(karen, engagement, elsewhere):
    page = read(post(karen, address("plan_meeting", engagement), **{**AGREED, "begins": "9", "ends": "13"}))

    assert "Der er ingen tid imellem, og vi regner med 45 minutter på vejen." in page


def test_the_clash_is_the_consultants_own_whoever_plans(client, engagement, elsewhere):
    client.force_login(factory.head())

    assert OVERLAP in read(
        post(client, address("plan_meeting", engagement), **{**AGREED, "begins": "10", "ends": "14"})
    )


def test_what_is_no_longer_in_the_way_is_not_told(karen, engagement, elsewhere):
    typed = {**AGREED, "begins": "10", "ends": "14"}
    elsewhere.engagement.assignments.update(until=NOW)

    assert "Mødet er planlagt." in read(post(karen, address("plan_meeting", engagement), **typed))


def test_an_engagement_between_two_consultants_warns_nobody(client, engagement, elsewhere):
    client.force_login(factory.head())
    engagement.assignments.update(until=NOW)

    page = read(post(client, address("plan_meeting", engagement), **{**AGREED, "begins": "10", "ends": "14"}))

    assert "Mødet er planlagt." in page


def test_a_moved_meeting_is_not_in_its_own_way(karen, engagement, elsewhere):
    meeting = factory.meeting(engagement, starts_at=datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
    here = address("move_meeting", engagement, meeting.pk)

    assert "Mødet er rettet." in read(post(karen, here, **{**AGREED, "begins": "8.30", "ends": "11.30"}))
    answer = post(karen, here, **{**AGREED, "begins": "15", "ends": "18"})
    assert (answer.status_code, OVERLAP in read(answer)) == (409, True)
    assert "Mødet er rettet." in read(
        post(karen, here, **{**AGREED, "begins": "15", "ends": "18"}, advaret=mark(read(answer)))
    )


def test_a_visit_that_is_booked_is_warned_of_too(karen, elsewhere):
    visit = factory.closed(application=applications.granted()).follow_up
    here = reverse("consultants:book_follow_up", args=[visit.pk])

    answer = post(karen, here, **{**AGREED, "begins": "15", "ends": "18"})

    assert (answer.status_code, OVERLAP in read(answer)) == (409, True)


def test_rows_are_measured_against_one_another(karen, engagement, elsewhere):
    typed = rows(24, 24, 27, **{"2_begins": "11.30", "2_ends": "12.30"})
    answer = several(karen, engagement, **typed)
    page = read(answer)
    assert answer.status_code == 409
    assert "24. november 2026 kl. 09.00–12.00, så de to møder overlapper." in page
    assert TIGHT in page
    assert Meeting.objects.count() == 1

    assert "3 møder er planlagt." in read(several(karen, engagement, **typed, advaret=mark(page)))


def test_long_ways_are_told_in_hours(karen, engagement, elsewhere):
    north, _ = Province.objects.get_or_create(code="DK050", defaults={"name": "Nordjylland"})
    aalborg = Municipality.objects.create(code="851", name="Aalborg", sort_key="ålborg", province=north)
    elsewhere.engagement.application.workplaces.update(municipality=aalborg)

    page = read(post(karen, address("plan_meeting", engagement), **{**AGREED, "begins": "9", "ends": "10.59"}))

    assert "Der er 2 timer og 1 minut imellem, og vi regner med 3 timer på vejen." in page
