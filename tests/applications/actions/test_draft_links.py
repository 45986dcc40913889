from datetime import date, timedelta

import pytest

from applications.actions import draft_links, people
from notifications import registry
from notifications.letters import Unwanted, word
from notifications.models import Notification
from tests.applications.desk import METTE, TOVE, begun
from tests.applications.room import ask
from tests.factories import applications as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def send(application, email=METTE, *, after=timedelta(0)):
    return draft_links.send(application_id=application.pk, to=make.person(email), now=make.MORNING + after)


def composed(row):
    owed = registry.Owed(row.about_id, row.recipient_key, row.occurrence, make.MORNING)
    return registry.compose(row.kind, owed)


def letters():
    return [composed(row) for row in Notification.objects.filter(kind="draft-link").order_by("owed_at")]


def test_whoever_puts_a_draft_aside_gets_the_way_back(client, time_machine):
    time_machine.move_to(make.MORNING)
    application = begun()
    client.force_login(make.person(METTE))

    client.post(f"/ansoegninger/{application.pk}/trin/3/", {"situation": "Vi er uenige", "luk": "ja"})

    (letter,) = letters()
    assert (letter.to, letter.context) == (
        METTE,
        {"path": f"/ansoegninger/{application.pk}/tjek/", "last_day": date(2026, 12, 3)},
    )
    assert "Vi har sendt dig en mail med et link" in client.get("/ansoegninger/").content.decode()
    client.post(
        f"/ansoegninger/{application.pk}/trin/3/", {"situation": "Nu endnu mere", "luk": "ja", "edit_number": "1"}
    )
    assert "Linket til den står i den mail, du fik før" in client.get("/ansoegninger/").content.decode()
    assert len(letters()) == 1


def test_one_letter_an_hour_for_each_draft_and_person():
    first, second = make.draft(), begun()
    assert send(first)
    assert send(second)
    assert send(first, TOVE)
    assert not send(first, after=timedelta(minutes=59))
    assert send(first, after=timedelta(hours=1))
    assert len(letters()) == 4


def test_the_letter_is_unwanted_once_the_draft_is_no_longer_theirs_to_write():
    asked, left, gone = make.draft(), make.draft(), make.draft()
    send(asked)
    ask(asked)
    send(left, TOVE)
    tove = left.signatories.get(email=TOVE)
    people.remove_person(application_id=left.pk, signatory_id=tove.pk, by=make.person(METTE), now=make.MORNING)
    send(gone)
    Notification.objects.filter(about_id=gone.pk).update(recipient_key="user:0")

    by_draft = {row.about_id: composed(row) for row in Notification.objects.filter(kind="draft-link")}

    assert by_draft[asked.pk] == Unwanted(because="the application has moved on")
    assert by_draft[left.pk] == by_draft[gone.pk] == Unwanted(because="the person does not write on it")


def test_the_letter_gives_nothing_away():
    application = make.draft()
    send(application)
    words = word(letters()[0])
    assert words.subject == "Linket til jeres kladde hos SPARK"
    for text in (words.text, words.html):
        assert f"http://localhost:8000/ansoegninger/{application.pk}/tjek/" in text
        assert "Kladden bliver gemt til og med 3. december 2026." in text
        assert not [marker for marker in (make.THEME, make.WORKPLACE, make.TEXT, "Odense") if marker in text]
