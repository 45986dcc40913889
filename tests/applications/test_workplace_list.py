"""Reading a pasted list: forgiving of spelling, plain about what is wrong."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.actions.reference_data import SECTORS
from applications.actions.workplaces import Contact, Place
from applications.forms.workplace_list import Reader, fold

MUNICIPALITIES = [
    (1, "København", "101"),
    (2, "Aabenraa", "580"),
    (3, "Høje-Taastrup", "169"),
    (4, "Vesthimmerlands", "820"),
    (5, "Ærø", "492"),
    (6, "Bornholm", "400"),
    (7, "Odense", "461"),
]
READER = Reader(MUNICIPALITIES, [(number, name) for number, (_, name) in enumerate(SECTORS, start=1)])
CARE, SCHOOL, ELDERCARE = 1, 2, 3


def read(text, there=()):
    return READER.read(text, dict(there))


def one(line):
    (found,) = read(line)
    return found


def problem(line):
    found = one(line)
    assert found.place is None
    return found.problem


def test_a_line_is_a_workplace():
    assert one("Børnehuset Ærø; Odense; Dagtilbud; 24").place == Place("Børnehuset Ærø", 7, CARE, 24)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("københavn", 1),
        ("Københavns Kommune", 1),
        ("KOEBENHAVN KOMMUNE", 1),
        (unicodedata.normalize("NFD", "København"), 1),
        ("101", 1),
        ("0101", 1),
        ("Åbenrå", 2),
        ("aabenraa kommune", 2),
        ("høje taastrup", 3),
        ("Høje-Tåstrup", 3),
        ("Vesthimmerland", 4),
        ("ærø", 5),
        ("AEROE", 5),
        ("Bornholms Regionskommune", 6),
    ],
)
def test_a_municipality_is_known_in_any_spelling(typed, key):
    assert one(f"Havblik;{typed};Andet;9").place.municipality == key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Dagtilbud", CARE),
        ("dagtilbud (daginstitutioner og dagpleje)", CARE),
        ("Dagpleje", CARE),
        ("skole", SCHOOL),
        ("SFO", SCHOOL),
        ("Plejecenter", ELDERCARE),
        ("Ældreområdet (vores eget)", ELDERCARE),
        ("AELDREOMRAADET", ELDERCARE),
    ],
)
def test_a_sector_is_known_by_its_name_or_an_example(typed, key):
    assert one(f"Havblik;Odense;{typed};9").place.sector == key


@pytest.mark.parametrize(
    ("typed", "number"),
    [("24", 24), ("ca. 24", 24), ("cirka 24 ansatte", 24), ("1.200", 1200), ("1 200", 1200), ("50000", 50_000)],
)
def test_a_number_is_read_as_people_write_it(typed, number):
    assert one(f"Havblik;Odense;Andet;{typed}").place.employees == number


def test_rows_of_a_spreadsheet_come_with_tabs_quotes_and_a_heading():
    text = 'Navn\tKommune\tBranche\tAntal\n"Havblik"\tOdense\tSkole\t9\t\t\n\n\tÆRØ\tSkole\t9\n'
    good, bad = read(text)
    assert (good.number, good.place.name) == (2, "Havblik")
    assert (bad.number, bad.problem) == (4, "Arbejdspladsens navn mangler forrest på linjen.")


def test_a_contact_may_follow():
    line = "Havblik;Odense;Skole;9;Ida Lund;Ida.Lund@Odense.example;51 23 45 67"
    assert one(line).place.contact == Contact("Ida Lund", "ida.lund@odense.example", "+4551234567")
    assert one("Havblik;Odense;Skole;9;Ida;ida@odense.example").place.contact == Contact("Ida", "ida@odense.example")
    assert one("Havblik;Odense;Skole;9; ; ;").place.contact is None


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Havblik;Kbh;Skole;9", "Vi kender ikke kommunen »Kbh«. Skriv hele navnet."),
        ("Havblik;Odnese;Skole;9", "Vi kender ikke kommunen »Odnese«. Mente I »Odense«?"),
        ("Havblik;Kobenhavns Kommune;Skole;9", "Vi kender ikke kommunen »Kobenhavns Kommune«. Mente I »København«?"),
        ("Havblik;;Skole;9", "Kommunen mangler."),
        ("Havblik;Odense;;9", "Branchen mangler."),
        ("Havblik;Odense;Skoel;9", "Vi kender ikke branchen »Skoel«. Mente I »Skole, SFO og klub (også specialskole"),
        ("Havblik;Odense;Rumfart;9", "Vi kender ikke branchen »Rumfart«. Se listen over brancher under feltet."),
        ("Havblik;Odense;Skole;mange", "Skriv antallet af medarbejdere med tal i stedet for »mange«."),
        ("Havblik;Odense;Skole;0", "Skriv antallet af medarbejdere med tal i stedet for »0«."),
        ("Havblik;Odense;Skole;50001", "Skriv antallet af medarbejdere med tal i stedet for »50001«."),
        (
            "Havblik, Odense, Skole, 9",
            (
                "Vi mangler kommune, branche og antal medarbejdere på linjen »Havblik, Odense, Skole, 9«. "
                "Skriv semikolon mellem oplysningerne."
            ),
        ),
        ("Havblik;Odense;Skole", "Vi mangler antal medarbejdere på linjen »Havblik«."),
        ("a;Odense;Skole;9;b;c@d.dk;51234567;mere", "Der er for mange oplysninger på linjen »a«."),
        (f"{'x' * 161};Odense;Skole;9", "Navnet må højst fylde 160 tegn. Nu fylder det 161."),
        ("a;Odense;Skole;9;Ida", "Skriv både kontaktpersonens navn og e-mail, eller lad begge felter være tomme."),
        ("a;Odense;Skole;9;Ida;ida", "Skriv en e-mailadresse som i navn@kommune.dk."),
        ("a;Odense;Skole;9;Ida;ida@b.dk;1", "Skriv et telefonnummer som i 12 34 56 78."),
        (f"a;Odense;Skole;9;{'x' * 121};ida@b.dk", "Kontaktpersonens navn må højst fylde 120 tegn."),
    ],
)
def test_what_is_wrong_is_said_in_words(line, sentence):
    assert problem(line).startswith(sentence)


def test_the_same_workplace_twice_is_refused_where_it_stands_again():
    text = "Havblik;Odense;Skole;9\nBakken;Odense;Skole;9\nHAVBLIK;odense kommune;Skole;30\nHavblik;Ærø;Skole;9"
    assert [(line.number, line.problem) for line in read(text) if line.problem] == [
        (3, "»HAVBLIK« står også på linje 1.")
    ]
    there = {(7, "bakken"): "Bakken"}
    assert [(line.number, line.problem) for line in read(text, there) if line.number == 2] == [
        (2, "»Bakken« står allerede på jeres liste.")
    ]


def test_a_long_word_is_shown_by_its_beginning():
    assert problem(f"a;{'Mordor' * 20};Skole;9").startswith(f"Vi kender ikke kommunen »{('Mordor' * 20)[:39]}…«.")


@given(st.text())
def test_any_text_at_all_is_read_without_a_fall(text):
    for line in read(text):
        assert (line.place is None) == bool(line.problem)
        assert line.text == text.splitlines()[line.number - 1]


@given(st.sampled_from(MUNICIPALITIES), st.sampled_from([str.upper, str.lower, str.title]), st.booleans())
def test_every_municipality_is_found_by_its_own_name(municipality, spelling, says_kommune):
    key, name, _ = municipality
    typed = spelling(f"{name} Kommune" if says_kommune else name)
    assert one(f"Havblik;{typed};Andet;9").place.municipality == key
    assert fold(spelling(name)) == fold(name)
