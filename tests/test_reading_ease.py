"""Every page that applicants read weighs at most LIX 40. Legal text and the glossary are left out.

``pytest tests/test_reading_ease.py -s`` prints the figure of each page.
"""

import sys

import pytest

from applications.forms.screener import NEXT_STEPS
from applications.lifecycle import Status
from applications.models import Intake
from applications.models.application import DeclineReason
from launcher import lix
from tests.factories import applications as make
from tests.world import NOW, undone, world  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

AT_MOST = 40

PUBLIC = ("/", "/ansoeg/", *(f"/ansoeg/{slug}/" for slug in sorted(set(NEXT_STEPS.values()))), "/temaer/")
SIGNING_IN = ("/log-ind/", "/logget-ud/")
OWN = (
    "/ansoegninger/",
    "/ansoegninger/mine-oplysninger/",
    *(f"/ansoegninger/{{draft}}/trin/{number}/" for number in range(1, 6)),
    "/ansoegninger/{draft}/tjek/",
    *(
        f"/ansoegninger/{{{state}}}/"
        for state in (
            "draft", "awaiting", "submitted", "needs information", "waiting", "declined", "withdrawn", "expired",
            "granted",
        )
    ),
    "/ansoegninger/{awaiting}/enighed/",
    "/ansoegninger/{submitted}/kvittering/",
    "/ansoegninger/{submitted}/beskeder/",
    "/ansoegninger/{submitted}/traek-tilbage/",
    "/ansoegninger/{needs information}/oplysninger/",
    "/ansoegninger/{granted}/svar/",
    "/ansoegninger/{granted}/forloeb/",
    "/ansoegninger/{granted}/forloeb/aftale/",
    "/ansoegninger/{granted}/forloeb/aftale/skriv/",
    "/ansoegninger/{granted}/forloeb/kontaktperson/",
    "/ansoegninger/mine-forloeb/",
    "/ansoegninger/{granted and over}/forloeb/",
    "/ansoegninger/{granted and over}/opfoelgning/",
)  # fmt: skip


def weighed(page, name):
    assert page.status_code == 200, (name, page.status_code)
    reading = lix.weigh(lix.paragraphs(page.content.decode()))
    sys.stdout.write(f"{reading.lix:5.1f}  {reading.words:4d} ord  {name}\n")
    return reading.lix


@pytest.mark.parametrize("path", PUBLIC + SIGNING_IN)
def test_a_public_page_reads_easily(world, path):  # noqa: F811
    assert weighed(world.client("anonymous").get(path), path) <= AT_MOST


@pytest.mark.parametrize("path", OWN)
def test_a_page_of_the_room_reads_easily(world, path):  # noqa: F811
    keys = {name: thing["pk"] for name, thing in world.things.items() if "pk" in thing}
    address = path.format(**keys)
    assert weighed(world.client("signatory", address).get(address), path) <= AT_MOST


@pytest.mark.parametrize("path", ["/ansoegninger/{draft}/", "/ansoegninger/{awaiting}/enighed/"])
def test_the_question_whether_it_is_you_reads_easily(world, path):  # noqa: F811
    address = path.format(**{name: thing["pk"] for name, thing in world.things.items() if "pk" in thing})
    assert weighed(world.client("invited", address).get(address), f"{path} (inviteret)") <= AT_MOST


@pytest.mark.parametrize("path", ["/", "/ansoeg/", "/ansoegninger/{draft}/", "/ansoegninger/{draft}/tjek/"])
def test_closed_intake_reads_easily(world, path):  # noqa: F811
    address = path.format(draft=world.things["draft"]["pk"])
    with undone():
        Intake.objects.create(is_open=False, message="Vi åbner igen den 1. februar.", at=NOW)
        assert weighed(world.client("signatory", address).get(address), f"{path} (lukket)") <= AT_MOST


@pytest.mark.parametrize("reason", DeclineReason)
def test_every_no_reads_easily(world, reason):  # noqa: F811
    with undone():
        application = make.declined(reason=reason)
        address = f"/ansoegninger/{application.pk}/svar/"
        assert weighed(world.client("signatory", address).get(address), f"svar: {reason}") <= AT_MOST


def test_no_state_is_forgotten():
    shown = {path for path in OWN if path.count("/") == 3}
    assert len(shown - {"/ansoegninger/mine-oplysninger/", "/ansoegninger/mine-forloeb/"}) == len(Status)
