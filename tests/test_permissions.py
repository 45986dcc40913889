"""Every address × method × role against tests/permissions_table.py, with things that could leak."""

import re
import uuid

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from tests import permissions_table as table
from tests.permissions_words import DOORS
from tests.world import ROLES, undone, world, writes  # noqa: F401 - a fixture

# Thousands of requests say nothing of single lines, and would cost half as much again while each line is counted.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

METHODS = ("GET", "HEAD", "POST")
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS")  # offered nowhere, so one thing of each address will do
SELDOM = {"HEAD", *OTHER_METHODS}
FORM = "application/x-www-form-urlencoded"

# What stands in an address that needs no thing of the world.
PLAIN = {
    "theme": {"key": "violence"},
    "advice": {"slug": "paabud"},
    "token": {"token": "x"},
    "": {},
    "month": {"month": "2026-11"},
}
CELLS = [(row, thing) for row in table.ROWS for thing in row.on.split(", ")]


@pytest.fixture(autouse=True)
def _nothing_is_written_yet(world):  # noqa: F811
    world.has_written()


def routes(resolver=None, before=""):
    """Every address of the portal as it is written in the lists of addresses."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        yield from routes(pattern, route) if hasattr(pattern, "url_patterns") else [route]


def address(route, parameters):
    """The address of ``route`` with ``parameters`` in the places of its converters."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda place: str(parameters[place[1]]), route)


def parameters_of(world, thing):  # noqa: F811
    return {"number": 1, **(PLAIN[thing] if thing in PLAIN else world.things[thing])}


def elsewhere(parameters):
    """The same address of a thing that does not exist."""
    nowhere = {"reference": "SPARK-1999-0001"} | ({"pk": 10**6} if isinstance(parameters.get("pk"), int) else {})
    return {
        name: nowhere.get(name, uuid.UUID(int=7) if isinstance(value, uuid.UUID) else value)
        for name, value in parameters.items()
    }


def send(world, role, method, path, **headers):  # noqa: F811
    """The response, with the attempts at writing that it cost."""
    with undone():
        client = world.client(role, path, raising=False)
        response = client.generic(method, path, content_type=FORM, headers=headers)
        return response, world.has_written()


def is_asked(config, row, role, method):
    """Whether this run asks it: with ``--long`` all; in the gate what no browser sends goes round.

    So each address still meets each of these methods from three roles or four, and each role each at a quarter of all.
    """
    turn = table.ROWS.index(row) + ROLES.index(role)
    return method not in SELDOM or config.getoption("--long") or turn % 4 == sorted(SELDOM).index(method) % 4


def door(route):
    return next((who for prefix, who in DOORS.items() if route.startswith(prefix)), None)


def told(cell, role):
    """What a cell says of the role; default deny."""
    for answer in filter(None, cell.split(", ")):
        status, *people = answer.split()
        if role in people:
            return int(status)
    return 404


def expected(row, method, role):
    admitted = door(row.route)
    if admitted is not None and role in table.NOBODY.split():
        return "sign in"
    if admitted is not None and role not in admitted.split():
        return 404
    cell = {"GET": row.get, "HEAD": row.get, "POST": row.post}.get(method, "")
    return told(cell, role) if cell else 405


def outcome(response, path):
    is_door = response.status_code == 302 and response["Location"].startswith("/log-ind/")
    return "sign in" if is_door and path.startswith(tuple(f"/{prefix}" for prefix in DOORS)) else response.status_code


def without_token(response):
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", response.content)


# ── The table ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_address_stands_in_the_table_and_nothing_else():
    listed = {row.route for row in table.ROWS}
    real = {each for each in routes() if not each.startswith((table.SHUT, table.ADMINISTRATION))}

    assert real - listed == set(), "no row in tests/permissions_table.py: who may do what there?"
    assert listed - real == set(), "a row without an address"


@pytest.mark.parametrize(("row", "thing"), CELLS, ids=[f"{row.route}@{thing}" for row, thing in CELLS])
def test_who_may_do_what(request, world, row, thing):  # noqa: F811
    parameters = parameters_of(world, thing)
    path, nowhere = address(row.route, parameters), address(row.route, elsewhere(parameters))
    inside = (door(row.route) or table.EVERYBODY).split()
    wrong = []
    # Whom the door stops has not been asked for the thing: one of each address will do for them.
    is_first = row.on.startswith(thing)
    for role in ROLES if is_first else inside:
        for method in METHODS if is_first else ("GET", "POST"):
            if not is_asked(request.config, row, role, method):
                continue
            response, has_written = send(world, role, method, path)
            found, wanted = outcome(response, path), expected(row, method, role)
            if found != wanted:
                wrong.append((method, role, f"{found}, not {wanted}"))
            if has_written and (method != "POST" or wanted in ("sign in", 404, 405, 409, 422)):
                wrong.append((method, role, "wrote"))
            is_hidden = found == 404 and method != "HEAD" and nowhere != path and role in inside
            if is_hidden and _face(response) != _face_of_nowhere(world, role, method, nowhere):
                wrong.append((method, role, "its 404 tells that it exists"))
    assert wrong == []


@pytest.mark.parametrize(("row", "thing"), dict(zip([row.route for row, _ in CELLS], CELLS, strict=True)).values())
def test_no_address_offers_another_method(request, world, row, thing):  # noqa: F811
    path = address(row.route, parameters_of(world, thing))
    for role in ROLES:
        for method in OTHER_METHODS:
            if not is_asked(request.config, row, role, method):
                continue
            response, has_written = send(world, role, method, path)
            assert (outcome(response, path), has_written) == (expected(row, method, role), False), (method, role)


def _face_of_nowhere(world, role, method, path):  # noqa: F811
    """What they see where there is nothing, asked once."""
    known = (role, method, path)
    if known not in world.nowhere:
        world.nowhere[known] = _face(send(world, role, method, path)[0])
    return world.nowhere[known]


def _face(response):
    """All that tells two answers apart: status, headers and every byte, but for the token against forgery."""
    return response.status_code, sorted(response.headers.items()), without_token(response)


@pytest.mark.parametrize("route", sorted({each for each in routes() if each.startswith(table.ADMINISTRATION)}))
def test_the_administration_opens_for_administrators_only(world, route):  # noqa: F811
    path = "/" + re.sub(r"\(\?P<\w+>.*?\)\$?$|<(?:\w+:)?\w+>", "1", route).rstrip("$")
    for role in ROLES:
        for method in ("GET", "POST", "DELETE"):
            response, has_written = send(world, role, method, path)
            if role == "admin":
                assert response.status_code in (200, 302, 404, 405), (method, response.status_code)
            else:
                wanted = "sign in" if role in table.NOBODY.split() else 404
                assert (outcome(response, path), has_written) == (wanted, False), (method, role)


@pytest.mark.parametrize("route", sorted({each for each in routes() if each.startswith(table.SHUT)}))
def test_names_that_libraries_look_up_are_no_pages(world, route):  # noqa: F811
    path = address(route, {"key": "x", "uidb36": "1"})
    for role in ("anonymous", "signatory", "admin"):
        assert [send(world, role, method, path)[0].status_code for method in METHODS] == [404] * len(METHODS)


def test_the_demo_is_not_there(world):  # noqa: F811
    assert not settings.DEMO
    assert not any(each.startswith("demo") for each in routes())
    for role in ("anonymous", "signatory", "head", "admin"):
        for path in ("/demo/", "/demo/log-ind/", "/demo/post/", "/demo/post/x/", "/demo/ur/"):
            assert [send(world, role, method, path)[0].status_code for method in ("GET", "POST")] == [404, 404]


# ── Doors ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("prefix", DOORS)
def test_below_a_door_the_signed_out_learn_nothing_of_what_is_there(world, prefix):  # noqa: F811
    for role in ("anonymous", "disabled"):
        for rest in ("", "intet/", f"{uuid.UUID(int=7)}/", "intet", "../x", "a%2fb/", "%00/"):
            for method in METHODS:
                response, has_written = send(world, role, method, f"/{prefix}{rest}")
                assert (response.status_code, has_written) == (302, False)
                assert response["Location"].startswith("/log-ind/")


def test_a_403_means_a_forged_form_and_nothing_else(world):  # noqa: F811
    draft = world.things["draft"]["pk"]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.people["signatory"])
    for path in ("/log-ind/", "/ansoeg/", f"/ansoegninger/{draft}/trin/1/", f"/ansoegninger/{draft}/traek-tilbage/"):
        before = writes()
        assert strict.post(path, {"body": "trio"}).status_code == 403
        assert writes() == before
    # Whoever may not enter is told so before any form is looked at.
    assert strict.post("/sekretariat/runder/").status_code == 404
    assert Client(enforce_csrf_checks=True).post("/sekretariat/runder/").status_code == 302


# ── One's own key to somebody else's thing ──────────────────────────────────────────────────────────────────────────
def test_ones_own_case_is_no_way_into_another(world):  # noqa: F811
    own, other = world.things["draft elsewhere"], world.things["draft"]
    mixed = {"pk": own["pk"], "person": other["person"]}
    for route, method, wanted in (
        ("ansoegninger/<uuid:pk>/trin/5/<uuid:person>/", "GET", 302),
        ("ansoegninger/<uuid:pk>/trin/5/<uuid:person>/", "POST", 302),
        ("ansoegninger/<uuid:pk>/trin/5/<uuid:person>/fjern/", "POST", 302),
        ("ansoegninger/<uuid:pk>/personer/<uuid:person>/inviter/", "POST", 302),
        ("ansoegninger/<uuid:pk>/personer/<uuid:person>/", "GET", 404),
        ("ansoegninger/<uuid:pk>/personer/<uuid:person>/", "POST", 404),
        ("ansoegninger/<uuid:pk>/personer/<uuid:person>/paamind/", "POST", 404),
    ):
        response, has_written = send(world, "elsewhere", method, address(route, mixed))
        missing, _ = send(world, "elsewhere", method, address(route, {**mixed, "person": uuid.UUID(int=7)}))
        assert (response.status_code, has_written) == (wanted, False), route
        assert _face(response) == _face(missing), route


def test_ones_own_engagement_is_no_way_to_anothers_meeting(world):  # noqa: F811
    theirs = world.things["running"]["meeting"]
    engagement = world.things["running elsewhere"]["pk"]
    group = world.things["granted elsewhere"]["pk"]
    for role, method, path in (
        ("other", "GET", f"/sekretariat/forloeb/{engagement}/moeder/{theirs}/flyt/"),
        ("other", "POST", f"/sekretariat/forloeb/{engagement}/moeder/{theirs}/flyt/"),
        ("other", "POST", f"/sekretariat/forloeb/{engagement}/moeder/{theirs}/holdt/"),
        ("other", "POST", f"/sekretariat/forloeb/{engagement}/moeder/{theirs}/aflys/"),
        ("elsewhere", "GET", f"/ansoegninger/{group}/forloeb/moeder/{theirs}.ics"),
    ):
        response, has_written = send(world, role, method, path)
        missing, _ = send(world, role, method, path.replace(str(theirs), str(uuid.UUID(int=7))))
        assert (response.status_code, has_written) == (404, False), path
        assert _face(response) == _face(missing), path


def test_a_script_gets_no_more_than_a_browser(world):  # noqa: F811
    headers = {"hx-request": "true", "x-requested-with": "XMLHttpRequest", "accept": "application/json"}
    for thing, route in (
        ("draft", "ansoegninger/<uuid:pk>/trin/1/"),
        ("granted", "ansoegninger/<uuid:pk>/forloeb/"),
        ("submitted", "ansoegninger/<uuid:pk>/kvittering.pdf"),
        ("running", "sekretariat/forloeb/<uuid:pk>/"),
        ("submitted", "sekretariat/ansoegninger/<uuid:pk>/"),
    ):
        path = address(route, world.things[thing])
        for role in ("anonymous", "invited", "signatory", "own", "other", "kl"):
            plain, scripted = send(world, role, "GET", path)[0], send(world, role, "GET", path, **headers)[0]
            assert scripted.status_code == plain.status_code, (path, role)


def test_whoever_may_not_open_a_case_finds_no_word_of_it_in_any_list(world):  # noqa: F811
    references = {name: thing["reference"] for name, thing in world.things.items() if "reference" in thing}
    for role, path, hidden in (
        ("elsewhere", "/ansoegninger/", [str(world.things["draft"]["pk"])]),
        ("removed", "/ansoegninger/", [str(world.things["draft"]["pk"]), references["submitted"]]),
        ("other", "/sekretariat/forloeb/", [str(world.things["running"]["pk"])]),
        ("other", "/sekretariat/opfoelgning/?status=due", [str(world.things["visit"]["pk"])]),
        ("other", "/sekretariat/", [str(world.things["assigned"]["pk"]), references["granted"]]),
        ("own", "/sekretariat/ansoegninger/?q=SPARK", [references["granted"], references["withdrawn"]]),
        ("kl", "/styregruppe/", [*references.values(), "Lærkehøj"]),
        ("invited", "/ansoegninger/", ["Lærkehøj", "Mette Holm"]),
    ):
        page = send(world, role, "GET", path)[0].content.decode()
        assert [word for word in hidden if word in page] == [], (role, path)


def test_an_author_who_was_replaced_reads_no_more(world):  # noqa: F811
    from applications.actions import correcting
    from applications.models import Application
    from tests.factories import applications

    with undone():
        case = Application.objects.get(pk=world.things["awaiting"]["pk"])
        author = applications.person("mette.holm@odense.example")
        mine = case.signatories.get(email=author.email)
        correcting.correct_person(
            application_id=case.pk,
            signatory_id=mine.pk,
            by=world.people["signatory"],
            name="Ny Leder",
            email="ny.leder@odense.example",
            phone="",
            now=applications.MORNING,
        )
        browser = world.client("anonymous")
        browser.force_login(author)
        for path in ("", "enighed/", "trin/1/"):
            response = browser.get(f"/ansoegninger/{case.pk}/{path}")
            assert response.status_code == 404, path
