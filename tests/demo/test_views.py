"""Trying the portal: being somebody, reading the post, moving the clock."""

from datetime import timedelta

import pytest

import clock
from demo import mailbox, people, seeding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places"), pytest.mark.urls("tests.demo.addresses")]

MAIL = (
    b"From: SPARK <spark@example.org>\r\nTo: leder@demo.example.org\r\nSubject: Din kode\r\n"
    b"Date: Sat, 21 Nov 2026 09:05:00 +0000\r\n\r\nKoden er 123456. <script>\r\n"
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    settings.DEMO_MAILBOX, settings.DEMO_CLOCK = tmp_path / "mailbox", tmp_path / "clock"
    monkeypatch.setenv("SPARK_CLOCK", f"@{settings.DEMO_CLOCK}")
    settings.DEMO_MAILBOX.mkdir()
    return settings.DEMO_MAILBOX


@pytest.fixture
def cast():
    return seeding.load_people(clock.now())


def test_everybody_of_the_demo_is_on_the_list(client, cast):
    page = client.get("/demo/").content.decode()
    assert [person.slug for person in people.EVERYBODY if f'value="{person.slug}"' not in page] == []
    assert client.cookies["csrftoken"].value


@pytest.mark.parametrize(
    ("slug", "room"),
    [
        ("leder", "/ansoegninger/"),
        ("konsulent-2", "/sekretariat/"),
        ("sekretariatsleder", "/sekretariat/"),
        ("styregruppe-kl", "/styregruppe/"),
        ("administrator", "/administration/"),
    ],
)
def test_one_is_signed_in_as_the_person_chosen_and_led_to_the_room(client, cast, slug, room):
    answer = client.post("/demo/log-ind/", {"person": slug})
    assert (answer.status_code, answer["Location"]) == (302, room)
    assert client.session["_auth_user_id"] == str(cast[slug].pk)


@pytest.mark.parametrize("sent", [{}, {"person": "nobody"}, {"person": "karen@example.org"}])
def test_nobody_else_can_be_had(client, cast, sent):
    assert client.post("/demo/log-ind/", sent).status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_person_is_only_had_by_post(client, cast):
    assert client.get("/demo/log-ind/?person=leder").status_code == 405


def test_an_empty_mailbox_says_so(client):
    assert "Ingen post endnu" in client.get("/demo/post/").content.decode()


def test_the_newest_mail_is_first_and_can_be_read(client, folder):
    (folder / "000001.eml").write_bytes(MAIL)
    (folder / "000002.eml").write_bytes(MAIL.replace(b"Din kode", b"Din nyeste kode"))
    page = client.get("/demo/post/").content.decode()
    assert page.index("Din nyeste kode") < page.index(">Din kode<")
    letter = client.get("/demo/post/000001/").content.decode()
    assert "21. november 2026 kl. 10.05" in letter
    assert "Koden er 123456. &lt;script&gt;" in letter


@pytest.mark.parametrize("name", ["000009", "..", "x", "000001.eml"])
def test_what_is_no_mail_is_not_found(client, folder, name):
    (folder / "000001.eml").write_bytes(MAIL)
    assert client.get(f"/demo/post/{name}/").status_code == 404


def test_a_mail_with_attachments_names_them_and_one_without_text_is_empty(folder):
    (folder / "000003.eml").write_bytes(
        b'Date: Sat, 21 Nov 2026 09:05:00 +0000\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
        b'Content-Type: text/calendar\r\nContent-Disposition: attachment; filename="m.ics"\r\n\r\nBEGIN\r\n--x--\r\n'
    )
    found = mailbox.find(folder, "000003")
    assert (found.text, found.attachments) == ("", ("m.ics",))


def test_moving_the_clock_moves_every_process_and_keeps_one_signed_in(client, cast):
    client.post("/demo/log-ind/", {"person": "konsulent"})
    before = clock.now()
    assert client.post("/demo/ur/", {"days": "183"})["Location"] == "/demo/ur/"
    assert timedelta(days=183) <= clock.now() - before < timedelta(days=183, minutes=5)
    assert "Uret er stillet" in client.get("/demo/ur/").content.decode()
    assert client.session["_auth_user_id"] == str(cast["konsulent"].pk)


def test_a_visitor_may_move_the_clock_without_being_anybody(client):
    client.post("/demo/ur/", {"days": "1"})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Skriv, hvor mange dage uret skal gå frem"),
        ("i morgen", "Skriv antallet af dage med hele tal"),
        ("-1", "Uret kan ikke gå tilbage: skriv 0 eller mere"),
        ("99999", "Uret kan højst gå 3650 dage frem"),
    ],
)
def test_a_wrong_number_of_days_is_explained_and_moves_nothing(client, settings, typed, told):
    answer = client.post("/demo/ur/", {"days": typed})
    assert answer.status_code == 422
    assert answer.content.decode().count(told) >= 2
    assert not settings.DEMO_CLOCK.exists()
