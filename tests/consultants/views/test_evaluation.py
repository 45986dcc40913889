"""The page on which somebody answers unseen, and what the secretariat reads of it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from consultants.models import Evaluation, EvaluationAnswer, EvaluationInvitation
from consultants.models.evaluation import Occasion
from spark_portal import logs
from tests.consultants.pages import post, read
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
RESULTS = "/sekretariat/evaluering/"
SAID = {
    "satisfaction": "4",
    "would_recommend": "yes",
    "stronger_cooperation": "no",
    "clearer_roles": "dont_know",
    "would_apply_again": "yes",
    "words": "Tak for hjælpen",
}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def link():
    return f"/evaluering/{factory.invited(factory.active().pk)}/"


# ── Answering ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_answer_is_given_without_signing_in_and_the_link_is_used_up(client, link):
    page = read(client.get(link))
    assert "Du kan svare til og med 19. januar 2027." in page
    assert (page.count("<fieldset"), page.count("<legend")) == (5, 5)
    assert "Skriv ikke navne på kolleger" in page

    answer = read(post(client, link, **SAID))

    assert "Tak for dit svar" in answer
    stored = EvaluationAnswer.objects.get()
    assert (stored.satisfaction, stored.stronger_cooperation, stored.words) == (4, "no", "Tak for hjælpen")
    again = post(client, link, **SAID)
    assert (again.status_code, "Linket er brugt" in read(again)) == (200, True)
    assert EvaluationAnswer.objects.count() == 1


def test_a_scanner_that_opens_and_submits_uses_nothing_up(client, link):
    for _ in range(3):
        assert client.get(link).status_code == client.head(link).status_code == 200
        assert client.post(link).status_code == 422

    assert not EvaluationInvitation.objects.get().is_used
    assert not EvaluationAnswer.objects.exists()


def test_what_is_missing_is_told_and_nothing_is_lost(client, link):
    answer = post(client, link, **{**SAID, "satisfaction": "6", "clearer_roles": ""})

    page = read(answer)
    assert answer.status_code == 422
    for words in ("Vælg en af de viste muligheder", "Vælg ja, nej eller ved ikke", "Tak for hjælpen"):
        assert words in page, words


def test_a_link_that_is_over_or_never_was_is_told_kindly(client, link):
    with time_machine.travel(NOW + timedelta(days=60), tick=False):
        over = client.get(link)
    for gone in (over, client.get("/evaluering/vrøvl/"), client.post("/evaluering/vrøvl/", SAID)):
        assert (gone.status_code, "Linket virker ikke længere" in read(gone)) == (410, True)


def test_the_link_is_told_to_nobody(client, link):
    response = client.get(link)

    # Not "no-referrer": a browser would then send the form with the origin "null", and be refused.
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    assert logs.without_signed_ids(None, "", {"request": f"GET {link}"}) == {"request": "GET /evaluering/…/"}


def test_the_page_says_the_same_to_whoever_is_signed_in(client, link):
    client.force_login(applications.person("tove.riis@odense.example", "Tove Riis"))

    page = read(client.get(link))

    assert "Tove Riis" not in page
    assert "Hvordan gik det?</h1>" in page


# ── The results ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def karen(client):
    client.force_login(factory.consultant())
    return client


def shown(client):
    """The names of the blocks, by occasion."""
    return [[block.name for block in blocks] for _, blocks in client.get(RESULTS).context["occasions"]]


def test_nothing_is_shown_of_fewer_than_five(karen):
    factory.answers(4, month=date(2026, 8, 1), words="Et ord, der kan kendes", satisfaction=2)
    factory.answers(4, month=date(2026, 8, 1), occasion=Occasion.THREE_MONTHS)

    page = read(karen.get(RESULTS))

    assert page.count("Der er endnu ikke svar nok.") == 2
    for secret in ("Et ord, der kan kendes", "2,0", "2026", ">4<"):
        assert secret not in page.replace("© 2026", ""), secret


def test_five_answers_of_a_quarter_are_shown_when_it_is_over(karen):
    factory.answers(4, month=date(2026, 8, 1), words="Godt")
    factory.answers(1, month=date(2026, 9, 1), satisfaction=1, would_recommend="no")

    page = read(karen.get(RESULTS))

    assert "3. kvartal 2026</h3>" in page
    assert "3,4 af 5" in page
    found = dict(re.findall(r"<dt>([^<]+)</dt><dd>cirka (\d+) %</dd>", page))
    assert found == {
        "Vil anbefale SPARK": "80",
        "Har fået et stærkere samarbejde": "100",
        "Har fået klarere roller": "0",
        "Vil søge igen": "0",
    }
    assert page.count("<li>Godt</li>") == 4


def test_the_quarter_that_is_going_on_waits(karen):
    factory.answers(9, month=date(2026, 10, 1))

    assert shown(karen) == [[], []]
    with time_machine.travel(datetime(2027, 1, 1, 9, 0, tzinfo=UTC), tick=False):
        karen.force_login(factory.consultant())
        assert shown(karen) == [["4. kvartal 2026"], []]


def test_quarters_with_few_answers_wait_for_more_and_no_two_blocks_overlap(karen):
    for count, month in ((3, 1), (1, 4), (2, 7)):
        factory.answers(count, month=date(2025, month, 1))
    factory.answers(5, month=date(2025, 10, 1))
    factory.answers(4, month=date(2026, 1, 1))

    assert shown(karen) == [["4. kvartal 2025", "1. kvartal 2025 – 3. kvartal 2025"], []]
    before = karen.get(RESULTS).context["occasions"][0][1]
    # What comes later changes nothing of what stands: two looks tell no more than one.
    factory.answers(3, month=date(2026, 8, 1), satisfaction=1)
    after = karen.get(RESULTS).context["occasions"][0][1]
    assert [(block.name, block.satisfaction) for block in after][1:] == [
        (block.name, block.satisfaction) for block in before
    ]
    assert after[0].name == "1. kvartal 2026 – 3. kvartal 2026"


def test_how_many_answered_is_known_of_what_is_over(karen):
    factory.invited(factory.active().pk)
    assert "endnu for få svar til en svarprocent" in read(karen.get(RESULTS))

    Evaluation.objects.update(invited=9, answered=5)
    assert "endnu for få" in read(karen.get(RESULTS))
    Evaluation.objects.update(is_over=True)
    assert "56 % har svaret" in read(karen.get(RESULTS))


def test_only_the_desk_reads_them(client):
    assert client.get(RESULTS).url.startswith("/log-ind/")
    for user, status in ((factory.head(), 200), (factory.consultant(), 200), (applications.person(), 404)):
        client.force_login(user)
        assert client.get(RESULTS).status_code == status
