"""What may stand in a letter: one line of subject, its own fields, and what it needs."""

import pytest

from consultants.forms.letter_texts import LetterTextForm, names_of, needed_in, telling_words
from notifications import catalogue

MEETING = catalogue.find("meeting-planned")


def errors(subject="Nyt møde", body="Mødet er {dato}.\n\n{link}", letter=MEETING):
    form = LetterTextForm({"subject": subject, "body": body, "seen": "0"}, described=letter)
    return {name: [str(each) for each in told] for name, told in form.errors.items()}


def test_a_letter_has_its_own_fields_and_needs_some():
    assert names_of(MEETING) == {"reference", "dato", "start", "slut", "link"}
    assert needed_in(MEETING) == ["link"]
    assert needed_in(catalogue.find("consensus-asked")) == ["detaljer", "link", "detaljer_2"]
    assert needed_in(catalogue.find("sign-in-code")) == ["kode"]


def test_its_fields_may_stand_in_subject_and_text():
    assert errors("Møde {dato} i {reference}", "{{Husk}} {start}-{slut}\r\n\r\n{link}\t.") == {}


@pytest.mark.parametrize(
    "subject", ["Nyt\r\nBcc: alle@example.org", "Nyt\nmøde", "Nyt\u2028møde", "Nyt\x07", "N\u202eyt"]
)
def test_a_subject_is_one_line(subject):
    assert errors(subject) == {"subject": ["Emnet skal stå på én linje uden særlige tegn"]}


def test_the_link_stays_in_the_text():
    assert errors(body="Mødet er {dato}.") == {"body": ["Behold {link} i teksten"]}
    assert errors("{link}") == {"subject": ["{link} hører til i teksten, ikke i emnet"]}
    asked = catalogue.find("consensus-asked")
    assert errors(body="Kom", letter=asked) == {"body": ["Behold {detaljer}, {link} og {detaljer_2} i teksten"]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{sag} {link}", "{sag} findes ikke i det her brev. Brug kun de felter, der er vist på siden"),
        ("{link.x} {a}", "{a} og {link.x} findes ikke i det her brev. Brug kun de felter, der er vist på siden"),
        ("{link:>99}", "{link} findes ikke i det her brev. Brug kun de felter, der er vist på siden"),
        ("{link", "Krøllede parenteser må kun stå om navnet på et af brevets felter, for eksempel {link}"),
        ("{} {link}", "Krøllede parenteser må kun stå om navnet på et af brevets felter, for eksempel {link}"),
    ],
)
def test_other_fields_are_refused_by_name(text, told):
    assert errors(body=text) == {"body": [told]}


def test_a_text_holds_no_control_characters():
    assert errors(body="Mødet\x07 {link}") == {"body": ["Teksten må ikke indeholde særlige styretegn"]}


def test_a_subject_tells_nothing_about_the_case():
    assert errors("Om chikane og vold") == {
        "subject": ["Emnet må ikke røbe, hvad sagen handler om. Skriv det uden »chikane« og »vold«"]
    }


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("Svar om sexchikanen og CHIKANE", ["sexchikanen", "CHIKANE"]),
        ("Jeres TR og tillidsrepræsentant", ["TR", "tillidsrepræsentant"]),
        ("Vold og trusler på arbejdet", ["Vold", "trusler"]),
        ("Nyt fra SPARK: tr. kl. 9, en aftale om samarbejde og forandringer", []),
    ],
)
def test_telling_words_are_found(text, telling):
    assert telling_words(text) == telling


def test_a_text_that_tells_is_warned_against():
    form = LetterTextForm({"subject": "Nyt", "body": "Om stress: {link}", "seen": "0"}, described=MEETING)
    assert form.is_valid()
    assert form.warning.startswith("Teksten nævner »stress«. Andre kan se modtagerens mails")
