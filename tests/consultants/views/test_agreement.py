"""The cooperation agreement as it is agreed on: what each side sees and says, and who finds nothing."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from consultants.actions import agreements
from consultants.models import AgreementYes
from tests.consultants.pages import alone, post, read
from tests.factories import applications
from tests.factories import consultants as factory
from tests.world import ELSEWHERE

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
METTE, TOVE, ANDERS = "mette.holm@odense.example", "tove.riis@odense.example", "anders.maar@odense.example"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def engagement():
    going = factory.active()
    factory.agreement(going)
    return going


def theirs(engagement):
    return reverse("consultants:group_agreement", args=[engagement.application_id])


def write(engagement):
    return reverse("consultants:write_group_agreement", args=[engagement.application_id])


def ours(engagement):
    return reverse("consultants:engagement", args=[engagement.pk])


def open_as(client, who, address):
    client.force_login(applications.person(who) if isinstance(who, str) else who)
    return read(client.get(address))


def test_all_three_say_yes_and_both_pages_tell_it(client, engagement):
    page = open_as(client, METTE, theirs(engagement))
    assert (factory.AGREEMENT in page, page.count("Mangler"), "Du siger ja for ledelsen." in page) == (True, 3, True)

    assert "Tak. Dit ja er gemt." in read(post(client, theirs(engagement), number="1"))
    page = open_as(client, TOVE, theirs(engagement))
    assert (page.count("Mangler"), "Du siger ja for medarbejderne." in page) == (2, True)
    post(client, theirs(engagement), number="1")
    page = open_as(client, factory.consultant(), ours(engagement))
    assert (page.count("Mangler"), "Sig ja for SPARK" in page) == (1, True)
    page = read(post(client, reverse("consultants:agree", args=[engagement.pk]), number="1"))
    assert ("Sig ja for SPARK" in page, page.count("12. november 2026 kl. 10.00") >= 3) == (False, True)

    page = open_as(client, TOVE, theirs(engagement))
    assert "I er alle enige om aftalen." in page
    assert "Ja, vi er enige" not in page
    assert page.count("Ja</span>") == 3


def test_a_new_version_asks_everybody_again_and_tells_the_story(client, engagement):
    open_as(client, METTE, theirs(engagement))
    post(client, theirs(engagement), number="1")
    factory.agreement(engagement, number=2, what_we_do="Vi prøver noget nyt")

    page = read(client.get(theirs(engagement)))
    now, _, before = page.partition("Tidligere tekster")
    assert (now.count("Mangler"), before.count("Mangler"), before.count("Ja</span>")) == (3, 2, 1)
    # Both can read what stood before.
    told = engagement.agreements.first().what_we_do
    assert (told in now, told in before) == (False, True)
    team = open_as(Client(), factory.consultant(), ours(engagement))
    now, _, before = team.partition("Tidligere tekster")
    assert (told in now, told in before, "Vi prøver noget nyt" in now) == (False, True, True)
    assert "Aftalen er skrevet om, siden du åbnede siden." in read(post(client, theirs(engagement), number="1"))
    assert "Tak. Dit ja er gemt." in read(post(client, theirs(engagement), number="2"))
    assert "Der er allerede sagt ja til den tekst." in read(post(client, theirs(engagement), number="2"))


@pytest.mark.parametrize("number", ["", "vrøvl", "²", "9" * 5000, "-1", "2"])
def test_a_yes_to_no_version_is_no_yes(client, engagement, number):
    open_as(client, METTE, theirs(engagement))

    assert "Læs den nye tekst" in read(post(client, theirs(engagement), number=number))
    assert AgreementYes.objects.count() == 0


def test_the_others_of_the_group_read_and_do_not_answer(client, engagement):
    page = open_as(client, ANDERS, theirs(engagement))

    assert factory.AGREEMENT in page
    assert "Jeres to kontaktpersoner skriver i aftalen" in page
    assert "Ja, vi er enige" not in page
    assert post(client, theirs(engagement), number="1").status_code == 404


def test_before_there_is_one_the_page_says_how_it_comes_about(client):
    going = factory.active()
    assert "I skriver aftalen sammen" in open_as(client, METTE, theirs(going))
    over = factory.cancelled(application=applications.granted())
    assert "Der blev ikke skrevet nogen aftale." in open_as(client, METTE, theirs(over))
    assert "Aftalen er ikke skrevet endnu." in open_as(client, factory.consultant(), ours(going))


def test_after_the_end_the_agreement_is_only_read(client):
    closed = factory.closed()
    factory.agreement(closed)

    assert "Ja, vi er enige" not in open_as(client, METTE, theirs(closed))
    assert "Forløbet er afsluttet" in read(post(client, theirs(closed), number="1"))


def test_it_is_the_groups_and_sparks_alone(client, engagement):
    stranger = applications.granted(people=ELSEWHERE).signatories.first()
    otto = factory.consultant("otto@spark.example", "Otto")
    agree = reverse("consultants:agree", args=[engagement.pk])
    for who in (stranger.email, otto, alone(client, "steering", party="kl"), alone(client, "admin")):
        client.force_login(applications.person(who) if isinstance(who, str) else who)
        for address in (theirs(engagement), ours(engagement), agree):
            for response in (client.get(address), client.post(address, {"number": "1"})):
                assert response.status_code in (404, 405), (who, address)
                assert factory.AGREEMENT not in read(response)
    assert AgreementYes.objects.count() == 0


# ── Written together ────────────────────────────────────────────────────────────────────────────────────────────────
WORDS = {"change_wish": "Trygge vagter", "what_we_do": "Vi mødes hver uge", "read": "1"}


def test_a_contact_writes_on_the_words_that_stand(client, engagement):
    page = open_as(client, METTE, theirs(engagement))
    assert "Ret aftalen" in page
    page = read(client.get(write(engagement)))
    assert (factory.AGREEMENT in page, 'name="read" value="1"' in page) == (True, True)

    page = read(post(client, write(engagement), **WORDS))

    assert "Aftalen er gemt. De andre får en mail" in page
    assert ("Vi mødes hver uge" in page, "skrevet 12. november 2026 af gruppen" in page) == (True, True)
    assert page.partition("Tidligere tekster")[0].count("Mangler") == 3
    team = open_as(Client(), factory.consultant(), ours(engagement))
    assert "Version 2, skrevet 12. november 2026 af gruppen." in team
    assert "Sig ja for SPARK" in team


def test_a_contact_begins_it_where_none_stands(client):
    going = factory.active()
    assert "Skriv på aftalen" in open_as(client, TOVE, reverse("consultants:group", args=[going.application_id]))
    assert "Skriv aftalen" in read(client.get(theirs(going)))
    post(client, write(going), **WORDS | {"read": "0"})
    assert going.agreements.get().written_by == applications.person(TOVE)


def test_whoever_has_said_yes_is_told_that_it_begins_anew(client, engagement):
    open_as(client, METTE, theirs(engagement))
    assert "skal alle sige ja igen" not in read(client.get(write(engagement)))
    post(client, theirs(engagement), number="1")
    assert "Gemmer du en ny tekst, skal alle sige ja igen." in read(client.get(write(engagement)))
    assert "Ret aftalen" in read(client.get(theirs(engagement)))


def test_two_who_write_at_once_overwrite_nothing(client, engagement):
    open_as(client, METTE, write(engagement))
    agreements.write(
        engagement_id=engagement.pk, by=factory.consultant(), words=agreements.Words("Ro", "Karens"), now=NOW
    )
    second = client.post(write(engagement), WORDS)
    page = read(second)
    assert (second.status_code, "Aftalen er skrevet om" in page, "Vi mødes hver uge" in page) == (409, True, True)
    assert 'name="read" value="2"' in page
    assert engagement.agreements.count() == 2


def test_nothing_typed_is_lost_when_the_engagement_ends_meanwhile(client, engagement):
    open_as(client, METTE, write(engagement))
    type(engagement).objects.filter(pk=engagement.pk).update(status="cancelled", cancel_reason="Flyttet")
    late = client.post(write(engagement), WORDS)
    page = read(late)
    assert (late.status_code, "Forløbet er slut" in page, "Vi mødes hver uge" in page) == (409, True, True)
    # Whoever comes later finds the agreement as it is, and no form.
    assert client.get(write(engagement)).url == theirs(engagement)
    assert "Ret aftalen" not in read(client.get(theirs(engagement)))


def test_too_many_versions_within_the_hour_keep_their_words(client, engagement):
    open_as(client, METTE, theirs(engagement))
    for number in range(1, 11):
        post(client, write(engagement), **WORDS | {"read": str(number), "what_we_do": f"Udgave {number}"})
    late = client.post(write(engagement), WORDS | {"read": "11"})
    page = read(late)
    assert late.status_code == 422
    assert "Gem igen efter 12. november 2026 kl. 11.00." in page
    assert "Vi mødes hver uge" in page


def test_the_same_words_are_no_new_version(client, engagement):
    open_as(client, METTE, theirs(engagement))
    standing = engagement.agreements.get()
    same = {"change_wish": standing.change_wish, "what_we_do": standing.what_we_do, "read": "1"}
    assert "Der er ikke rettet noget i aftalen." in read(post(client, write(engagement), **same))
    assert engagement.agreements.count() == 1


def test_nobody_else_writes_in_a_groups_name(client, engagement):
    stranger = applications.granted(people=ELSEWHERE).signatories.first()
    for who in (ANDERS, stranger.email, factory.consultant()):
        client.force_login(applications.person(who) if isinstance(who, str) else who)
        assert client.get(write(engagement)).status_code == 404
        assert client.post(write(engagement), WORDS).status_code == 404
    assert engagement.agreements.count() == 1
