"""What is typed, as questions to the words of the search rows."""

import pytest

from applications.search import Meaning, every, in_names, in_texts, reference_of, words_of


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("SPARK-2026-0042", ["20260042"]),
        ("spark 2026-00", ["202600"]),
        ("2026-42", ["20260042"]),
        ("SPARK-2026-12345", ["202612345"]),
        ("SPARK-2026-", ["spark2026"]),
        ("spark2026", ["spark2026"]),
        ("spark skole 2026", ["skole", "2026"]),
        ("2026-0042 Ærø", ["20260042", "aeroe"]),
        ("Mette og Tove", ["mette", "tove"]),
        ("og", ["og"]),
        ("på og til", ["paa", "og", "til"]),
        ("spark", []),
        ("SPARK skole spark Skole", ["skole"]),
        ("%_'…", []),
        ("48 ansatte", ["48", "ansatte"]),
    ],
)
def test_only_what_tells_them_apart_is_asked_for(typed, words):
    assert words_of(typed) == words


@pytest.mark.parametrize(
    ("word", "reference"),
    [
        ("20260042", "SPARK-2026-0042"),
        ("202600", "SPARK-2026-00"),
        ("spark20260042", "SPARK-2026-0042"),
        ("spark2026", "SPARK-2026-"),
        ("2026", ""),
        ("0042", ""),
        ("19990042", ""),
        ("chikane", ""),
    ],
)
def test_a_reference_is_known_by_its_digits(word, reference):
    assert reference_of(word) == reference


def test_every_word_is_asked_for_by_one_of_its_meanings():
    asked = [Meaning(("hansen",), ("hans",)), Meaning(("aer", "aeroe"))]
    assert in_names(asked) == "(hansen | hans:AC) & (aer | aeroe)"
    assert in_texts(asked) == "(hansen | hans:ACD) & (aer | aeroe)"
    assert every([["mette"], ["tove"]]) == "(mette) & (tove)"
