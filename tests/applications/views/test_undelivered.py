"""A mail server that does not know an address: the group sees it at once, and can correct it."""

from datetime import timedelta

import pytest

from applications.actions import correcting, people
from notifications import delivery
from tests.applications.room import ANDERS, METTE, TOVE, ask, named
from tests.factories import applications as make
from tests.smtp import RecordingServer

pytestmark = pytest.mark.django_db

LOST = "Mailen kom ikke frem. Er adressen rigtig?"
WRONG = "tove.riis@odnse.example"
SOON = make.MORNING + timedelta(seconds=30)


@pytest.fixture
def mail_server(settings):
    """It knows everybody but one."""
    with RecordingServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        server.answers[f"RCPT {WRONG}"] = "550 5.1.1 no such user"
        yield server


@pytest.fixture
def application():
    mette, tove, anders = make.TRIO
    return make.draft(people=(mette, ("Tove Riis", WRONG, tove[2]), anders), accepted=False)


def status(application):
    return f"/ansoegninger/{application.pk}/"


def test_a_refused_address_shows_on_the_status_page_with_the_way_to_correct_it(mail_server, application, as_person):
    ask(application)
    assert LOST not in as_person(METTE).get(status(application)).content.decode()
    delivery.deliver(now=SOON)
    assert sorted(mail_server.recipients) == [ANDERS, METTE]

    page = as_person(METTE).get(status(application))
    text = page.content.decode()
    tove = named(application, WRONG)
    assert text.count(LOST) == 1
    assert [row["person"].name for row in page.context["answers"] if row["trouble"]] == ["Tove Riis"]
    assert f'<a href="{status(application)}personer/{tove.pk}/">Ret adressen' in text

    facts = {"name": "Tove Riis", "email": TOVE, "phone": "", "by": make.person(METTE), "signatory_id": tove.pk}
    correcting.correct_person(application_id=application.pk, now=SOON, **facts)
    assert LOST not in as_person(METTE).get(status(application)).content.decode()
    delivery.deliver(now=SOON)  # the old address is refused once more, the new one is taken
    assert mail_server.recipients[-1] == TOVE
    assert LOST not in as_person(METTE).get(status(application)).content.decode()


def test_a_refused_invitation_shows_where_people_are_named(mail_server, application, as_person):
    tove = named(application, WRONG)
    people.invite(application_id=application.pk, signatory_id=tove.pk, by=make.person(METTE), now=make.MORNING)
    delivery.deliver(now=SOON)
    page = as_person(METTE).get(f"{status(application)}trin/5/").content.decode()
    assert page.count(LOST) == 1


def test_a_letter_that_arrives_later_clears_the_name(mail_server, application, as_person):
    ask(application)
    delivery.deliver(now=SOON)
    del mail_server.answers[f"RCPT {WRONG}"]
    tove = named(application, WRONG)
    client = as_person(METTE)
    client.post(f"{status(application)}personer/{tove.pk}/paamind/")
    delivery.deliver(now=SOON + timedelta(minutes=1))
    assert LOST not in client.get(status(application)).content.decode()
