"""The head reads and words the portal's letters."""

import pytest

from notifications import catalogue
from notifications.models import LetterText
from tests.consultants.desk import NOW, head, staff
from tests.consultants.pages import post, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

LIST = "/sekretariat/indstillinger/breve/"
DECISION = f"{LIST}decision/"
RESET = f"{DECISION}nulstil/"
WORDS = {"subject": "Svar fra SPARK", "body": "Læs svaret her:\n\n{link}", "seen": "0"}


def use(client, **changes):
    return post(client, DECISION, **{**WORDS, "trin": "send", **changes})


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_head_finds_every_letter_from_the_settings(leader):
    assert f'href="{LIST}"' in read(leader.get("/sekretariat/indstillinger/"))
    page = read(leader.get(LIST))
    for each in catalogue.every():
        assert f'<a href="{LIST}{each.key}/">{each.name}</a>' in page
        assert each.trigger in page
        assert each.recipients in page
    assert page.count("Som fra begyndelsen") == len(catalogue.every())


def test_only_the_head_words_letters(desk):
    for address in (LIST, DECISION):
        assert desk.get(address).status_code == 404
    assert desk.post(RESET).status_code == 404
    assert desk.post(DECISION, {**WORDS, "trin": "send"}).status_code == 404
    assert not LetterText.objects.exists()


def test_there_is_no_page_about_another_letter(leader):
    assert leader.get(f"{LIST}brev/").status_code == 404
    assert leader.post(f"{LIST}brev/nulstil/").status_code == 404


def test_a_page_tells_all_about_a_letter(leader):
    page = read(leader.get(f"{LIST}invitation/"))
    for told in (
        "Nogen bliver nævnt i en kladde",
        "Den, der er nævnt",
        "Emne:</strong> Du er nævnt i en ansøgning til SPARK",
        '<a href="http://localhost:8000/ansoegninger/eksempel/">Åbn ansøgningen</a>',
        "<code>{link}</code>",
        "leder@kommune.example har givet os dit navn",
        "1. Åbn {link}",
    ):
        assert told in page
    assert "De seneste ændringer" not in page
    assert "Brug teksten fra begyndelsen igen" not in page


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_is_typed_is_read_as_the_letter_before_it_is_used(leader):
    body = "Læs <b>svaret</b> her:\n\n{link}"
    page = read(response := leader.post(DECISION, {**WORDS, "body": body, "trin": "se"}))
    assert response.status_code == 200
    assert "Emne:</strong> Svar fra SPARK" in page
    address = "http://localhost:8000/ansoegninger/eksempel/"
    assert f'<p><a href="{address}">{address}</a></p>' in page
    assert "<b>svaret</b>" not in response.content.decode()
    assert "Teksten nævner" not in page
    assert not LetterText.objects.exists()
    again = leader.post(DECISION, {**WORDS, "body": body, "trin": "ret"})
    assert "&lt;b&gt;svaret&lt;/b&gt; her:" in again.content.decode()


def test_a_telling_text_is_warned_against_but_not_refused(leader):
    body = "Svar om jeres sag om chikane: {link}"
    assert "Teksten nævner »chikane«" in read(leader.post(DECISION, {**WORDS, "body": body, "trin": "se"}))
    use(leader, body=body)
    assert LetterText.objects.get().body == body


def test_the_new_words_are_in_force_and_on_record(leader):
    response = use(leader)
    assert response.redirect_chain == [(DECISION, 302)]
    page = read(response)
    assert "Brevet lyder sådan fra nu af" in page
    assert "<summary>Svar fra SPARK</summary>" in page
    assert "21. november 2026 kl. 11.00</time> · Hanne Skov" in page
    text = LetterText.objects.get()
    assert (text.kind, text.number, text.subject, text.body) == ("decision", 1, WORDS["subject"], WORDS["body"])
    assert (text.written_by, text.written_at) == (head(), NOW)
    assert "Rettet 21. november 2026 af Hanne Skov" in read(leader.get(LIST))


def test_nothing_typed_is_lost_where_a_word_is_refused(leader):
    response = leader.post(DECISION, {**WORDS, "body": "Læs {sag.tekst}", "trin": "send"})
    page = read(response)
    assert response.status_code == 422
    assert "{sag.tekst} findes ikke i det her brev" in page
    assert "Læs {sag.tekst}</textarea>" in page
    assert not LetterText.objects.exists()


def test_the_same_words_again_change_nothing(leader):
    use(leader)
    assert "Der var intet at ændre." in read(use(leader, seen="1"))
    assert LetterText.objects.count() == 1


# ── Taking back ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_words_of_the_beginning_come_back(leader):
    use(leader)
    page = read(post(leader, RESET, seen="1"))
    assert "Brevet lyder igen, som det gjorde fra begyndelsen." in page
    assert "Teksten fra begyndelsen gælder igen" in page
    assert "Der er svar på jeres ansøgning til SPARK" in page
    assert [text.is_default for text in LetterText.objects.order_by("number")] == [False, True]
    assert "Brevet lyder allerede" in read(post(leader, RESET, seen="2"))
    assert read(leader.get(LIST)).count("Som fra begyndelsen") == len(catalogue.every())


# ── Two at once ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def changed_meanwhile():
    bo = staff("Bo Lind")
    return LetterText.objects.create(
        kind="decision", number=1, subject="Bos emne", body="Bos ord {link}", written_by=bo, written_at=NOW
    )


@pytest.mark.usefixtures("changed_meanwhile")
def test_the_second_of_two_sees_both_texts_and_decides(leader):
    response = leader.post(DECISION, {**WORDS, "trin": "send"})
    page = read(response)
    assert response.status_code == 409
    for told in (
        "En anden har rettet brevet imens",
        "· Bo Lind",
        "Bos emne",
        "Bos ord {link}</pre>",
        "Læs svaret her:",
    ):
        assert told in page
    assert 'name="seen" value="1"' in page
    assert LetterText.objects.count() == 1
    use(leader, seen="1")
    assert LetterText.objects.newest("decision").body == WORDS["body"]


@pytest.mark.usefixtures("changed_meanwhile")
@pytest.mark.parametrize("seen", ["0", "", "x"])
def test_a_text_that_was_not_seen_is_not_taken_back(leader, seen):
    response = leader.post(RESET, {"seen": seen})
    assert response.status_code == 409
    assert "Bos ord {link}</textarea>" in read(response)
    assert not LetterText.objects.newest("decision").is_default


def test_the_second_is_told_too_where_the_first_took_the_words_back(leader, changed_meanwhile):
    LetterText.objects.create(kind="decision", number=2, written_at=NOW)
    page = read(leader.post(DECISION, {**WORDS, "seen": "1", "trin": "send"}))
    assert "Brevet lyder igen, som det gjorde fra begyndelsen." in page
