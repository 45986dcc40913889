"""The secretariat's side of the threads."""

from uuid import uuid4

import pytest
from django.urls import reverse

from applications.models import AccessLog, Message, Purpose
from tests.applications.actions.test_messages import as_group
from tests.consultants.desk import WEEKS_AGO, opened, staff
from tests.consultants.pages import read
from tests.factories import applications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def url(name, *key):
    return reverse(f"consultants:{name}", args=key)


def told(response):
    return [str(message) for message in response.context["messages"]]


def typed(page, text="Ja, det kan I."):
    form = page.context["form"]
    return {"text": text, "token": form["token"].value(), "seen": form["seen"].value()}


def test_a_new_message_stands_on_my_day_in_the_list_and_on_the_application(desk):
    application = applications.submitted()
    day = read(desk.get(url("day")))
    assert "Nye beskeder" not in day
    for number in range(3):
        as_group(application, text=f"Besked {number}", after=number)
    day = read(desk.get(url("day")))
    assert "Se alle 3 nye beskeder" in day
    assert url("new_messages") in day
    page = desk.get(url("new_messages"))
    assert [message.text for message in page.context["page"].rows] == ["Besked 0", "Besked 1", "Besked 2"]
    assert str(page.context["count"]) == "3"
    assert "Beskeder med gruppen (3 nye)" in read(desk.get(url("application", application.pk)))


def test_the_list_holds_the_groups_words_so_its_reading_is_noted(desk):
    application = applications.submitted()
    as_group(application, text="Hvornår hører vi fra jer?")
    assert "Hvornår hører vi fra jer?" in read(desk.get(url("new_messages")))
    (line,) = AccessLog.objects.all()
    assert (line.application, line.reader, line.purpose, line.page) == (
        application,
        staff(),
        Purpose.MESSAGES,
        "new_messages",
    )


def test_an_answer_settles_them(desk):
    application = applications.submitted()
    as_group(application)
    page = desk.get(url("messages", application.pk))
    assert [(line.who, line.is_new) for line in page.context["lines"]] == [("Mette Holm", True)]
    sent = typed(page)
    for _ in range(2):
        page = desk.post(url("messages", application.pk), sent, follow=True)
        assert told(page) == ["Beskeden er sendt. Alle i ansøgningen får en mail om, at der er noget at læse."]
    assert [(line.who, line.is_new) for line in page.context["lines"]] == [
        ("SPARK, Karen Lund", False),
        ("Mette Holm", False),
    ]
    assert "Alle beskeder er besvaret." in read(desk.get(url("new_messages")))


def test_what_needs_no_answer_is_seen_off(desk):
    application = applications.submitted()
    message = as_group(application, text="Tak for hjælpen")
    page = desk.post(url("see_off", application.pk), {"seen": message.pk}, follow=True)
    assert told(page) == ["Beskederne er markeret som behandlet."]
    assert Message.objects.unhandled().count() == 0
    assert "Det nye kræver ikke svar" not in read(page)


def test_an_empty_message_is_not_sent(desk):
    application = applications.submitted()
    page = desk.post(url("messages", application.pk), {"text": "", "token": uuid4()})
    assert (page.status_code, Message.objects.count()) == (422, 0)
    assert "Skriv din besked" in read(page)


def test_a_withdrawn_application_is_the_heads_to_read_and_nobodys_to_write(desk, leader):
    application = applications.withdrawn()
    page = leader.get(url("messages", application.pk))
    assert "der kan ikke skrives flere beskeder" in read(page)
    page = leader.post(url("messages", application.pk), {"text": "Kom godt hjem", "token": uuid4()})
    assert page.status_code == 409
    assert "<blockquote><p>Kom godt hjem</p></blockquote>" in read(page)


def test_once_granted_the_thread_is_its_consultants_and_the_heads(client):
    engagement = opened(at=WEEKS_AGO, consultant=staff("Bo Dahl"))
    application = engagement.application
    as_group(application)
    for person, status, count in ((staff("Bo Dahl"), 200, 1), (staff(), 404, 0)):
        client.force_login(person)
        assert client.get(url("messages", application.pk)).status_code == status
        assert client.post(url("see_off", application.pk)).status_code == (302 if status == 200 else 404)
        assert len(client.get(url("new_messages")).context["page"].rows) == count
    client.force_login(staff("Bo Dahl"))
    assert "Beskeder med gruppen (1 ny)" in read(client.get(url("engagement", engagement.pk)))
    Message.objects.update(handled_at=None)


def test_a_draft_has_no_thread_here(desk, leader):
    for application in (applications.draft(), applications.awaiting()):
        assert leader.get(url("messages", application.pk)).status_code == 404
