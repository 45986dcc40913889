"""The page of trial actions, and what the group reads of it."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from consultants.actions import trial_actions
from consultants.models import TrialAction
from tests.consultants.pages import post, read
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PLAN = {
    "text": "Vi begynder vagten to og to",
    "owner": "Lederen",
    "due_on_day": "1",
    "due_on_month": "12",
    "due_on_year": "2026",
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
    return factory.active()


def address(name, engagement, *more):
    return reverse(f"consultants:{name}", args=[engagement.pk, *more])


def save(client, name, trial, **typed):
    """From the page as it was opened a moment ago."""
    page = address(name, trial.engagement, trial.pk)
    return post(client, page, set=hidden(client.get(page)), **typed)


def hidden(answer):
    return re.search(r'name="set" value="(\w+)"', answer.content.decode())[1]


def test_what_is_agreed_on_is_tried_told_of_and_read_by_the_group(karen, engagement):
    here = address("trial_actions", engagement)
    assert "Der er ikke aftalt nogen prøvehandlinger." in read(karen.get(here))

    assert "Prøvehandlingen er tilføjet." in read(post(karen, here, **PLAN))
    trial = TrialAction.objects.get()
    assert "Prøvehandlingen står der allerede." in read(post(karen, here, **PLAN))
    changed = {**PLAN, "owner": "TR og AMR"}
    assert 'value="Lederen"' in read(karen.get(address("change_trial", engagement, trial.pk)))
    assert "Prøvehandlingen er rettet." in read(save(karen, "change_trial", trial, **changed))
    assert "Der var intet nyt" in read(post(karen, address("change_trial", engagement, trial.pk), **changed))
    assert PLAN["text"] in read(karen.get(address("tell_trial", engagement, trial.pk)))
    told = {"outcome": "helped", "result": "Roligere aftener"}
    page = read(save(karen, "tell_trial", trial, **told))
    assert "Resultatet er gemt. Gruppen kan læse det." in page
    assert "Ret resultatet" in page
    assert "Der var intet nyt" in read(post(karen, address("tell_trial", engagement, trial.pk), **told))

    karen.force_login(applications.person())
    theirs = read(karen.get(reverse("consultants:group", args=[engagement.application_id])))
    for words in ("Det, I prøver af", "TR og AMR", "senest 1. december 2026", "Det hjalp", "Roligere aftener"):
        assert words in theirs


def test_what_is_still_tried_comes_first_and_what_is_late_says_so(karen, engagement):
    factory.trial(engagement, text="Prøvet", is_over=True, outcome="stopped", due_on=date(2026, 11, 1))
    factory.trial(engagement, text="Senere")
    factory.trial(engagement, text="Forsinket", due_on=date(2026, 11, 24))

    page = read(karen.get(address("trial_actions", engagement)))

    assert page.index("Forsinket") < page.index("Senere") < page.index("Prøvet")
    assert (page.count("Dagen er gået"), page.count("Blev ikke prøvet")) == (1, 1)


def test_a_long_list_goes_on_to_a_next_page(karen, engagement):
    for number in range(26):
        factory.trial(engagement, text=f"Handling {number}", is_over=number > 9, outcome="helped" if number > 9 else "")

    page = read(karen.get(address("trial_actions", engagement)))

    onwards = re.search(r'rel="next" href="([^"]+)"', page)[1]
    assert (page.count("meetings__when"), read(karen.get(onwards_of(engagement, onwards))).count("meetings__when")) == (
        25,
        1,
    )


def onwards_of(engagement, onwards):
    return address("trial_actions", engagement) + onwards


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"text": ""}, "Skriv, hvad I prøver"),
        ({"text": "x" * 501}, "Teksten må højst fylde 500 tegn. Nu fylder den 501."),
        ({"owner": ""}, "Skriv, hvem der tager den"),
        ({"due_on_day": "31", "due_on_month": "11"}, "Der er ikke så mange dage i måneden."),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_lost(karen, engagement, typed, told):
    trial = factory.trial(engagement, text="En anden")
    for where in (address("trial_actions", engagement), address("change_trial", engagement, trial.pk)):
        answer = post(karen, where, **{**PLAN, **typed})
        assert answer.status_code == 422
        assert told in read(answer)
        assert typed.get("owner", "Lederen") in read(answer)
    assert post(karen, address("tell_trial", engagement, trial.pk), result="x").status_code == 422
    assert TrialAction.objects.count() == 1


def test_the_second_to_save_reads_what_stands_and_chooses(karen, engagement):
    trial = factory.trial(engagement, text="Vi øver to og to")
    page = address("change_trial", engagement, trial.pk)
    seen = hidden(karen.get(page))
    save(karen, "change_trial", trial, **{**PLAN, "owner": "TR og AMR"})

    answer = post(karen, page, set=seen, **{**PLAN, "owner": "Hele holdet"})
    assert answer.status_code == 409
    assert "Nu står der: »Vi begynder vagten to og to (TR og AMR, senest 1. december 2026)«." in read(answer)
    assert 'value="Hele holdet"' in read(answer)
    trial.refresh_from_db()
    assert trial.owner == "TR og AMR"

    assert "er rettet" in read(post(karen, page, set=hidden(answer), **{**PLAN, "owner": "Hele holdet"}))
    save(karen, "tell_trial", trial, outcome="helped", result="Roligere aftener")
    answer = post(karen, address("tell_trial", engagement, trial.pk), set="x", outcome="stopped", result="Nej")
    assert answer.status_code == 409
    assert "senest 1. december 2026). Det hjalp: Roligere aftener«." in read(answer)


def test_a_refused_form_still_rests_on_what_its_page_had_read(karen, engagement):
    trial = factory.trial(engagement)
    page = address("change_trial", engagement, trial.pk)
    seen = hidden(karen.get(page))
    save(karen, "change_trial", trial, **PLAN)
    assert hidden(post(karen, page, set=seen, **{**PLAN, "owner": ""})) == seen


def test_an_ended_engagement_tries_nothing_new(karen):
    closed = factory.closed(closed_on=date(2026, 11, 20))
    trial = factory.trial(closed)

    page = read(karen.get(address("trial_actions", closed)))

    assert "Ny prøvehandling" not in page
    assert "Hvordan gik det?" in page
    assert "Forløbet er afsluttet" in read(post(karen, address("trial_actions", closed), **PLAN))
    assert "Forløbet er afsluttet" in read(post(karen, address("change_trial", closed, trial.pk), **PLAN))


def test_refusals_are_told_in_danish(karen, engagement, monkeypatch):
    over = factory.trial(engagement, text="Prøvet", is_over=True, outcome="helped")
    assert "Prøvehandlingen er prøvet." in read(post(karen, address("change_trial", engagement, over.pk), **PLAN))
    monkeypatch.setattr(trial_actions, "MOST", 1)
    assert "Der er plads til 100" in read(post(karen, address("trial_actions", engagement), **PLAN))


@pytest.mark.parametrize("name", ["trial_actions", "change_trial", "tell_trial"])
def test_the_trials_of_others_are_not_there(client, name, engagement):
    mine = factory.active(
        application=applications.granted(), run_by=factory.consultant("otto@spark.example", "Otto Bang")
    )
    more = [] if name == "trial_actions" else [factory.trial(engagement).pk]
    client.force_login(factory.consultant("otto@spark.example"))
    assert client.get(address(name, engagement, *more)).status_code == 404
    if more:
        assert client.get(address(name, mine, *more)).status_code == 404
