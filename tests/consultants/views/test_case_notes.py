"""Notes about an application: for the team or the head alone, never for the group, and erasable."""

from uuid import uuid4

import pytest
from django.contrib.messages import get_messages

from accounts.models import Role
from applications.actions import noting, signing
from applications.actions.record import NothingWritten
from applications.actions.triage import NotAtTheDesk
from applications.models import CaseNote, Readers
from consultants.querysets import with_open_thread
from tests.consultants.desk import NOW, WEEKS_AGO, head, opened, staff, steering
from tests.consultants.pages import text_of
from tests.factories import applications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def application():
    return applications.submitted()


def page_of(application, rest="noter/"):
    return f"/sekretariat/ansoegninger/{application.pk}/{rest}"


def note(application, text, *, by=None, readers=Readers.TEAM):
    by = by or staff()
    among = with_open_thread(by)
    noting.write(application_id=application.pk, by=by, among=among, text=text, readers=readers, now=NOW)
    return CaseNote.objects.first()


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)][-1]


def test_a_note_is_written_and_stands_on_the_case(desk, application):
    assert "Der er ingen noter endnu." in text_of(desk.get(page_of(application)))
    response = desk.post(page_of(application), {"text": "Ring <til> dem", "readers": "team"})
    assert response.headers["Location"] == page_of(application)
    assert told(response) == "Noten er gemt."
    assert "Karen Lund, 21. november 2026 kl. 11.00 · Hele sekretariatet Ring <til> dem" in text_of(
        desk.get(page_of(application))
    )
    assert "Ring <til> dem" in text_of(desk.get(page_of(application, "")))
    assert told(desk.post(page_of(application), {"text": "Ring <til> dem", "readers": "team"})) == (
        "Noten er gemt i forvejen."
    )
    assert str(CaseNote.objects.get()) == "Note 21.11.2026"


@pytest.mark.parametrize(
    ("typed", "error"), [({"readers": "team"}, "Skriv noten"), ({"text": "x"}, "Vælg, hvem der kan læse noten")]
)
def test_a_note_that_lacks_something_is_refused(desk, application, typed, error):
    response = desk.post(page_of(application), typed)
    assert response.status_code == 422
    assert error in text_of(response)


def test_what_is_for_the_head_is_read_by_her_and_whoever_wrote_it(client, application):
    note(application, "Kun for Hanne", readers=Readers.HEAD)
    note(application, "Skrevet af Hanne", by=head(), readers=Readers.HEAD)
    seen = {}
    for reader in (staff(), staff("Bo Dahl"), head()):
        client.force_login(reader)
        for rest in ("noter/", ""):
            page = text_of(client.get(page_of(application, rest)))
            seen[reader.name, rest] = ("Kun for Hanne" in page, "Skrevet af Hanne" in page)
    assert seen == {
        ("Karen Lund", "noter/"): (True, False),
        ("Karen Lund", ""): (True, False),
        ("Bo Dahl", "noter/"): (False, False),
        ("Bo Dahl", ""): (False, False),
        ("Hanne Skov", "noter/"): (True, True),
        ("Hanne Skov", ""): (True, True),
    }


def test_a_note_typed_while_the_group_withdrew_is_given_back(client, application):
    for reader, shows in ((staff(), "Gå til ansøgningerne"), (head(), "Gå til SPARK-2026-0001")):
        client.force_login(reader)
        client.get(page_of(application, ""))
        if reader == staff():
            signing.withdraw(application_id=application.pk, by=applications.person(applications.TRIO[0][1]), now=NOW)
        response = client.post(page_of(application), {"text": "Ring <til> dem", "readers": "team"})
        assert response.status_code == 409
        page = text_of(response)
        assert "står nu som »Trukket tilbage«" in page
        assert "Ring <til> dem" in page
        assert shows in page
    assert "Ansøgningen er trukket tilbage eller udløbet" in text_of(client.get(page_of(application)))
    assert "Gem noten" not in text_of(client.get(page_of(application)))
    assert not CaseNote.objects.exists()
    client.force_login(staff("Bo Dahl"))
    assert client.post(page_of(application), {"text": "x", "readers": "team"}).status_code == 404


def test_the_group_never_sees_a_note(client, application):
    note(application, "Kun os")
    client.force_login(applications.person(applications.TRIO[0][1]))
    for address in (f"/ansoegninger/{application.pk}/", "/ansoegninger/mine-oplysninger/mine-oplysninger.json"):
        assert "Kun os" not in text_of(client.get(address))


def test_who_wrote_it_or_the_head_erases_it_and_nobody_else(client, application):
    mine, hers = note(application, "Min"), note(application, "Hendes", by=head())
    client.force_login(staff())
    response = client.post(page_of(application, f"noter/{hers.pk}/slet/"))
    assert told(response) == "Kun den, der har skrevet noten, og sekretariatslederen kan slette den."
    assert told(client.post(page_of(application, f"noter/{mine.pk}/slet/"))) == "Noten er slettet."
    assert client.post(page_of(application, f"noter/{mine.pk}/slet/")).status_code == 404
    assert client.post(page_of(applications.submitted(), f"noter/{hers.pk}/slet/")).status_code == 404
    client.force_login(head())
    client.post(page_of(application, f"noter/{hers.pk}/slet/"))
    assert not CaseNote.objects.exists()


def test_the_verbs_keep_their_own_doors(application):
    with pytest.raises(NotAtTheDesk):
        note(application, "x", by=steering())
    with pytest.raises(NothingWritten):
        note(application, " ")
    noting.erase(note_id=0, by=head())
    with pytest.raises(NotAtTheDesk):
        note(applications.draft(), "x")
    granted = opened(at=WEEKS_AGO, consultant=staff("Bo Dahl")).application
    with pytest.raises(NotAtTheDesk):
        note(granted, "x")
    note(granted, "Deres", by=staff("Bo Dahl"))
    assert [each.text for each in CaseNote.objects.all()] == ["Deres"]
    with pytest.raises(NotAtTheDesk):
        noting.write(
            application_id=uuid4(), by=head(), among=with_open_thread(head()), text="x", readers=Readers.TEAM, now=NOW
        )
    assert not CaseNote.objects.visible_to(staff("Gone", Role.HEAD, is_active=False)).exists()
    assert not CaseNote.objects.visible_to(steering()).exists()


# ── Asking, and being answered ──────────────────────────────────────────────────────────────────────────────────────
def test_an_answer_is_marked_on_the_queue_until_somebody_acts(desk, application):
    from applications.actions import triage

    triage.ask_for_information(application_id=application.pk, by=staff(), question="Hvem?", now=NOW)
    assert "Svar modtaget" not in text_of(desk.get("/sekretariat/ansoegninger/"))
    mette = applications.person(applications.TRIO[0][1])
    triage.answer_request(application_id=application.pk, by=mette, answer="Os.", now=NOW)
    assert "Svar modtaget" in text_of(desk.get("/sekretariat/ansoegninger/"))
    triage.set_waiting(application_id=application.pk, by=staff(), now=NOW)
    assert "Svar modtaget" not in text_of(desk.get("/sekretariat/ansoegninger/"))
