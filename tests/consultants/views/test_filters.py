"""What the queue is narrowed to by its address, and the way back to it."""

from datetime import date, timedelta
from urllib.parse import quote

import pytest

from accounts.models import Role
from applications.models import Application, Region
from consultants.models import Assignment
from tests.consultants.desk import NOW, WEEKS_AGO, opened, place, staff
from tests.factories import applications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

QUEUE = "/sekretariat/ansoegninger/"


def text(response):
    return response.content.decode()


def found(browser, **asked):
    response = browser.get(QUEUE, asked)
    assert response.status_code == 200
    references = [row.application.reference for row in response.context["rows"]]
    assert str(response.context["count"]) == str(len(references))
    return references


def region(code, name, *places, valid_from=date(2007, 1, 1), valid_to=None):
    made = Region.objects.create(code=code, name=name, valid_from=valid_from, valid_to=valid_to)
    made.municipalities.set(places)
    return made


# ── Region ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_region_is_the_one_of_today(desk):
    laesoe, odense = place("825", "Læsø"), applications.municipality()
    region("1081", "Region Nordjylland", laesoe, odense, valid_to=date(2026, 11, 20))
    region("1082", "Region Nord", laesoe)
    region("1083", "Region Syd", odense, valid_to=date(2026, 11, 21))
    region("1084", "Østdanmark", odense, valid_from=date(2026, 11, 22))
    north, south = applications.submitted(place=laesoe), applications.submitted()
    assert found(desk, region="1082") == [north.reference]
    assert found(desk, region="1083") == [south.reference]
    for other in ("1081", "1084", "0000"):
        assert desk.get(QUEUE, {"region": other}).status_code == 422
    page = text(desk.get(QUEUE))
    assert page.index("Region Nord<") < page.index("Region Syd<")
    assert "Østdanmark" not in page
    assert "Region Nordjylland" not in page


# ── Days ────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("days", "hits"), [("1", [2, 1, 0]), ("10", [2, 1, 0]), ("11", [2, 1]), ("18", [2]), ("29", [])]
)
def test_waiting_is_counted_without_its_pauses(desk, days, hits):
    fresh = applications.submitted(at=NOW - timedelta(days=10))
    paused = applications.needs_information(at=NOW - timedelta(days=90))
    Application.objects.filter(pk=paused.pk).update(days_waited=17)
    waits = applications.submitted(at=NOW - timedelta(days=100))
    Application.objects.filter(pk=waits.pk).update(days_waited=20, waiting_since=date(2026, 11, 13))
    every = [fresh, paused, waits]
    assert [each.waiting_days(date(2026, 11, 21)) for each in Application.objects.order_by("-first_submitted_at")] == [
        10, 17, 28,
    ]  # fmt: skip
    assert found(desk, ventet=days) == [every[number].reference for number in hits]


def test_of_what_is_decided_the_days_it_waited_count(desk):
    kept, other = applications.declined(at=WEEKS_AGO), applications.declined(at=WEEKS_AGO)
    Application.objects.filter(pk=kept.pk).update(days_waited=12)
    Application.objects.filter(pk=other.pk).update(days_waited=11)
    assert found(desk, tilstand="declined", ventet="12") == [kept.reference]


@pytest.mark.parametrize("days", ["0", "-1", "3651", "mange", "1e3", "9" * 400])
def test_days_that_are_none_are_told(desk, days):
    response = desk.get(QUEUE, {"ventet": days})
    assert response.status_code == 422
    assert "form-error" in text(response)


# ── The same workplace ──────────────────────────────────────────────────────────────────────────────────────────────
def received(application, *alike):
    Application.objects.filter(pk=application.pk).update(look_alike_ids=[each.pk for each in alike])


def test_both_of_a_pair_that_was_alike_when_the_newer_was_last_received(desk):
    first, again, no_more = applications.submitted(), applications.submitted(), applications.submitted()
    not_it = applications.submitted()
    received(again, first)
    received(no_more, first, not_it)
    received(no_more)
    assert set(found(desk, ligner="ja")) == {first.reference, again.reference}
    assert desk.get(QUEUE, {"ligner": "nej"}).status_code == 422


# ── Consultant ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_head_sees_what_a_consultant_was_granted(leader):
    karen, bo = staff(), staff("Bo Dahl")
    applications.submitted()
    hers, his, handed_over = opened(at=NOW, consultant=karen), opened(at=NOW, consultant=bo), opened(at=NOW)
    handed_over.assignments.update(until=NOW)
    Assignment.objects.create(engagement=handed_over, consultant=bo, since=NOW)
    assert found(leader, konsulent=karen.pk) == [hers.application.reference]
    assert set(found(leader, konsulent=bo.pk)) == {his.application.reference, handed_over.application.reference}
    assert found(leader, konsulent=karen.pk, tilstand="granted") == [hers.application.reference]
    assert found(leader, konsulent=karen.pk, tilstand="waiting") == []
    assert found(leader, konsulent=karen.pk, q="lærkehøj") == [hers.application.reference]
    outside = staff("Ada Min", Role.ADMIN)
    for other in (outside.pk, "0", "x"):
        assert leader.get(QUEUE, {"konsulent": other}).status_code == 422


def test_a_consultant_is_not_asked_whose_and_told_so_where_an_address_asks(desk):
    bo, on_the_desk = staff("Bo Dahl"), applications.submitted()
    opened(at=NOW, consultant=bo)
    assert "Alle konsulenter" not in text(desk.get(QUEUE))
    refused = desk.get(QUEUE, {"konsulent": bo.pk})
    assert refused.status_code == 422
    assert "Vælg en af de viste muligheder" in text(refused)
    assert [row.application for row in refused.context["rows"]] == [on_the_desk]
    assert ("Bo Dahl" in text(refused), "<strong>1</strong> på bordet" in text(refused)) == (False, True)


# ── There and back ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_way_back_leads_to_the_line_one_left(desk):
    applications.many_submitted(30, at=NOW)
    address = desk.get(QUEUE, {"tema": "violence"}).context["page"].next
    page = desk.get(QUEUE + address)
    line = page.context["rows"][0].application
    asked = address.removeprefix("?")
    link = f"{QUEUE}{line.pk}/?fra={quote(asked, safe='')}"
    assert f'href="{link}"' in text(page)
    assert f'<tr role="row" id="{line.reference}">' in text(page)
    back = dict(desk.get(link).context["crumbs"])["Ansøgninger"]
    assert back == f"{QUEUE}{address}#{line.reference}"
    assert desk.get(back.partition("#")[0]).context["rows"][0].application == line


def test_without_a_list_behind_it_the_way_leads_to_the_whole_desk(desk):
    application = applications.submitted()
    assert dict(desk.get(f"{QUEUE}{application.pk}/").context["crumbs"])["Ansøgninger"] == QUEUE
    assert f'href="{QUEUE}{application.pk}/"' in text(desk.get(QUEUE))


@pytest.mark.parametrize(
    ("told", "back"),
    [
        ("https://evil.example/", "?https%3A%2F%2Fevil.example%2F="),
        ("//evil.example", "?%2F%2Fevil.example="),
        ("../../log-ud/", "?..%2F..%2Flog-ud%2F="),
        ('"><script>', "?%22%3E%3Cscript%3E="),
        ("q=a#b\r\nx", "?q=a%23b%0D%0Ax"),
        ("q=%FF", "?q=%EF%BF%BD"),
        ("&" * 600, ""),
        ("q=" + "x" * 1000, ""),
    ],
)
def test_the_way_back_never_leaves_the_queue(desk, told, back):
    application = applications.submitted()
    response = desk.get(f"{QUEUE}{application.pk}/", {"fra": told})
    expected = f"{QUEUE}{back}#{application.reference}" if back else QUEUE
    assert dict(response.context["crumbs"])["Ansøgninger"] == expected
    assert "<script>" not in text(response)
