"""The end of an engagement: what is asked, and who should not stand in the texts."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from consultants.forms.closing import identities
from consultants.lifecycle import Status
from consultants.models import FollowUpVisit
from tests.consultants.pages import post, read
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
    return factory.engagement()


def address(name, engagement):
    return reverse(f"consultants:{name}", args=[engagement.pk])


CLOSED = {
    "closed_on_day": "5",
    "closed_on_month": "11",
    "closed_on_year": "2026",
    "outcome": factory.OUTCOME,
    "evaluation_asked": "ja",
    "story_consent": "yes",
}


def test_closing_asks_for_the_wish_and_stores_the_date(karen):
    engagement = factory.active()
    where = address("close", engagement)
    assert "Ønsker gruppen et opfølgningsbesøg" in read(karen.get(where))

    answer = post(karen, where, **CLOSED, wants_follow_up="ja")

    assert "Forløbet er afsluttet." in read(answer)
    assert FollowUpVisit.objects.get().due_on == date(2027, 5, 5)
    assert "Forløbet er afsluttet eller aflyst." in read(post(karen, where, **CLOSED, wants_follow_up="ja"))


def test_it_does_not_end_before_the_last_meeting(karen):
    engagement = factory.active()
    factory.meeting(engagement, status="held", starts_at=NOW - timedelta(hours=2))
    before = CLOSED | {"closed_on_day": "4"}
    answer = post(karen, address("close", engagement), **before, wants_follow_up="ja")
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "closed_on": ["Det sidste møde blev holdt 5. november 2026. Skriv den dag eller en senere"]
    }
    assert not FollowUpVisit.objects.exists()


def test_closing_without_the_wish(karen):
    engagement = factory.active()
    post(karen, address("close", engagement), **CLOSED, wants_follow_up="nej")

    engagement.refresh_from_db()
    assert (engagement.status, engagement.wants_follow_up) == (Status.CLOSED, False)
    assert "Gruppen ønsker ikke opfølgning" in read(karen.get(address("engagement", engagement)))


@pytest.mark.parametrize(("answer", "is_told"), [("yes", True), ("no", False)])
def test_a_story_lies_ready_where_the_group_says_yes_to_one(karen, answer, is_told):
    where = address("close", factory.active())
    page = read(post(karen, where, **{**CLOSED, "story_consent": answer}, wants_follow_up="ja"))
    assert "Forløbet er afsluttet." in page
    assert ("En ny historie ligger klar" in page) is is_told


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"wants_follow_up": ""}, "Vælg, om gruppen ønsker et opfølgningsbesøg"),
        ({"evaluation_asked": ""}, "Vælg, om gruppen skal have en mail med evaluering"),
        ({"wants_follow_up": "måske"}, "Vælg en af de viste muligheder"),
        ({"outcome": ""}, "Skriv kort, hvad der kom ud af forløbet"),
        ({"closed_on_day": "6"}, "Skriv en dag fra 3. november 2026, hvor forløbet blev åbnet, til i dag"),
        ({"closed_on_day": "31"}, "Der er ikke så mange dage i måneden."),
    ],
)
def test_closing_tells_what_is_missing_and_closes_nothing(karen, typed, told):
    engagement = factory.active()

    answer = post(karen, address("close", engagement), **{**CLOSED, "wants_follow_up": "ja", **typed})

    assert answer.status_code == 422
    assert told in read(answer)
    engagement.refresh_from_db()
    assert engagement.status == Status.ACTIVE


def test_closing_too_early_says_what_to_do_first_and_loses_nothing(karen, engagement):
    going = factory.active(application=applications.granted())
    factory.meeting(going)
    for early, told in (
        (engagement, "når det første møde er holdt"),
        (going, "Der er stadig et planlagt møde."),
    ):
        answer = post(karen, address("close", early), **CLOSED, wants_follow_up="ja")
        assert answer.status_code == 422
        assert told in read(answer)
        assert CLOSED["outcome"] in read(answer)


def test_who_took_over_a_part_is_one_of_the_group(karen):
    engagement = factory.active()
    factory.successor(engagement, email="bente@aarhus.example", at=NOW)

    answer = post(karen, address("close", engagement), **{**CLOSED, "outcome": "Bente tog over"}, wants_follow_up="ja")

    assert answer.status_code == 422
    assert "Teksterne nævner måske »Bente«." in read(answer)


# ── The other questions ─────────────────────────────────────────────────────────────────────────────────────────────
def test_the_answers_are_kept_and_shown(karen):
    engagement = factory.active()
    typed = {**CLOSED, "learning": "Faste aftaler om aftenen hjælper", "wants_follow_up": "nej"}

    page = read(post(karen, address("close", engagement), **typed))

    engagement.refresh_from_db()
    assert engagement.learning == "Faste aftaler om aftenen hjælper"
    assert (engagement.evaluation_asked, engagement.story_consent) == (True, "yes")
    assert "Faste aftaler om aftenen hjælper" in page
    assert re.search(r"Evaluering</dt><dd>Mail nu og om tre måneder<", page)
    assert re.search(r"Må historien fortælles\?</dt><dd>Ja<", page)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"outcome": "Mette og Tove har lavet en aftale"}, "»Mette«, »Tove«"),
        ({"learning": "Ring til 010170-1234"}, "noget, der ligner et cpr-nummer"),
        ({"learning": "ANDERS' idé"}, "»Anders«"),
        ({"learning": "bostedet lærkehøjs gode idé"}, "»Bostedet Lærkehøj«"),
    ],
)
def test_a_text_that_seems_to_hold_somebody_is_looked_at_once_more(karen, typed, told):
    engagement = factory.active()
    where = address("close", engagement)
    assert 'type="checkbox"' not in read(karen.get(where))

    answer = post(karen, where, **{**CLOSED, "wants_follow_up": "ja", **typed})
    assert answer.status_code == 422
    page = read(answer)
    assert "Teksterne nævner måske" in page
    assert next(iter(typed.values())) in page
    assert 'type="checkbox"' in page

    assert "Forløbet er afsluttet." in read(
        post(karen, where, **{**CLOSED, "wants_follow_up": "ja", **typed}, reviewed="on")
    )


def test_names_are_found_as_they_are_written():
    names = ["Per Friis", "Mette Holm", "Bo Å Dam-Nielsen"]
    found = {
        "Vi ses en gang per uge": [],
        "Per sagde ja": ["»Per«"],
        "Bo fik ro, og de bor her": ["»Bo«"],
        "Det er Mettes og Holms idé": ["»Mette«", "»Holm«"],
        "FRIISE er ikke et navn her": [],
        "dam-nielsens vagt": ["»Dam-Nielsen«"],
        "Lederen og Holmen": [],
        "holm er en ø, PER ikke": ["»Per«"],
        "mettes idé": ["»Mette«"],
        "0101701234": ["noget, der ligner et cpr-nummer"],
    }
    assert {text: list(identities(text, names)) for text in found} == found


def test_an_engagement_that_was_opened_again_begins_with_what_was_written(karen):
    engagement = factory.closed(closed_on=date(2026, 11, 4))
    from consultants.actions import pausing

    pausing.reopen(engagement_id=engagement.pk, by=factory.head(), reason="Der mangler et møde", now=NOW)

    assert factory.OUTCOME in read(karen.get(address("close", engagement)))


def test_a_closing_survives_the_session(karen):
    engagement = factory.active()
    where = address("close", engagement)
    field = re.search(r'name="skrevet_af" value="([^"]+)"', read(karen.get(where)))[1]
    karen.cookies.pop("sessionid")
    karen.post(where, {**CLOSED, "skrevet_af": field})
    karen.force_login(factory.consultant())

    assert factory.OUTCOME in read(karen.get(where))
    engagement.refresh_from_db()
    assert engagement.status == Status.ACTIVE
