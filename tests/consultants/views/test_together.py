"""Two people at one case: each sees the other, and whoever decides second is told and overwrites nothing."""

import pytest
from django.contrib.messages import get_messages

from applications.actions import reading, triage
from applications.lifecycle import Status
from applications.models import Application, ApplicationEvent
from consultants import presence
from tests.consultants.desk import NOW, WEEKS_AGO, head, staff
from tests.consultants.pages import text_of
from tests.factories import applications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

LETTER = "Kære alle. Vi vil gerne hjælpe."


@pytest.fixture
def application():
    return applications.submitted(at=WEEKS_AGO)


def page_of(application, rest=""):
    return f"/sekretariat/ansoegninger/{application.pk}/{rest}"


def wait(application):
    triage.set_waiting(application_id=application.pk, by=head(), now=NOW)


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def status(application):
    application.refresh_from_db()
    return application.status


# ── Who comes second ────────────────────────────────────────────────────────────────────────────────────────────────
def test_whoever_decides_on_an_old_page_is_told_what_happened_and_can_send_again(desk, application):
    seen = desk.get(page_of(application, "afslag/")).context["seen"]
    wait(application)
    typed = {"reason": "capacity", "text": LETTER, "trin": "send"}

    response = desk.post(page_of(application, "afslag/"), {**typed, "set": seen})

    assert response.status_code == 422
    page = text_of(response)
    assert "Imens er der sket noget: Sat på venteliste, Hanne Skov kl. 11.00. Læs det, og send så igen." in page
    assert LETTER in page
    assert status(application) == Status.WAITING

    response = desk.post(page_of(application, "afslag/"), {**typed, "set": response.context["seen"]})
    assert response.status_code == 302
    assert status(application) == Status.DECLINED


def test_the_letter_that_is_read_first_keeps_the_mark_of_the_page_it_was_written_on(desk, application):
    seen = desk.get(page_of(application, "bevilg/")).context["seen"]
    round_ = applications.round_on(NOW.date(), capacity=3)
    typed = {"round": str(round_.pk), "consultant": str(staff().pk), "text": LETTER}
    wait(application)
    read = desk.post(page_of(application, "bevilg/"), {**typed, "trin": "se", "set": seen})
    assert read.context["seen"] == seen
    response = desk.post(page_of(application, "bevilg/"), {**typed, "trin": "send", "set": read.context["seen"]})
    assert response.status_code == 422
    assert status(application) == Status.WAITING


def test_a_question_on_an_old_page_is_kept(desk, application):
    seen = desk.get(page_of(application, "spoerg/")).context["seen"]
    ApplicationEvent.objects.create(application=application, verb="message_written", actor=None, at=NOW)
    response = desk.post(page_of(application, "spoerg/"), {"question": LETTER, "set": seen})
    assert response.status_code == 422
    assert "Imens er der sket noget: En besked blev skrevet kl. 11.00." in text_of(response)
    assert LETTER in text_of(response)
    assert status(application) == Status.SUBMITTED


def test_the_waiting_list_from_an_old_page_changes_nothing(desk, application):
    seen = desk.get(page_of(application)).context["seen"]
    ApplicationEvent.objects.create(application=application, verb="a_verb_without_words", actor=head(), at=NOW)
    response = desk.post(page_of(application, "venteliste/"), {"set": seen})
    assert told(response) == [
        "Imens er der sket noget: Sagen blev ændret, Hanne Skov kl. 11.00. Læs det, og send så igen."
    ]
    assert status(application) == Status.SUBMITTED


@pytest.mark.parametrize("mark", ["", "x", "9" * 30, "-1", "²"])
def test_a_mark_that_is_none_asks_nothing(desk, application, mark):
    wait(application)
    typed = {"reason": "capacity", "text": LETTER, "trin": "send", "set": mark}
    assert desk.post(page_of(application, "afslag/"), typed).status_code == 302


def test_ones_own_doings_never_stand_in_the_way(desk, application):
    seen = reading.marked(Application.objects.all()).get().mark
    desk.post(page_of(application, "venteliste/"), {"set": seen})
    typed = {"reason": "capacity", "text": LETTER, "trin": "send", "set": seen}
    assert desk.post(page_of(application, "afslag/"), typed).status_code == 302


def test_a_case_without_a_story_is_read_up_to_nothing():
    applications.many_submitted(1)
    assert [each.mark for each in reading.marked(Application.objects.order_by("reference"))][-1] == 0


# ── Who else is there ───────────────────────────────────────────────────────────────────────────────────────────────
def test_each_sees_who_else_reads_or_writes(client, application):
    client.force_login(staff())
    assert "Andre er også her" not in text_of(client.get(page_of(application)))
    client.get(page_of(application, "afslag/"))
    client.force_login(head())
    page = text_of(client.get(page_of(application)))
    assert "Andre er også her: Karen Lund begyndte at skrive kl. 11.00." in page
    client.force_login(staff())
    assert "Hanne Skov åbnede sagen kl. 11.00." in text_of(client.get(page_of(application, "bevilg/")))


def test_whoever_is_done_is_gone(client, application):
    client.force_login(staff())
    client.post(page_of(application, "spoerg/"), {"question": LETTER})
    client.force_login(head())
    assert "Andre er også her" not in text_of(client.get(page_of(application)))


def test_an_account_that_is_gone_is_not_shown(client, application):
    presence.come(application.pk, 999_999, now=NOW)
    client.force_login(head())
    assert client.get(page_of(application)).context["others"] == []


def test_without_valkey_the_page_works_and_nobody_is_seen(desk, application, settings):
    presence.come(application.pk, head().pk, now=NOW)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert desk.get(page_of(application)).context["others"] == []
    assert desk.post(page_of(application, "venteliste/")).status_code == 302
