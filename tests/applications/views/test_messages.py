"""The group's side of the thread."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from applications.models import Message, ThreadReading
from tests.applications.actions.test_messages import as_group, as_spark
from tests.applications.room import METTE, TOVE
from tests.factories import applications as make
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db


def url(name, application):
    return reverse(f"applications:{name}", args=[application.pk])


def told(response):
    return [str(message) for message in response.context["messages"]]


def lines(page):
    return [(line.who, line.text, line.is_new) for line in page.context["lines"]]


def typed(page, text="Kan vi vente til februar?"):
    form = page.context["form"]
    return {"text": text, "token": form["token"].value(), "seen": form["seen"].value()}


def test_the_status_page_leads_to_an_empty_thread(as_person):
    application = make.submitted()
    client = as_person(TOVE)
    assert url("messages", application) in client.get(url("status", application)).content.decode()
    text = client.get(url("messages", application)).content.decode()
    assert "Der er ingen beskeder endnu." in text
    assert "Jeg har læst det nye" not in text


def test_a_message_is_sent_once_however_often_the_button_is_pressed(as_person):
    application = make.submitted()
    client = as_person(TOVE)
    sent = typed(client.get(url("messages", application)))
    for _ in range(2):
        page = client.post(url("messages", application), sent, follow=True)
        assert page.redirect_chain == [(url("messages", application), 302)]
        assert told(page) == ["Beskeden er sendt til SPARK. De andre i ansøgningen kan også læse den."]
    assert lines(page) == [("Tove Riis", "Kan vi vente til februar?", False)]
    assert typed(page)["token"] != sent["token"]


def test_everybody_named_reads_along_and_marks_what_they_have_read(as_person):
    application = make.submitted()
    as_group(application, TOVE)
    as_spark(application, staff(name="Karen Lund"), text="Ja,\n<b>det</b> kan I", after=1)
    client = as_person(METTE)
    assert "Læs 2 nye beskeder" in client.get(url("status", application)).content.decode()
    page = client.get(url("messages", application))
    assert lines(page) == [
        ("SPARK", "Ja,\n<b>det</b> kan I", True),
        ("Tove Riis", "Kan vi vente til februar?", True),
    ]
    text = page.content.decode()
    assert "Karen Lund" not in text
    assert "Ja,<br>&lt;b&gt;det&lt;/b&gt; kan I" in text
    page = client.post(url("read", application), {"seen": page.context["newest"].pk}, follow=True)
    assert [new for *_, new in lines(page)] == [False, False]
    assert "Jeg har læst det nye" not in page.content.decode()
    assert "Skriv til SPARK, eller læs" in client.get(url("status", application)).content.decode()


def test_reading_a_page_marks_nothing(as_person):
    application = make.submitted()
    as_spark(application, staff())
    as_person(METTE).get(url("messages", application))
    assert ThreadReading.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "error"),
    [(" ", "Skriv din besked"), ("x" * 4001, "Teksten må højst fylde 4000 tegn. Nu fylder den 4001.")],
)
def test_what_cannot_be_sent_stands_there_to_be_corrected(as_person, text, error):
    application = make.submitted()
    token = uuid4()
    page = as_person(TOVE).post(url("messages", application), {"text": text, "token": token})
    assert page.status_code == 422
    assert page.content.decode().count(error) == 2
    assert text.strip() in page.content.decode()
    assert Message.objects.count() == 0


@pytest.mark.parametrize("hidden", [{}, {"token": "x", "seen": "y"}, {"token": "x" * 99, "seen": "\x00"}])
def test_a_page_that_was_tampered_with_loses_nothing_that_was_typed(as_person, hidden):
    application = make.submitted()
    client = as_person(TOVE)
    client.post(url("messages", application), {"text": "Hej", **hidden})
    client.post(url("read", application), hidden)
    assert Message.objects.count() <= 1


def test_before_it_is_sent_there_is_nobody_to_write_to(as_person):
    application = make.draft()
    client = as_person(TOVE)
    for page in (
        client.get(url("messages", application), follow=True),
        client.post(url("messages", application), follow=True),
    ):
        assert told(page) == [
            "Når I har sendt ansøgningen, kan I skrive til SPARK her. Indtil da er I velkomne til at ringe."
        ]


def test_after_the_end_the_thread_can_be_read_only(as_person):
    application = make.submitted()
    as_group(application, TOVE)
    make._moved(application, "withdrawn", waiting_since=None)
    client = as_person(TOVE)
    text = client.get(url("messages", application)).content.decode()
    assert "Kan vi vente til februar?" in text
    assert "<textarea" not in text
    page = client.post(url("messages", application), {"text": "Hallo", "token": uuid4()})
    assert page.status_code == 409
    text = page.content.decode()
    assert "Ansøgningen er lukket, så der kan ikke skrives flere beskeder. Ring gerne til os." in text
    assert "<blockquote><p>Hallo</p></blockquote>" in text
    assert Message.objects.count() == 1


def test_who_is_no_longer_named_leaves_their_words_without_their_name(as_person):
    application = make.submitted()
    as_group(application, TOVE)
    Message.objects.update(author=None)
    page = as_person(METTE).get(url("messages", application))
    assert lines(page)[0][0] == "En person, der ikke længere er med"


def test_a_long_thread_has_pages_and_costs_the_same(as_person, django_assert_max_num_queries):
    application = make.submitted()
    client = as_person(TOVE)
    karen = staff()

    def count():
        client.get(url("messages", application))
        with django_assert_max_num_queries(14) as queries:
            client.get(url("messages", application))
        return len(queries)

    as_spark(application, karen)
    before = count()
    Message.objects.bulk_create(
        Message(
            application=application,
            sender="spark",
            author=karen,
            text=str(number),
            at=make.MORNING + timedelta(minutes=number + 1),
            token=uuid4(),
        )
        for number in range(40)
    )
    assert count() == before
    page = client.get(url("messages", application))
    assert len(lines(page)) == 25
    assert len(lines(client.get(url("messages", application) + page.context["page"].next))) == 16
