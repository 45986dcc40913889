"""Every page of a case that a member of the staff is shown writes one line, whoever adds the page."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import get_resolver

from accounts.models import Role
from applications.actions import access
from applications.models import AccessLog, Purpose
from consultants.models import Engagement, FollowUpVisit
from tests import permissions_table as table
from tests.consultants.desk import NOW, staff
from tests.factories import applications
from tests.test_permissions import CELLS, address, parameters_of, routes
from tests.world import undone, world  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

# Addresses of the room that take the key of something else than a case.
OF_NO_CASE = {
    f"sekretariat/udbredelse/historier/<uuid:pk>/{verb}"
    for verb in ("", "offentliggoer/", "tag-ned/", "traek-ja-tilbage/")
}
PAGES = [
    (row, thing)
    for row, thing in CELLS
    if row.route.startswith("sekretariat/") and "<uuid:" in row.route and row.route not in OF_NO_CASE
]


def case_of(row, parameters):
    """The application that an address of the room leads to."""
    pk = parameters["pk"]
    if row.route.startswith("sekretariat/forloeb/"):
        return Engagement.objects.get(pk=pk).application_id
    if row.route.startswith("sekretariat/opfoelgning/"):
        return FollowUpVisit.objects.get(pk=pk).engagement.application_id
    return pk


def test_every_address_of_a_case_is_walked():
    of_cases = {each for each in routes(get_resolver()) if each.startswith("sekretariat/") and "<uuid:" in each}
    assert of_cases - OF_NO_CASE == {row.route for row, _ in PAGES}


@pytest.mark.no_cover
@pytest.mark.parametrize(("row", "thing"), PAGES, ids=[f"{row.route}@{thing}" for row, thing in PAGES])
def test_a_page_of_a_case_writes_one_line_for_whom_it_is_shown_to(world, row, thing):  # noqa: F811
    parameters = parameters_of(world, thing)
    path = address(row.route, parameters)
    wrong = []
    for role in table.DESK.split():
        for method in ("GET", "POST"):
            with undone():
                response = world.client(role, path, raising=False).generic(
                    method, path, content_type="application/x-www-form-urlencoded"
                )
                lines = list(AccessLog.objects.values_list("application", "reader", "has_sent", "at"))
                wanted = [(case_of(row, parameters), world.people[role].pk, method == "POST", NOW)]
                if lines != (wanted if response.status_code in (200, 409, 422) else []):
                    wrong.append((role, method, response.status_code, lines))
    assert wrong == []


@pytest.mark.parametrize(
    ("start", "purpose"),
    [
        ("sekretariat/ansoegninger/<uuid:pk>/beskeder/@submitted", Purpose.MESSAGES),
        ("sekretariat/ansoegninger/<uuid:pk>/hvem-har-set/@submitted", Purpose.OVERSIGHT),
        ("sekretariat/ansoegninger/<uuid:pk>/@submitted", Purpose.TRIAGE),
        ("sekretariat/forloeb/<uuid:pk>/@running", Purpose.ENGAGEMENT),
        ("sekretariat/opfoelgning/<uuid:pk>/aftal/@visit", Purpose.FOLLOW_UP),
    ],
)
def test_a_line_says_what_the_page_is_for(world, start, purpose):  # noqa: F811
    route, _, thing = start.partition("@")
    path = address(route, parameters_of(world, thing))
    with undone():
        assert world.client("head", path).get(path).status_code == 200
        assert [each.purpose for each in AccessLog.objects.all()] == [purpose]


def test_what_is_not_shown_is_not_noted(world):  # noqa: F811
    with undone():
        for role, thing in (("other", "running"), ("kl", "submitted"), ("signatory", "submitted"), ("own", "draft")):
            for start in ("forloeb", "ansoegninger"):
                world.client(role).get(f"/sekretariat/{start}/{world.things[thing]['pk']}/")
        world.client("own").get(f"/sekretariat/ansoegninger/{world.things['granted']['pk']}/")  # led to its engagement
        assert not AccessLog.objects.exists()


def test_lists_are_not_cases(world):  # noqa: F811
    with undone():
        for path in ("/sekretariat/", "/sekretariat/ansoegninger/", "/sekretariat/forloeb/", "/sekretariat/adgang/"):
            assert world.client("head").get(path).status_code == 200
        assert not AccessLog.objects.exists()


@pytest.mark.parametrize("doing", ["UPDATE {} SET page = 'x'", "DELETE FROM {}"])
def test_a_line_is_never_changed_or_deleted(doing):
    access.note(
        user=staff("Karen Lund", Role.HEAD),
        case=access.Case(applications.submitted().pk),
        purpose=Purpose.TRIAGE,
        page="application",
        now=NOW,
    )
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(doing.format(AccessLog._meta.db_table))
    line = AccessLog.objects.get()
    assert re.fullmatch(r"application \d\d\.\d\d\.\d{4}", str(line))
