"""What is new, word by word: nothing of either text is lost."""

from hypothesis import given
from hypothesis import strategies as st

from applications.views.word_diff import Kind, differences

WORDS = ["natten", "Vi", "er", "to", "om", "\n", " ", ", ", "alene", "ÆØÅ", "🙂", "."]  # fmt: skip
texts = st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join))


def marked(before, after):
    marks = {Kind.SAME: "{}", Kind.REMOVED: "[-{}-]", Kind.ADDED: "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in differences(before, after))


@given(texts, texts)
def test_the_pieces_give_both_texts_back(before, after):
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if not piece.is_added) == before
    assert "".join(piece.text for piece in pieces if not piece.is_removed) == after
    assert all(piece.text for piece in pieces)
    assert before != after or all(piece.kind is Kind.SAME for piece in pieces)


def test_one_word_is_one_change():
    assert marked("Vi er alene om natten.", "Vi er to om natten.") == "Vi er [-alene-][+to+] om natten."
    assert marked("Vi er to", "Vi er to, altid") == "Vi er to[+, altid+]"
    assert marked("", "Nyt") == "[+Nyt+]"
    assert marked("Væk", "") == "[-Væk-]"


def test_words_that_change_together_are_read_together():
    before, after = "De ringer aldrig hjem fra vagten", "De skriver ofte hjem fra vagten"
    assert marked(before, after) == "De [-ringer aldrig-][+skriver ofte+] hjem fra vagten"


def test_a_text_that_says_one_word_for_ever_is_shown_as_replaced():
    before, after = "a " * 2000, "b " + "a " * 1999
    assert marked(before, after) == f"[-{before}-][+{after}+]"
    assert marked(before, before) == before
