"""The queue and the day, as the secretariat sees them."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

import paging
from accounts.models import Role
from applications.actions import searching, triage
from applications.consensus import Kind
from applications.lifecycle import Status
from applications.models import Application, Workplace
from consultants.actions import queue
from consultants.forms.queue import BY_PRIORITY
from tests.consultants.desk import NOW, WEEKS_AGO, opened, place, staff, steering
from tests.factories import applications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

QUEUE = "/sekretariat/ansoegninger/"
DAY = "/sekretariat/"


def text(response):
    return response.content.decode()


def references(response):
    return [row.application.reference for row in response.context["rows"]]


def application(number_in_line, **fields):
    """Submitted ``number_in_line`` hours before now."""
    return applications.submitted(at=NOW - timedelta(hours=number_in_line), **fields)


# ── Doors ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("address", [QUEUE, DAY])
def test_others_find_nothing_here(client, address):
    assert client.get(address).headers["Location"] == f"/log-ind/?next={quote(address, safe='')}"
    for other in (steering(), staff("Ada Min", Role.ADMIN), applications.person()):
        client.force_login(other)
        assert client.get(address).status_code == 404
    client.force_login(staff())
    assert client.post(address).status_code == 405


# ── The queue ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_line_tells_what_and_why(desk):
    applications.submitted(at=WEEKS_AGO, place=place("825", "Læsø"))
    queue.rank_all(NOW)
    page = text(desk.get(QUEUE))
    for told in (
        "SPARK-2026-0001",
        "Bostedet Lærkehøj",
        "Læsø",
        "Social og handicap",
        "Vold og trusler",
        "18 dage",
        '<strong class="points">52</strong> point',
        "Kommunen har aldrig haft et forløb",
        "Modtaget",
        "<strong>1</strong> på bordet",
    ):
        assert told in page


def test_most_urgent_first_and_among_equals_who_asked_first(desk):
    late, early, urgent = application(1), application(3), application(2)
    Application.objects.filter(pk=urgent.pk).update(points=60)
    Application.objects.filter(pk__in=[late.pk, early.pk]).update(points=40)
    assert references(desk.get(QUEUE)) == [urgent.reference, early.reference, late.reference]


def test_whoever_has_answered_us_comes_first_and_goes_back_once_we_have_gone_on(desk):
    urgent, answered, slow = application(1), application(2), application(3)
    for each, points in ((urgent, 60), (answered, 3), (slow, 2)):
        Application.objects.filter(pk=each.pk).update(points=points)
    for each in (answered, slow):
        triage.ask_for_information(application_id=each.pk, by=staff(), question="Hvor mange er I?", now=NOW)
        assert references(desk.get(QUEUE))[0] == urgent.reference
    for each in (slow, answered):
        by = applications.person("mette.holm@odense.example")
        triage.answer_request(application_id=each.pk, by=by, answer="Ni.", now=NOW)
    response = desk.get(QUEUE)
    assert references(response) == [answered.reference, slow.reference, urgent.reference]
    assert [row.application.reference for row in desk.get(DAY).context["rows"]] == references(response)
    triage.set_waiting(application_id=answered.pk, by=staff(), now=NOW)
    assert references(desk.get(QUEUE)) == [slow.reference, urgent.reference, answered.reference]


def test_pages_go_on_where_the_last_one_ended_among_those_who_have_answered():
    made = [application(number) for number in range(1, 6)]
    Application.objects.filter(pk__in=[each.pk for each in made[:3]]).update(answered_at=NOW)
    Application.objects.filter(pk=made[4].pk).update(points=70)
    found, mark = [], ""
    for _ in range(3):
        page = paging.page_of(Application.objects.at_triage(), order=BY_PRIORITY, asked=QueryDict(mark), size=2)
        found += page.rows
        mark = page.next.removeprefix("?")
    assert found == [made[number] for number in (2, 1, 0, 4, 3)]
    before = paging.page_of(
        Application.objects.at_triage(), order=BY_PRIORITY, asked=QueryDict(page.previous.removeprefix("?")), size=2
    )
    assert before.rows == [made[0], made[4]]
    assert mark == ""


@pytest.mark.parametrize("mark", ["x~2026-11-21T10:00:00+00:00~y", "100040", "1e9~a~b", f"{'9' * 30}~2026~c", "~~"])
def test_a_page_that_is_none_is_the_first(desk, mark):
    application(1)
    assert references(desk.get(QUEUE, {"efter": mark})) == ["SPARK-2026-0001"]


@pytest.mark.parametrize(
    ("reasons", "told"),
    [
        ([(0, "Kommunen har haft et forløb"), (9, "Skole har fået 1 % af forløbene"), (9, "9 ugers ventetid")],
         "Skole har fået 1 % af forløbene"),
        ([(25, "Gennemsnit for 2 kommuner: Aarhus har …"), (2, "2 ugers ventetid")], "Gennemsnit for 2 kommuner"),
        ([(0, "Kommunen har haft et forløb"), (0, "0 ugers ventetid")], ""),
        ([], ""),
    ],
)  # fmt: skip
def test_the_reason_that_weighs_most_stands_beside_the_points(desk, reasons, told):
    ranked = application(1)
    told_reasons = [{"points": points, "sentence": sentence} for points, sentence in reasons]
    Application.objects.filter(pk=ranked.pk).update(ranked_at=NOW, priority_reasons=told_reasons)
    response = desk.get(QUEUE)
    assert response.context["rows"][0].main_reason == told
    assert f'<span class="queue__meta reasons__main">{told}</span>' in text(response)


def test_what_is_not_ranked_yet_is_shown_and_says_so(desk):
    application(1)
    page = text(desk.get(QUEUE))
    assert "SPARK-2026-0001" in page
    assert "Prioriteres snart" in page
    assert '<details class="reasons">' not in page


def test_what_awaits_an_answer_will_not_be_ranked_soon(desk):
    applications.needs_information(at=WEEKS_AGO)
    page = text(desk.get(QUEUE))
    assert "Prioriteres snart" not in page
    assert "Ingen point endnu" in page
    assert "Afventer oplysninger" in page


def test_a_joint_application_names_each_place_once(desk):
    joint = application(1, kind=Kind.JOINT, place=place("751", "Aarhus"))
    for name, where in (("Havblik", "741"), ("Fyrtårnet", "741")):
        Workplace.objects.create(
            application=joint,
            name=name,
            municipality=place(where, "Samsø"),
            sector=applications.sector(),
            employees=9,
            position=1,
        )
    row = desk.get(QUEUE).context["rows"][0]
    assert (row.places, row.sectors) == ("Aarhus, Samsø", "Social og handicap")
    page = text(desk.get(QUEUE))
    assert "og 2 mere" in page
    assert "3 arbejdspladser i 2 kommuner" in page
    assert "Fællesforløb" in page


def test_an_empty_desk_says_so(desk):
    page = text(desk.get(QUEUE))
    assert "Bordet er tomt" in page
    assert "<table" not in page


# ── Filters ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def four():
    """Four that differ in everything one can ask for."""
    plain = application(9)
    named = application(8)
    named.workplaces.update(name="Børnehuset Ærø", sector=applications.sector("childcare", "Dagtilbud"))
    searching.write(named)
    away = application(7, place=place("825", "Læsø"))
    away.themes.set([applications.theme("change", "Forandringer")])
    joint = application(6, kind=Kind.JOINT)
    joint.themes.add(applications.theme("change", "Forandringer"))
    return [each.reference for each in (plain, named, away, joint)]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [0, 1, 2, 3]),
        ("q=ærø", [1]),
        ("q=LÆRKE", [3, 2, 0]),
        ("q=2026-0003", [2]),
        ("q=%25", [3, 2, 1, 0]),
        ("q=_", [3, 2, 1, 0]),
        ("q=ingen+hedder+det", []),
        ("tema=change", [2, 3]),
        ("tema=violence", [0, 1, 3]),
        ("kommune=825", [2]),
        ("branche=childcare", [1]),
        ("slags=joint", [3]),
        ("slags=network", []),
        ("tilstand=submitted", [0, 1, 2, 3]),
        ("tilstand=waiting", []),
        ("tema=change&slags=individual&kommune=825&branche=social_and_disability&q=bo", [2]),
    ],
)
def test_the_address_narrows_the_queue(desk, four, asked, found):
    response = desk.get(f"{QUEUE}?{asked}")
    assert references(response) == [four[number] for number in found]
    assert str(response.context["count"]) == str(len(found))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("tilstand=granted", "Vælg en af de viste muligheder"),
        ("tilstand=draft", "Vælg en af de viste muligheder"),
        ("tema=magt", "Vælg en af de viste muligheder"),
        ("kommune=000", "Vælg en af de viste muligheder"),
        ("kommune=%00", "Vælg en af de viste muligheder"),
        ("branche=' OR 1=1", "Vælg en af de viste muligheder"),
        ("slags=ukendt", "Vælg en af de viste muligheder"),
        (f"q={'x' * 101}", "Teksten må højst fylde 100 tegn. Nu fylder den 101."),
        ("q=%00", "Teksten indeholder et tegn, som ikke kan gemmes. Skriv den igen."),
    ],
)
def test_what_can_not_be_understood_is_told_and_the_desk_stays(desk, four, asked, told):
    response = desk.get(f"{QUEUE}?{asked}")
    assert response.status_code == 422
    assert told in text(response)
    assert "<title>Fejl: Ansøgninger – SPARK</title>" in text(response)
    assert references(response) == four


def test_what_was_asked_for_stays_in_the_fields(desk, four):
    page = text(desk.get(f"{QUEUE}?q=ærø&tema=change&kommune=825"))
    assert 'value="ærø"' in page
    assert "<option value=change selected>" in page
    assert "<option value=825 selected>Læsø<" in page
    assert '<details class="filters__more" open>' in page
    assert "Ingen ansøgninger passer" in page


def test_the_fold_is_shut_while_nothing_behind_it_is_asked_for(desk, four):
    assert '<details class="filters__more">' in text(desk.get(f"{QUEUE}?q=ærø"))


# ── States ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def every_state():
    """One application of each state that has ever been submitted, and drafts that never were."""
    applications.draft()
    applications.awaiting()
    back = application(10)
    back.move_to(Status.AWAITING_CONSENSUS)
    back.save()
    return {
        "submitted": applications.submitted(),
        "needs_information": applications.needs_information(),
        "waiting": applications.waiting(),
        "declined": applications.declined(),
        "granted": applications.granted(),
        "withdrawn": applications.withdrawn(),
        "with_the_group": back,
    }


def test_the_desk_holds_what_is_to_be_decided(desk, every_state):
    assert set(references(desk.get(QUEUE))) == {
        every_state[state].reference for state in ("submitted", "needs_information", "waiting")
    }


@pytest.mark.parametrize("state", ["submitted", "needs_information", "waiting", "declined"])
def test_a_consultant_lists_one_state(desk, every_state, state):
    response = desk.get(f"{QUEUE}?tilstand={state}")
    assert (response.status_code, references(response)) == (200, [every_state[state].reference])


@pytest.mark.parametrize("state", ["declined", "granted", "withdrawn", "with_the_group"])
def test_the_head_lists_all_that_ever_came(leader, every_state, state):
    response = leader.get(f"{QUEUE}?tilstand={state}")
    assert (response.status_code, references(response)) == (200, [every_state[state].reference])


def test_nothing_has_expired(leader, every_state):
    assert references(leader.get(f"{QUEUE}?tilstand=expired")) == []


def test_what_is_decided_shows_the_newest_first(desk):
    old, new = applications.declined(at=WEEKS_AGO), applications.declined(at=NOW)
    Application.objects.filter(pk=old.pk).update(points=90)
    assert references(desk.get(f"{QUEUE}?tilstand=declined")) == [new.reference, old.reference]


# ── Many ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_pages_follow_each_other_without_a_gap(desk):
    every = applications.many_submitted(60, at=NOW)
    Application.objects.filter(pk__in=[each.pk for each in every]).update(points=50)
    seen, address = [], QUEUE
    while address:
        response = desk.get(address)
        seen += references(response)
        address = response.context["page"].next and QUEUE + response.context["page"].next
    assert seen == [each.reference for each in reversed(every)]
    assert len(seen) == 60


def test_two_lines_and_two_hundred_take_the_same_statements(desk):
    applications.many_submitted(2, at=NOW)

    def statements(address):
        cache.clear()  # what the first of a minute asks
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address).status_code == 200
        return len(asked)

    narrowed = f"{QUEUE}?q=Bostedet&tema=violence&kommune=461&branche=social_and_disability&tilstand=submitted"
    desk.get(DAY)  # the first request of a minute notes that the person is there
    few, searched = [statements(QUEUE), statements(DAY)], statements(narrowed)
    applications.many_submitted(198, at=NOW)
    for _ in range(9):
        opened(at=NOW)
    queue.rank_all(NOW)
    assert [statements(QUEUE), statements(DAY)] == few
    # So many bear the name that the texts are neither counted nor looked through.
    assert statements(narrowed) == searched - 2
    assert few[0] <= 12
    assert searched <= 12
    assert few[1] <= 16
