"""The head words the texts that a question begins with; nobody else does, and nobody overwrites anybody."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from consultants.actions import question_texts
from consultants.models import QuestionText
from tests.consultants.desk import NOW, head, staff
from tests.factories import consultants

pytestmark = pytest.mark.django_db

WORDS = {"title": "Hvornår I kan begynde", "text": "Kære alle\n\nHvornår kan I begynde?"}
LATER = NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def _none_to_begin_with(db):
    QuestionText.objects.all().delete()


def in_use():
    return [each.title for each in QuestionText.objects.in_use()]


def test_five_texts_are_there_from_the_first_day():
    import_module("consultants.migrations.0001_initial").seed(apps, None)
    assert in_use() == [
        "Hvem der deltager",
        "Hvad der skal være anderledes",
        "Hvad der er prøvet",
        "Hvornår I kan begynde",
        "Om det er en opgave for SPARK",
    ]


def test_the_same_words_twice_are_one_text():
    first = question_texts.add(**WORDS, by=head(), now=NOW)
    assert question_texts.add(**WORDS, by=head(), now=LATER) == first
    assert (first.title, first.text, first.number, first.written_by, first.written_at) == (
        *WORDS.values(),
        1,
        head(),
        NOW,
    )
    assert str(first) == "Hvornår I kan begynde"
    assert in_use() == ["Hvornår I kan begynde"]


def test_a_change_counts_and_a_stale_one_is_refused():
    text = consultants.question_text("Om det er en opgave for SPARK")
    assert question_texts.change(text_id=text.pk, **WORDS, seen=1, by=head(), now=LATER) is True
    text.refresh_from_db()
    assert (text.title, text.text, text.number, text.written_at) == (*WORDS.values(), 2, LATER)
    # Sent twice: nothing is new, whatever had been seen.
    assert question_texts.change(text_id=text.pk, **WORDS, seen=1, by=head(), now=LATER) is False
    with pytest.raises(question_texts.WrittenMeanwhile) as refused:
        question_texts.change(text_id=text.pk, title="Andet", text="Andet", seen=1, by=head(), now=LATER)
    assert refused.value.newest == text
    text.refresh_from_db()
    assert text.title == WORDS["title"]


def test_out_of_use_and_in_use_again():
    text = consultants.question_text()
    for _ in range(2):
        question_texts.retire(text_id=text.pk, by=head(), now=LATER)
    text.refresh_from_db()
    assert (text.retired_at, in_use()) == (LATER, [])
    for _ in range(2):
        question_texts.bring_back(text_id=text.pk, by=head())
    assert in_use() == [text.title]


def test_there_is_room_for_so_many_and_no_more():
    retired = consultants.question_text("Gammel", retired_at=NOW)
    for number in range(question_texts.MOST):
        consultants.question_text(f"Tekst {number}")
    with pytest.raises(question_texts.TooMany):
        question_texts.add(**WORDS, by=head(), now=NOW)
    with pytest.raises(question_texts.TooMany):
        question_texts.bring_back(text_id=retired.pk, by=head())


def test_only_the_head_words_them():
    text = consultants.question_text()
    for act in (
        lambda: question_texts.add(**WORDS, by=staff(), now=NOW),
        lambda: question_texts.change(text_id=text.pk, **WORDS, seen=1, by=staff(), now=NOW),
        lambda: question_texts.retire(text_id=text.pk, by=staff(), now=NOW),
        lambda: question_texts.bring_back(text_id=text.pk, by=staff()),
    ):
        with pytest.raises(question_texts.NotTheHead):
            act()
