"""The list of engagements, the page about one, and what is noted there."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from consultants.lifecycle import Status
from tests.consultants.pages import POSSIBLE_TO_READ, alone, post, read
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
TODAY = {"contacted_on_day": "5", "contacted_on_month": "11", "contacted_on_year": "2026"}


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
    return factory.engagement()


def address(name, engagement):
    return reverse(f"consultants:{name}", args=[engagement.pk])


# ── The list ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_consultant_finds_the_engagements_they_run_and_what_comes_next(karen):
    factory.engagement(at=NOW - timedelta(days=30), application=applications.granted())
    factory.meeting(factory.contacted())
    factory.active()
    factory.engagement(run_by=factory.consultant("otto@spark.example", "Otto"), application=applications.granted())

    page = read(karen.get("/sekretariat/forloeb/"))

    assert "<strong>3</strong> åbne" in page
    assert page.count("Bostedet Lærkehøj") == 3
    assert "Kontakt skulle være taget 13. oktober 2026" in page
    assert "Møde 17. november 2026" in page
    assert "Intet møde planlagt" in page
    assert "Otto" not in page


def test_the_head_finds_all_with_their_consultants(client):
    client.force_login(factory.head())
    factory.engagement()
    factory.engagement(run_by=factory.consultant("otto@spark.example", "Otto"), application=applications.granted())
    handed_over = factory.engagement(application=applications.granted())
    handed_over.assignments.update(until=NOW)

    page = read(client.get("/sekretariat/forloeb/"))

    assert [name in page for name in ("Karen Lund", "Otto", "Ingen")] == [True, True, True]


def test_the_list_is_narrowed_by_status(karen):
    factory.closed(closed_on=date(2026, 11, 4))
    factory.cancelled()
    factory.engagement()

    assert "<strong>1</strong> åbne" in read(karen.get("/sekretariat/forloeb/"))
    assert "Sluttede 4. november 2026" in read(karen.get("/sekretariat/forloeb/?status=closed"))
    assert "<strong>3</strong> passer til dit valg" in read(karen.get("/sekretariat/forloeb/?status=alle"))
    assert "Ingen forløb har den status." in read(karen.get("/sekretariat/forloeb/?status=paused"))
    nonsense = karen.get("/sekretariat/forloeb/?status=vrøvl")
    assert nonsense.status_code == 422
    assert "<strong>1</strong> åbne" in read(nonsense)


def test_an_empty_list_says_when_it_fills(karen):
    assert "Et forløb åbner, når en ansøgning bliver bevilget." in read(karen.get("/sekretariat/forloeb/"))


def test_the_list_asks_the_same_of_two_and_of_two_hundred(karen, django_assert_num_queries):
    factory.many(2)
    karen.get("/sekretariat/forloeb/")  # the first visit of a session also notes that it is there
    with django_assert_num_queries(7):
        karen.get("/sekretariat/forloeb/")
    factory.many(200)
    with django_assert_num_queries(7):
        page = read(karen.get("/sekretariat/forloeb/"))

    assert page.count("Bostedet Lærkehøj") == 25
    assert "Næste side" in page


# ── The page ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_page_tells_whom_to_call_and_what_to_do_now(karen, engagement):
    page = read(karen.get(address("engagement", engagement)))

    assert "Tag den første kontakt" in page
    assert "Senest 10. november 2026." in page
    assert page.count('href="tel:+4551234567"') == 3
    assert "Tillidsrepræsentant (TR)" in page
    assert applications.TEXT in page
    assert "Et møde blev" not in page
    assert page.count("<h1") == 1


def test_the_page_follows_the_engagement(karen):
    tomorrow = NOW + timedelta(days=1)
    late = factory.engagement(at=NOW - timedelta(days=30), application=applications.granted())
    contacted = factory.contacted()
    planned = factory.contacted(application=applications.granted())
    factory.meeting(planned, starts_at=tomorrow, homework="Tal om en god vagt")
    missed = factory.contacted(application=applications.granted())
    factory.meeting(missed, starts_at=NOW - timedelta(days=1))
    active = factory.active(application=applications.granted())
    off = factory.cancelled(application=applications.granted())
    factory.meeting(off, cancel_reason=factory.REASON, status="cancelled")

    told = {
        late: "Fristen var 13. oktober 2026. Ring i dag.",
        contacted: "Aftal det første møde",
        planned: "Indledende møde 6. november 2026 kl. 10.00.",
        missed: "Blev mødet holdt?",
        active: "Planlæg næste møde",
        off: factory.REASON,
    }
    for engagement, sentence in told.items():
        assert sentence in read(karen.get(address("engagement", engagement))), engagement.status


def test_the_page_follows_the_follow_up(karen):
    engagement = factory.closed(closed_on=date(2026, 5, 4))
    visit = engagement.follow_up
    page = address("engagement", engagement)
    assert "Det skulle være holdt omkring 4. november 2026. Gruppen har ikke svaret endnu." in read(karen.get(page))

    visit.due_on, visit.wish, visit.answered_at = date(2026, 12, 1), "yes", NOW
    visit.suggested_dates = "2026-12-02,2026-12-04"
    visit.save()
    assert "Det bør holdes omkring 1. december 2026. Gruppen har sagt ja." in read(karen.get(page))
    suggested = read(karen.get(page))
    assert f'<a href="/sekretariat/opfoelgning/{visit.pk}/aftal/?dag=2026-12-02">' in suggested
    assert f'<a href="/sekretariat/opfoelgning/{visit.pk}/aftal/?dag=2026-12-04">' in suggested

    visit.meeting = factory.meeting(engagement, starts_at=NOW + timedelta(days=1), kind="follow_up")
    visit.save()
    assert "6. november 2026 kl. 10.00." in read(karen.get(page))

    type(visit.meeting).objects.update(starts_at=NOW - timedelta(days=1), ends_at=NOW - timedelta(hours=20))
    assert "Blev opfølgningsbesøget holdt?" in read(karen.get(page))

    visit.ended_on = date(2026, 11, 4)
    visit.move_to("held")
    visit.save()
    assert "Holdt, 4. november 2026" in read(karen.get(page))


def test_the_timeline_is_told_in_danish(karen, engagement):
    post(karen, address("agreement", engagement), change_wish="Trygge vagter", what_we_do="Vi øver os")
    post(karen, address("journal", engagement), text=factory.NOTE)
    engagement.events.create(verb="follow_up_answered", at=NOW, data={"wish": "yes"})
    engagement.events.create(verb="something_new", at=NOW, actor=None)

    page = read(karen.get(address("engagement", engagement)))

    assert "Samarbejdsaftalen blev skrevet" in page
    assert "<p>Version 1</p>" in page
    assert "<p>Ja, vi vil gerne</p>" in page
    assert "something_new" in page  # a verb without a sentence is better told than lost
    assert "Karen Lund" in page


def test_the_page_asks_the_same_of_a_long_and_of_a_short_story(karen, django_assert_num_queries):
    engagement = factory.closed()
    factory.agreement(engagement, number=99)
    karen.get(address("engagement", engagement))
    with django_assert_num_queries(15):
        karen.get(address("engagement", engagement))
    for number in range(1, 21):
        factory.meeting(engagement, starts_at=NOW + timedelta(days=number))
        factory.agreement(engagement, number=number)
        factory.note(engagement, text=f"Note {number}", author=factory.consultant())
        engagement.events.create(verb="note_written", at=NOW, actor=factory.consultant())
    with django_assert_num_queries(15):
        karen.get(address("engagement", engagement))


# ── Who may open it ─────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", POSSIBLE_TO_READ)
def test_what_is_not_theirs_is_not_there(client, name, engagement):
    where = address(name, engagement)
    assert client.get(where).url.startswith("/log-ind/")
    for user in (
        factory.consultant("otto@spark.example", "Otto"),
        applications.person(),
        alone(client, "steering", party="kl"),
        alone(client, "admin"),
    ):
        client.force_login(user)
        # The wrong method is 405 inside the room whatever the address: that tells nothing of what exists.
        answers = {client.get(where).status_code, client.post(where).status_code}
        assert answers <= {404, 405}
        assert 404 in answers

    client.force_login(factory.head())
    assert client.get(where).status_code == 200


# ── First contact ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_first_contact_is_noted(karen, engagement):
    where = address("contact", engagement)
    assert 'value="5"' in read(karen.get(where))  # today is proposed

    answer = post(karen, where, **TODAY)

    assert "Den første kontakt er noteret." in read(answer)
    engagement.refresh_from_db()
    assert (engagement.status, engagement.contacted_on) == (Status.CONTACTED, date(2026, 11, 5))
    assert "Den første kontakt er allerede noteret." in read(post(karen, where, **TODAY))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Skriv datoen med dag, måned og år"),
        ({**TODAY, "contacted_on_day": "6"}, "Skriv en dag fra 3. november 2026, hvor forløbet blev åbnet, til i dag"),
        ({**TODAY, "contacted_on_day": "2"}, "Skriv en dag fra 3. november 2026, hvor forløbet blev åbnet, til i dag"),
        ({**TODAY, "contacted_on_month": "x" * 5000}, "Skriv måneden med et tal fra 1 til 12"),
        ({**TODAY, "contacted_on_year": "\x00"}, "Skriv årstallet med fire cifre"),
    ],
)
def test_an_impossible_day_of_contact_is_told_at_the_field(karen, engagement, typed, told):
    answer = post(karen, address("contact", engagement), **typed)

    assert answer.status_code == 422
    assert read(answer).count(told) == 2  # in the summary and at the field
    assert "Fejl:" in read(answer)


# ── The agreement ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_agreement_begins_with_the_words_that_stand(karen, engagement):
    where = address("agreement", engagement)
    post(karen, where, change_wish="Trygge vagter", what_we_do=factory.AGREEMENT)

    page = karen.get(where)
    assert factory.AGREEMENT in read(page)
    assert page.context["form"]["read"].value() == 1
    again = post(karen, where, change_wish="Trygge vagter", what_we_do=factory.AGREEMENT)
    assert "Der er ikke rettet noget i aftalen." in read(again)
    assert engagement.agreements.count() == 1


def test_the_end_is_offered_when_it_can_come_and_before_that_the_page_says_what_it_waits_for(karen):
    going, begun = factory.active(), factory.engagement(application=applications.granted())
    way = f'href="{reverse("consultants:close", args=[going.pk])}"'
    assert way in read(karen.get(reverse("consultants:engagement", args=[going.pk])))
    factory.meeting(going)
    page = read(karen.get(reverse("consultants:engagement", args=[going.pk])))
    assert (way in page, "Der er stadig et planlagt møde." in page) == (False, True)
    page = read(karen.get(reverse("consultants:engagement", args=[begun.pk])))
    assert "Forløbet kan afsluttes, når det første møde er holdt." in page
    assert reverse("consultants:close", args=[begun.pk]) not in page


def test_whoever_rewrites_an_agreement_is_told_whose_yes_that_voids(karen, engagement):
    where, voids = address("agreement", engagement), "Gemmer du en ny tekst, skal alle sige ja igen."
    assert voids not in read(karen.get(where))
    standing = factory.agreement(engagement)
    assert voids not in read(karen.get(where))
    standing.yeses.create(part="spark", said_by=factory.consultant(), at=NOW)
    assert voids in read(karen.get(where))
    assert voids in read(karen.post(where, {"read": "1"}))


def test_a_colleague_rewrote_the_agreement_and_nothing_is_lost(karen, engagement):
    where = address("agreement", engagement)
    factory.agreement(engagement, change_wish="Hannes ord")
    typed = {"change_wish": "Karens ord", "what_we_do": factory.AGREEMENT}
    answer = karen.post(where, {**typed, "read": "0"})
    assert answer.status_code == 409
    assert "Aftalen er skrevet om, siden du åbnede siden." in read(answer)
    assert "Karens ord" in read(answer)
    assert engagement.agreements.get().change_wish == "Hannes ord"
    assert karen.post(where, {**typed, "read": "x"}).status_code == 409
    assert answer.context["form"]["read"].value() == "1"
    assert "Samarbejdsaftalen er gemt." in read(post(karen, where, **typed, read="1"))
    assert engagement.agreements.last().change_wish == "Karens ord"


def test_a_half_written_agreement_keeps_what_was_typed(karen, engagement):
    answer = post(karen, address("agreement", engagement), change_wish="Trygge vagter", what_we_do="x" * 2001)

    assert answer.status_code == 422
    assert "Trygge vagter" in read(answer)
    assert "x" * 2001 in read(answer)
    assert "Teksten må højst fylde 2000 tegn. Nu fylder den 2001." in read(answer)
    assert engagement.agreements.count() == 0


# ── Calling off ─────────────────────────────────────────────────────────────────────────────────────────
def test_calling_off_keeps_the_reason(karen, engagement):
    where = address("cancel", engagement)
    assert "Det kan ikke fortrydes." in read(karen.get(where))
    assert post(karen, where, reason="").status_code == 422

    assert factory.REASON in read(post(karen, where, reason=factory.REASON))

    engagement.refresh_from_db()
    assert engagement.status == Status.CANCELLED
    assert "Forløbet er afsluttet eller aflyst." in read(post(karen, where, reason="Igen"))


def test_whoever_loses_the_engagement_while_the_page_is_open_finds_nothing(karen, engagement, monkeypatch):
    """Handed over between the look and the lock."""
    from consultants.views import engagement as views

    def handed_over(**_):
        raise views.refusals.running.NotYours

    monkeypatch.setattr(views.engagements, "contact", handed_over)

    assert karen.post(address("contact", engagement), TODAY).status_code == 404
