"""The steering group's page: who enters, what it shows, and that it leads to no case."""

import re
from datetime import UTC, datetime

import pytest

from accounts.models import Party, Role
from applications.models import Application
from tests.factories import applications
from tests.factories.accounts import UserFactory, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


@pytest.fixture
def member():
    return staff(Role.STEERING, party=Party.FF)


def test_both_parties_and_the_head_read_the_figures(client):
    for reader in (staff(Role.STEERING, party=Party.KL), staff(Role.STEERING, party=Party.FF), staff(Role.HEAD)):
        client.force_login(reader)
        assert client.get("/styregruppe/").status_code == 200


def test_nobody_else_finds_the_page(client):
    for reader in (UserFactory(), staff(Role.CONSULTANT), staff(Role.ADMIN)):
        client.force_login(reader)
        assert client.get("/styregruppe/").status_code == 404


def test_signed_out_leads_to_the_sign_in(client):
    assert client.get("/styregruppe/")["Location"] == "/log-ind/?next=%2Fstyregruppe%2F"


def test_there_is_nothing_to_send(client, member):
    client.force_login(member)
    assert client.post("/styregruppe/").status_code == 405


def test_a_period_can_be_chosen_and_an_unknown_one_is_not_found(client, member):
    client.force_login(member)
    assert "<h1>Overblik OK-18</h1>" in client.get("/styregruppe/?periode=OK-18").content.decode()
    assert client.get("/styregruppe/?periode=OK-99").status_code == 404


def test_the_page_tells_nothing_of_a_case(client, member):
    made = applications.submitted(at=datetime(2026, 9, 1, 10, tzinfo=UTC))
    client.force_login(member)
    page = client.get("/styregruppe/").content.decode()
    secrets = [applications.WORKPLACE, applications.TEXT, "Mette Holm", made.reference, str(made.pk)]
    assert [secret for secret in secrets if secret in page] == []
    assert re.findall(r'href="(/(?:sekretariat|ansoegninger)[^"]*)"', page) == []


def test_charts_carry_no_style_no_script_and_no_foreign_address(client, member):
    applications.many_submitted(12, at=datetime(2026, 9, 1, 10, tzinfo=UTC))
    client.force_login(member)
    page = client.get("/styregruppe/").content.decode()
    charts = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len([chart for chart in charts if 'role="img" aria-label="Søjlediagram' in chart]) == 2
    assert not re.search(r"<script|\sstyle=|<style|href=\"http", "".join(charts))


def test_too_few_to_draw_are_told_of_in_words(client, member):
    applications.many_submitted(2, at=datetime(2026, 9, 1, 10, tzinfo=UTC))
    client.force_login(member)
    page = client.get("/styregruppe/").content.decode()
    assert page.count("Der er for få ansøgninger i perioden til at tegne et diagram.") == 2
    assert "Søjlediagram" not in page


@pytest.mark.parametrize("count", [2, 200])
def test_the_page_asks_the_database_as_often_whatever_the_history(client, member, django_assert_num_queries, count):
    applications.many_submitted(count, at=datetime(2026, 9, 1, 10, tzinfo=UTC))
    assert Application.objects.count() == count
    client.force_login(member)
    client.get("/styregruppe/")
    with django_assert_num_queries(12):
        client.get("/styregruppe/")
