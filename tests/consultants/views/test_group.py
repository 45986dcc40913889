"""The group's pages: dates, agreement and consultant; never a note."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from consultants.actions import follow_ups
from consultants.lifecycle import FollowUpStatus
from consultants.models import FollowUpVisit
from consultants.models.follow_up import Wish
from tests.consultants.pages import post, read
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
TOVE = "tove.riis@odense.example"
ANDERS = "anders.maar@odense.example"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def tove(client):
    client.force_login(applications.person(TOVE))
    return client


def page_of(engagement):
    return reverse("consultants:group", args=[engagement.application_id])


def answer_at(engagement):
    return reverse("consultants:answer_follow_up", args=[engagement.application_id])


# ── The page ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_group_reads_who_comes_when_and_what_was_agreed(tove):
    engagement = factory.contacted()
    factory.meeting(engagement, starts_at=NOW + timedelta(days=14), homework="Tal om en god vagt")
    factory.agreement(engagement, who_does_what="AMR følger op")
    factory.note(engagement)

    page = read(tove.get(page_of(engagement)))

    for words in (
        "Karen Lund",
        'href="tel:+4533703902"',
        "<strong>19. november 2026</strong> <span>kl. 10.00–13.00</span>",
        factory.PLACE,
        "Tal om en god vagt",
        factory.AGREEMENT,
        "AMR følger op",
    ):
        assert words in page, words
    assert factory.NOTE not in page
    assert page.count("<h1") == 1


def test_the_page_tells_what_is_going_on_now(tove):
    told = {
        factory.engagement(): "I hører fra jeres konsulent senest 10. november 2026.",
        factory.active(application=applications.granted()): "Forløbet er i gang.",
        factory.cancelled(application=applications.granted()): f"Forløbet er aflyst: {factory.REASON}",
        factory.closed(
            application=applications.granted(), closed_on=date(2026, 11, 4), wants_follow_up=False
        ): "Forløbet sluttede 4. november 2026.",
    }
    for engagement, sentence in told.items():
        assert sentence in read(tove.get(page_of(engagement)))


def test_the_page_follows_the_follow_up(tove):
    engagement = factory.closed(closed_on=date(2026, 11, 4))
    visit = engagement.follow_up
    assert "I ønskede et besøg omkring 4. maj 2027." in read(tove.get(page_of(engagement)))

    visit.wish, visit.answered_at = Wish.YES, NOW
    visit.save()
    assert "I har svaret, at I gerne vil have et besøg." in read(tove.get(page_of(engagement)))

    visit.meeting = factory.meeting(engagement, starts_at=NOW + timedelta(days=100))
    visit.save()
    assert "Besøget er aftalt til 13. februar 2027 kl. 10.00." in read(tove.get(page_of(engagement)))

    visit.ended_on = date(2027, 2, 13)
    visit.move_to(FollowUpStatus.HELD)
    visit.save()
    assert "Opfølgningsbesøget blev holdt 13. februar 2027." in read(tove.get(page_of(engagement)))

    over = factory.closed(application=applications.granted(), closed_on=date(2026, 11, 4))
    over.follow_up.ended_on = date(2027, 2, 13)
    over.follow_up.move_to(FollowUpStatus.DECLINED)
    over.follow_up.save()
    assert "Der bliver ikke noget opfølgningsbesøg." in read(tove.get(page_of(over)))


def test_meetings_that_are_over_say_how_they_went(tove):
    engagement = factory.active()
    factory.meeting(engagement, starts_at=NOW + timedelta(days=3), status="cancelled", cancel_reason=factory.REASON)
    engagement.assignments.update(until=NOW)

    page = read(tove.get(page_of(engagement)))

    assert "Holdt</span>" in page
    assert f"Indledende møde. {factory.REASON}" in page
    assert "Jeres konsulent</h2>" not in page


def test_a_consultant_without_a_profile_has_no_phone_on_the_page(tove):
    plain = factory.consultant("otto@spark.example", "Otto Bang")
    plain.consultant_profile.delete()

    page = read(tove.get(page_of(factory.engagement(run_by=plain))))

    assert "Otto Bang" in page
    assert 'class="call"' not in page


def test_only_the_group_opens_it(client):
    engagement = factory.closed()
    engagement.application.signatories.filter(name="Anders Maar").update(removed_at=NOW)
    meeting = factory.meeting(engagement)
    pk = engagement.application_id
    pages = [
        page_of(engagement),
        answer_at(engagement),
        reverse("consultants:group_calendar_file", args=[pk, meeting.pk]),
    ]
    for where in pages:
        assert client.get(where).url.startswith("/log-ind/")
    for user in (
        applications.person(ANDERS),
        applications.person("fremmed@odense.example"),
        factory.consultant(),
        factory.head(),
    ):
        client.force_login(user)
        assert [client.get(where).status_code for where in pages] == [404, 404, 404]
        assert client.post(reverse("consultants:show_place", args=[pk]), {"shown": "ja"}).status_code == 404
        assert client.post(answer_at(engagement), {"wish": "not_any_more"}).status_code == 404
    assert engagement.follow_up.is_due


def test_an_application_without_an_engagement_has_no_such_page(tove):
    application = applications.submitted()

    assert tove.get(reverse("consultants:group", args=[application.pk])).status_code == 404


def test_the_page_asks_the_same_of_a_long_and_of_a_short_story(tove, django_assert_num_queries):
    engagement = factory.closed()
    tove.get(page_of(engagement))
    with django_assert_num_queries(10):
        tove.get(page_of(engagement))
    for number in range(1, 21):
        factory.meeting(engagement, starts_at=NOW + timedelta(days=number))
        factory.agreement(engagement, number=number)
    with django_assert_num_queries(10):
        tove.get(page_of(engagement))


# ── The calendar ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_meeting_is_fetched_for_the_readers_own_calendar(tove):
    engagement = factory.contacted()
    meeting = factory.meeting(engagement)

    answer = tove.get(reverse("consultants:group_calendar_file", args=[engagement.application_id, meeting.pk]))

    assert answer.headers["Content-Type"] == "text/calendar; method=REQUEST; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="spark-moede.ics"'
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["ATTENDEE"]) == f"mailto:{TOVE}"
    assert page_of(engagement) in str(event["DESCRIPTION"])
    assert "LOCATION" not in event


def test_a_meeting_of_another_engagement_is_not_there(tove):
    engagement = factory.contacted()
    other = factory.meeting(factory.contacted(application=applications.granted()))

    where = reverse("consultants:group_calendar_file", args=[engagement.application_id, other.pk])
    assert tove.get(where).status_code == 404


def test_the_group_switches_the_place_on_and_off(tove):
    engagement = factory.contacted()
    where = reverse("consultants:show_place", args=[engagement.application_id])

    assert "Stedet står i kalenderen fra næste invitation." in read(post(tove, where, shown="ja"))
    engagement.refresh_from_db()
    assert engagement.place_in_calendar is True

    assert "Stedet står ikke længere i kalenderen." in read(post(tove, where, shown="vrøvl"))
    engagement.refresh_from_db()
    assert engagement.place_in_calendar is False

    ended = factory.cancelled(application=applications.granted())
    answer = post(tove, reverse("consultants:show_place", args=[ended.application_id]), shown="ja")
    assert "Forløbet er afsluttet eller aflyst." in read(answer)


# ── The answer ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def closed():
    return factory.closed(closed_on=date(2026, 11, 4))


def test_opening_the_page_answers_nothing(tove, closed):
    for method in (tove.get, tove.head):
        assert method(answer_at(closed), {"wish": "not_any_more"}).status_code == 200

    closed.follow_up.refresh_from_db()
    assert (closed.follow_up.wish, closed.follow_up.status) == ("", FollowUpStatus.DUE)


TYPED_DAY = {"day": "4", "month": "5", "year": "2027"}


def test_a_contact_says_yes_and_suggests_days(tove, closed):
    days = {f"{name}_{part}": value for name in ("second", "third") for part, value in TYPED_DAY.items()}

    answer = post(tove, answer_at(closed), wish="yes", **days)

    assert "Tak for jeres svar. Jeres konsulent kontakter jer om en dag." in read(answer)
    closed.follow_up.refresh_from_db()
    assert closed.follow_up.suggested_days == [date(2027, 5, 4)]
    page = read(tove.get(answer_at(closed)))
    assert "I har svaret ja 5. november 2026." in page
    assert 'value="2027"' in page


def test_a_no_from_an_old_page_is_asked_again_beside_the_colleagues_yes(tove, closed):
    visit, days = closed.follow_up, [date(2027, 5, 4), date(2027, 5, 6)]
    follow_ups.answer(
        visit_id=visit.pk, by=applications.person(), read="", wish=Wish.YES, suggested_dates=days, now=NOW
    )

    answer = tove.post(answer_at(closed), {"set": "", "wish": "not_any_more"})

    assert answer.status_code == 409
    page = read(answer)
    assert "Mette Holm har svaret »Ja, vi vil gerne« og foreslået 4. maj 2027, 6. maj 2027." in page
    assert answer.context["form"]["wish"].value() == "not_any_more"
    visit.refresh_from_db()
    assert visit.is_due
    # Meant all the same: the page that tells of the yes carries it along, also where a mistake is mended in between.
    stands = {"set": answer.context["read"]}
    assert tove.post(answer_at(closed), stands).context["read"] == visit.answer_key
    tove.post(answer_at(closed), stands | {"wish": "not_any_more"})
    visit.refresh_from_db()
    assert visit.status == FollowUpStatus.DECLINED


def test_who_answered_before_leaving_is_told_of_as_the_group(tove, closed):
    visit = closed.follow_up
    follow_ups.answer(visit_id=visit.pk, by=applications.person(), read="", wish=Wish.YES, now=NOW)
    FollowUpVisit.objects.update(answered_by=None)
    page = read(tove.post(answer_at(closed), {"set": "", "wish": "not_any_more"}))
    assert "Gruppen har svaret »Ja, vi vil gerne«." in page


def test_a_contact_says_not_any_more(tove, closed):
    # A day that was typed before the mind was changed is no obstacle.
    answer = post(tove, answer_at(closed), wish="not_any_more", first_day="4", first_month="5", first_year="2020")

    assert "Tak for jeres svar." in read(answer)
    closed.follow_up.refresh_from_db()
    assert (closed.follow_up.status, closed.follow_up.suggested_days) == (FollowUpStatus.DECLINED, [])
    assert "Der bliver ikke noget opfølgningsbesøg." in read(tove.get(answer_at(closed)))
    assert "Opfølgningen er slut." in read(post(tove, answer_at(closed), wish="yes"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Vælg ja eller nej"),
        ({"wish": "måske"}, "Vælg en af de viste muligheder"),
        (
            {"wish": "yes", "first_day": "5", "first_month": "11", "first_year": "2026"},
            "Foreslå en dag, der ligger efter i dag",
        ),
        (
            {"wish": "yes", "first_day": "6", "first_month": "11", "first_year": "2027"},
            "Foreslå en dag inden for det næste år",
        ),
        (
            {"wish": "yes", "third_day": "31", "third_month": "2", "third_year": "2027"},
            "Der er ikke så mange dage i måneden.",
        ),
    ],
)
def test_an_answer_that_cannot_be_is_told_at_its_field(tove, closed, typed, told):
    answer = post(tove, answer_at(closed), **typed)

    assert answer.status_code == 422
    assert told in read(answer)
    closed.follow_up.refresh_from_db()
    assert closed.follow_up.wish == ""


def test_the_others_named_read_who_answers_but_do_not(client, closed):
    client.force_login(applications.person(ANDERS))

    page = read(client.get(answer_at(closed)))
    assert "Det er jeres kontaktpersoner, der svarer for jer: Mette Holm og Tove Riis." in page
    assert "De har ikke svaret endnu." in page
    assert client.post(answer_at(closed), {"wish": "not_any_more"}).status_code == 404

    closed.follow_up.wish, closed.follow_up.answered_at = "yes", NOW
    closed.follow_up.save()
    assert "De har svaret: Ja, vi vil gerne." in read(client.get(answer_at(closed)))


def test_a_booked_visit_is_named_on_the_answer_page(tove, closed):
    visit = closed.follow_up
    visit.meeting = factory.meeting(closed, starts_at=NOW + timedelta(days=100))
    visit.save()

    assert "Svarer I nej, bliver det aflyst." in read(tove.get(answer_at(closed)))


def test_a_held_visit_is_named_on_the_answer_page(tove, closed):
    visit = closed.follow_up
    visit.ended_on = date(2026, 11, 5)
    visit.move_to(FollowUpStatus.HELD)
    visit.save()

    assert "Besøget blev holdt 5. november 2026." in read(tove.get(answer_at(closed)))


def test_without_the_wish_there_is_nothing_to_answer(tove):
    engagement = factory.closed(closed_on=date(2026, 11, 4), wants_follow_up=False)

    assert tove.get(answer_at(engagement)).status_code == 404


def test_a_page_below_says_nothing_while_the_decision_is_held(tove):
    engagement = factory.active()
    engagement.application.held_until, engagement.application.decided_from = NOW + timedelta(seconds=60), "submitted"
    engagement.application.save()
    place = reverse("consultants:show_place", args=[engagement.application_id])
    assert tove.post(place, {"shown": "ja"}).status_code == 404
