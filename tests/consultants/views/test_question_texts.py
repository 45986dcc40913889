"""The head's page of texts that a question begins with, and the page where one of them is chosen."""

import pytest

from consultants.actions import question_texts
from consultants.models import QuestionText
from tests.consultants.desk import NOW, WEEKS_AGO, head
from tests.consultants.pages import post, read
from tests.factories import applications, consultants

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

PAGE = "/sekretariat/indstillinger/spoergsmaal/"
WORDS = {"title": "Hvem der <deltager>", "text": "Kære alle\n\nHvor mange er I?", "seen": "0"}


@pytest.fixture(autouse=True)
def _none_to_begin_with(db):
    QuestionText.objects.all().delete()


def titles(response):
    return [each.title for each in response.context["texts"]]


def test_the_settings_lead_here(leader):
    assert f'href="{PAGE}"' in read(leader.get("/sekretariat/indstillinger/"))
    assert "Der er ingen tekster i brug." in read(leader.get(PAGE))


def test_consultants_word_none(desk):
    text = consultants.question_text()
    for address in (PAGE, f"{PAGE}{text.pk}/", f"{PAGE}{text.pk}/ud/", f"{PAGE}{text.pk}/ind/"):
        assert desk.post(address, WORDS).status_code == 404
    assert desk.get(PAGE).status_code == 404
    assert QuestionText.objects.get().retired_at is None


def test_a_text_is_added_changed_retired_and_brought_back(leader):
    assert "Teksten er tilføjet." in read(post(leader, PAGE, **WORDS))
    text = QuestionText.objects.get()
    here = f"{PAGE}{text.pk}/"
    page = leader.get(here).content.decode()
    assert "Hvem der &lt;deltager&gt;" in page
    assert 'name="seen" value="1"' in page
    changed = {**WORDS, "title": "Hvem der deltager", "seen": "1"}
    assert "Teksten er gemt." in read(post(leader, here, **changed))
    assert "Der var intet at ændre." in read(post(leader, here, **changed))
    page = post(leader, f"{here}ud/")
    assert "Teksten er taget ud af brug." in read(page)
    assert (titles(page), "Tag i brug igen" in read(page)) == ([], True)
    page = post(leader, f"{here}ind/")
    assert "Teksten er taget i brug igen." in read(page)
    assert titles(page) == ["Hvem der deltager"]
    assert leader.post(f"{PAGE}999999/ud/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"title": " "}, "Skriv, hvad teksten spørger om"),
        ({"text": ""}, "Skriv teksten"),
        ({"text": "x" * 2001}, "Teksten må højst fylde 2000 tegn. Nu fylder den 2001."),
    ],
)
def test_what_is_missing_is_said_and_the_rest_is_kept(leader, typed, error):
    response = leader.post(PAGE, {**WORDS, **typed})
    assert response.status_code == 422
    assert read(response).count(error) == 2
    assert not QuestionText.objects.exists()


def test_more_than_there_is_room_for(leader, monkeypatch):
    monkeypatch.setattr(question_texts, "MOST", 1)
    consultants.question_text("Den ene")
    retired = consultants.question_text("Den gamle", retired_at=NOW)
    response = leader.post(PAGE, WORDS)
    assert (response.status_code, "Tag en ud af brug først." in read(response)) == (422, True)
    assert "Tag en ud af brug først." in read(post(leader, f"{PAGE}{retired.pk}/ind/"))
    assert titles(leader.get(PAGE)) == ["Den ene"]


def test_whoever_was_slower_sees_both_texts_and_loses_none(leader):
    text = consultants.question_text()
    question_texts.change(text_id=text.pk, title="Min", text="Mine ord", seen=1, by=head(), now=NOW)
    response = leader.post(f"{PAGE}{text.pk}/", {**WORDS, "seen": "1"})
    page = read(response)
    assert response.status_code == 409
    for words in ("En anden har rettet teksten imens", "Mine ord", "Hvor mange er I?", 'name="seen" value="2"'):
        assert words in page
    leader.post(f"{PAGE}{text.pk}/", {**WORDS, "seen": "2"})
    text.refresh_from_db()
    assert (text.title, text.number) == (WORDS["title"], 3)


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_whoever_asks_begins_with_one_of_those_in_use(desk):
    text = consultants.question_text("Hvem der deltager", text="Kære alle\n\nHvem deltager?")
    retired = consultants.question_text("Den gamle", text="Gamle ord", retired_at=NOW)
    here = f"/sekretariat/ansoegninger/{applications.submitted(at=WEEKS_AGO).pk}/spoerg/"
    page = read(desk.get(here))
    assert f'<a href="?skabelon={text.pk}">Hvem der deltager</a>' in page
    assert "Den gamle" not in page
    assert "Hvem deltager?</textarea>" in read(desk.get(f"{here}?skabelon={text.pk}"))
    for nothing in (retired.pk, "999", "deltagere", ""):
        assert desk.get(f"{here}?skabelon={nothing}").context["form"].initial == {"question": ""}


def test_without_texts_the_question_is_written_from_the_first_word(desk):
    here = f"/sekretariat/ansoegninger/{applications.submitted(at=WEEKS_AGO).pk}/spoerg/"
    assert "Begynd med en tekst" not in read(desk.get(here))
