"""The journal: notes that survive everything, the contact log, and tasks."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from consultants.actions import journal
from consultants.models import NoteDraft
from tests.consultants.pages import post, read, text_of
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
PAGE = f"{16 * 'a'}-1"
CALL = {
    "channel": "phone",
    "on_day": "5",
    "on_month": "11",
    "on_year": "2026",
    "minutes": "20",
    "text": "Aftalte, hvem der kommer",
}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def karen(client):
    client.force_login(factory.consultant())
    return client


@pytest.fixture
def engagement():
    return factory.active()


def address(engagement, name="journal", *more):
    return reverse(f"consultants:{name}", args=[engagement.pk, *more])


def autosave(client, engagement, text, *, read=0, page=PAGE):
    typed = {"text": text, "edit_number": str(read), "side": page}
    return client.post(address(engagement), typed, headers={"accept": "application/json"})


def draft():
    return NoteDraft.objects.get().text


def in_the_field(page):
    return re.search(r'<textarea name="text"[^>]*>\s?([^<]*)</textarea>', page)[1]


# ── Notes ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_note_is_kept_once(karen, engagement):
    assert factory.NOTE in read(post(karen, address(engagement), text=factory.NOTE))
    assert "Noten er gemt." in read(post(karen, address(engagement), text=factory.NOTE))
    assert engagement.notes.count() == 1


def test_an_empty_note_is_told_of(karen, engagement):
    answer = post(karen, address(engagement), text="   ")

    assert answer.status_code == 422
    assert "Skriv noten" in read(answer)


def test_the_overview_shows_no_notes_but_the_way_to_them(karen, engagement):
    factory.note(engagement)
    page = read(karen.get(address(engagement, "engagement")))

    assert factory.NOTE not in page
    assert address(engagement) in page


def test_a_long_journal_has_pages_of_notes(karen, engagement):
    for number in range(30):
        factory.note(engagement, text=f"Note nr. {number:02}", at=NOW + timedelta(minutes=number))

    page = karen.get(address(engagement))
    assert re.findall(r"Note nr\. (\d\d)", read(page)) == [f"{number:02}" for number in range(29, 4, -1)]
    later = read(karen.get(address(engagement) + page.context["notes"].next))
    assert re.findall(r"Note nr\. (\d\d)", later) == ["04", "03", "02", "01", "00"]


# ── A note that is being written ────────────────────────────────────────────────────────────────────────────────────
def test_a_note_is_saved_while_it_is_typed_and_its_writer_alone_sees_it(karen, engagement):
    first = autosave(karen, engagement, "Lederen er i tvivl om, hv")
    assert (first.status_code, first.json()) == (200, {"edit": 1, "said": "Kladden er gemt kl. 10.00."})
    autosave(karen, engagement, "Lederen er i tvivl om, hvem der bestemmer", read=1)

    assert in_the_field(read(karen.get(address(engagement)))) == "Lederen er i tvivl om, hvem der bestemmer"
    assert engagement.notes.count() == 0
    hanne = Client()
    hanne.force_login(factory.head())
    assert "i tvivl" not in read(hanne.get(address(engagement)))


def test_the_finished_note_ends_the_draft_and_what_was_on_its_way_comes_too_late(karen, engagement):
    autosave(karen, engagement, "Halv")
    post(karen, address(engagement), text="Hel", edit_number="0", side=PAGE)

    late = autosave(karen, engagement, "Halv", page=PAGE)

    assert (late.status_code, draft()) == (409, "")
    assert [note.text for note in engagement.notes.all()] == ["Hel"]
    assert in_the_field(read(karen.get(address(engagement)))) == ""


def test_without_scripts_a_button_saves_the_draft(karen, engagement):
    page = read(post(karen, address(engagement), text="Halv", edit_number="0", side=PAGE, kladde="ja"))

    assert "Kladden er gemt. Kun du kan se den." in page
    assert in_the_field(page) == "Halv"


def test_two_windows_of_one_person_never_overwrite_each_other(karen, engagement):
    autosave(karen, engagement, "Det første vindue")

    other = autosave(karen, engagement, "Det andet vindue", page=f"{16 * 'b'}-1")
    assert other.json() == {"said": "Du har gemt noget andet på en anden side imens. Dit er ikke gemt."}
    assert other.status_code == 409
    both = karen.post(
        address(engagement), {"text": "Det andet vindue", "edit_number": "0", "side": "x", "sammenlign": "ja"}
    )

    assert both.status_code == 409
    assert draft() == "Det første vindue"
    assert "Det første vindue" in read(both)
    assert in_the_field(read(both)) == "Det andet vindue"
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', read(both).partition("<main")[2]))
    post(karen, address(engagement), text="Begge", kladde="ja", **hidden)
    assert draft() == "Begge"


def test_a_note_from_one_window_leaves_the_draft_of_another(karen, engagement):
    autosave(karen, engagement, "Det første vindue")

    post(karen, address(engagement), text="Det andet vindue", edit_number="0", side=f"{16 * 'b'}-1")

    assert [note.text for note in engagement.notes.all()] == ["Det andet vindue"]
    assert draft() == "Det første vindue"


def test_the_same_words_again_are_no_edit(karen, engagement):
    autosave(karen, engagement, "Ens")
    assert autosave(karen, engagement, "Ens", page=f"{16 * 'b'}-1").json()["edit"] == 1


def test_what_is_too_long_is_told_of_and_not_half_saved(karen, engagement):
    answer = autosave(karen, engagement, "x" * 2001)
    told = "Noten er ikke gemt. Teksten må højst fylde 2000 tegn. Nu fylder den 2001."
    assert (answer.status_code, answer.json()) == (200, {"edit": 0, "said": told})

    page = post(karen, address(engagement), text="x" * 2001, kladde="ja")
    assert (page.status_code, in_the_field(read(page))) == (422, "x" * 2001)
    assert not NoteDraft.objects.exists()


def test_the_session_ends_in_the_middle_of_a_note(engagement):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(factory.consultant())
    where = address(engagement)
    shown = read(browser.get(where)).partition("<main")[2]
    form = shown[shown.index("data-autosave") :]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    browser.cookies.pop("sessionid")

    answer = browser.post(where, {**hidden, "text": "Midt i en sætning"})
    assert answer["Location"] == f"/log-ind/?next={where.replace('/', '%2F')}"
    browser.force_login(factory.consultant())

    page = read(browser.get(where))
    assert "Det er ikke gemt endnu." in page
    assert in_the_field(page) == "Midt i en sætning"
    assert engagement.notes.count() == 0


def test_a_dead_token_keeps_the_note(engagement):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(factory.consultant())
    where = address(engagement)
    shown = read(browser.get(where)).partition("<main")[2]
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown[shown.index("data-autosave") :])
    )

    answer = browser.post(where, {**hidden, "csrfmiddlewaretoken": "død", "text": "Midt i en sætning"})

    assert answer.status_code == 403
    assert f'href="{where}"' in read(answer)
    assert in_the_field(read(browser.get(where))) == "Midt i en sætning"


# ── The contact log ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_telephone_call_is_noted(karen, engagement):
    where = address(engagement, "log_contact")
    assert 'value="2026"' in read(karen.get(where))

    page = read(post(karen, where, **CALL))

    assert "Kontakten er noteret." in page
    assert "Aftalte, hvem der kommer" in page
    assert "Telefon, 20 min." in page
    post(karen, where, **CALL)
    entry = engagement.contacts.get()
    assert (entry.on, entry.minutes, entry.written_by) == (date(2026, 11, 5), 20, factory.consultant())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"on_day": "6"}, "Skriv en dag fra 3. november 2026, hvor forløbet blev åbnet, til i dag"),
        ({"minutes": "0"}, "Skriv et tal, der er mindst 1"),
        ({"minutes": "mange"}, "Skriv antallet med tal"),
        ({"channel": "brevdue"}, "Vælg en af de viste muligheder"),
        ({"text": ""}, "Skriv kort, hvad det handlede om"),
    ],
)
def test_a_contact_tells_what_is_missing(karen, engagement, typed, told):
    answer = post(karen, address(engagement, "log_contact"), **{**CALL, **typed})

    assert answer.status_code == 422
    assert told in read(answer)
    assert engagement.contacts.count() == 0


def test_the_whole_log_stands_on_pages_of_its_own(karen, engagement):
    for number in range(27):
        factory.contact_entry(engagement, on=date(2026, 11, 4), text=f"Samtale {number:02}")

    assert read(karen.get(address(engagement))).count("Samtale ") == 5
    page = karen.get(address(engagement, "contact_log"))
    assert re.findall(r"Samtale (\d\d)", read(page))[:2] == ["26", "25"]
    assert read(karen.get(address(engagement, "contact_log") + page.context["page"].next)).count("Samtale ") == 2


def test_what_was_typed_about_a_contact_survives_the_session(karen, engagement):
    where = address(engagement, "log_contact")
    field = re.search(r'name="skrevet_af" value="([^"]+)"', read(karen.get(where)))[1]
    karen.cookies.pop("sessionid")
    karen.post(where, {**CALL, "skrevet_af": field})
    karen.force_login(factory.consultant())

    page = karen.get(where)

    assert page.status_code == 200
    assert "Aftalte, hvem der kommer" in read(page)
    assert "Det er ikke gemt endnu." in read(page)
    assert engagement.contacts.count() == 0


# ── Tasks ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def to_do(**typed):
    day = {"due_on_day": "9", "due_on_month": "11", "due_on_year": "2026"}
    return {"title": "Send vagtplanen", "owner": factory.consultant().pk, **day, **typed}


def test_a_task_is_written_done_and_opened_again(karen, engagement):
    page = read(post(karen, address(engagement, "add_task"), **to_do()))
    assert "Senest 9. november 2026 · Karen Lund" in page
    task = engagement.tasks.get()

    assert "Opgaven er færdig." in read(post(karen, address(engagement, "task_done", task.pk)))
    assert "Færdig 5. november 2026 · Karen Lund" in read(karen.get(address(engagement, "tasks") + "?vis=faerdige"))
    assert "Send vagtplanen" not in read(karen.get(address(engagement)))
    assert "Opgaven er åben igen." in read(post(karen, address(engagement, "task_done", task.pk), igen="ja"))
    assert "Send vagtplanen" in read(karen.get(address(engagement, "tasks")))


def test_my_tasks_stand_in_one_list_whatever_the_engagement(karen, engagement):
    other, colleague = (
        factory.active(application=applications.granted()),
        factory.consultant("bo.dahl@spark.example", "Bo Dahl"),
    )
    late = factory.task(other, title="Ring til AMR", due_on=date(2026, 11, 4))
    later = factory.task(engagement, due_on=date(2026, 11, 9))
    factory.task(engagement, title="Bos opgave", owner=colleague)
    factory.task(engagement, title="Gjort er gjort", done_at=NOW)
    where = reverse("consultants:own_tasks")

    answer = karen.get(where)

    assert list(answer.context["page"].rows) == [late, later]
    assert "Senest 4. november 2026" in read(answer)
    assert read(answer).count("Overskredet") == 1
    for theirs in ("Bos opgave", "Gjort er gjort"):
        assert theirs not in read(answer)
    done = karen.post(address(other, "task_done", late.pk), {"mine": "ja"}, follow=True)
    assert done.redirect_chain == [(where, 302)]
    assert "Opgaven er færdig." in read(done)
    karen.post(address(engagement, "task_done", later.pk), {"mine": "ja"})
    assert "Du har ingen opgaver." in read(karen.get(where))


def test_a_task_in_an_engagement_that_is_run_by_another_is_nobodys_of_mine(karen, engagement):
    factory.task(engagement)
    factory.handed_over(engagement, factory.consultant("bo.dahl@spark.example", "Bo Dahl"), at=NOW)
    assert not karen.get(reverse("consultants:own_tasks")).context["page"].rows


def test_a_task_is_given_another_day_and_another_owner(karen, engagement):
    task = factory.task(engagement, due_on=date(2026, 11, 4))
    assert "Overskredet" in read(karen.get(address(engagement)))
    where = address(engagement, "change_task", task.pk)
    assert 'value="Send vagtplanen"' in read(karen.get(where))

    seen = journal.mark(task)
    assert f'name="set" value="{seen}"' in karen.get(where).content.decode()

    assert "Opgaven er rettet." in read(post(karen, where, **to_do(title="Send to planer"), set=seen))

    task.refresh_from_db()
    assert (task.title, task.due_on) == ("Send to planer", date(2026, 11, 9))


def test_whoever_saves_a_task_second_reads_what_stands_and_chooses(karen, engagement):
    task = factory.task(engagement, due_on=date(2026, 11, 4))
    where, seen = address(engagement, "change_task", task.pk), journal.mark(task)
    post(karen, where, **to_do(title="Send to planer"), set=seen)

    answer = post(karen, where, **to_do(title="Send tre planer"), set=seen)
    assert answer.status_code == 409
    assert "Nu står der: »Send to planer (Karen Lund, senest 9. november 2026)«. Dit er ikke gemt." in text_of(answer)
    assert 'value="Send tre planer"' in answer.content.decode()

    (again,) = re.findall(r'name="set" value="(\w+)"', answer.content.decode())
    assert "Opgaven er rettet." in read(post(karen, where, **to_do(title="Send tre planer"), set=again))
    task.refresh_from_db()
    assert task.title == "Send tre planer"


def test_only_those_who_run_it_get_tasks(karen, engagement):
    otto = factory.consultant("otto@spark.example", "Otto")

    answer = post(karen, address(engagement, "add_task"), **to_do(owner=otto.pk))

    assert answer.status_code == 422
    assert "Vælg en af de viste muligheder" in read(answer)


def test_whoever_leaves_while_the_page_is_open_gets_no_task(karen, engagement, monkeypatch):
    from consultants.views import journal_lists

    def handed_over(**_):
        raise journal_lists.journal.NotTheirOwner

    monkeypatch.setattr(journal_lists.journal, "add_task", handed_over)

    assert "er ikke længere på forløbet" in read(post(karen, address(engagement, "add_task"), **to_do()))


def test_a_task_of_another_engagement_is_not_there(karen, engagement):
    theirs = factory.task(factory.active(application=applications.granted()))
    for name in ("change_task", "task_done"):
        assert karen.post(address(engagement, name, theirs.pk), to_do()).status_code == 404


def test_whoever_loses_the_engagement_while_writing_finds_nothing(karen, engagement, monkeypatch):
    from consultants.views import journal

    def handed_over(**_):
        raise journal.running.NotYours

    monkeypatch.setattr(journal.notes, "write", handed_over)

    assert karen.post(address(engagement), {"text": "En note"}).status_code == 404
