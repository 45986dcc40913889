"""Dates, the alphabet and the fields that speak Danish."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django import forms

import danish
import look
from danish.dates import duration


def test_a_date_is_written_out():
    assert danish.danish_date(date(2026, 11, 21)) == "21. november 2026"
    assert look.danish_date(date(2026, 3, 1)) == "1. marts 2026"
    assert look.danish_date(None) == ""


def test_a_moment_is_told_as_the_clock_in_copenhagen_shows_it():
    late = datetime(2026, 12, 31, 23, 2, tzinfo=UTC)
    assert danish.danish_date(late) == "1. januar 2027"
    assert danish.danish_time(late) == "kl. 00.02"
    assert look.danish_time(datetime(2026, 7, 1, 7, 5, tzinfo=UTC)) == "kl. 09.05"
    assert look.danish_time(None) == ""


@pytest.mark.parametrize(
    ("minutes", "told"),
    [(0, "under et minut"), (1, "1 minut"), (45, "45 minutter"), (60, "1 time"), (121, "2 timer og 1 minut")],
)
def test_a_length_of_time_is_told_in_hours_and_minutes(minutes, told):
    assert duration(timedelta(minutes=minutes, seconds=30)) == told


def test_thousands_are_parted_by_points():
    assert [look.thousands(n) for n in (0, 999, 1000, 1234567)] == ["0", "999", "1.000", "1.234.567"]


def test_municipalities_stand_as_in_a_danish_list():
    names = [
        "Aarhus",
        "Ærø",
        "Albertslund",
        "Århus",
        "Ølstykke",
        "Zealand",
        "aabenraa",
        "Éluard",
        "Egedal",
        "Östermark",
    ]
    assert sorted(names, key=danish.sort_key) == [
        "Albertslund", "Egedal", "Éluard", "Zealand", "Ærø", "Ølstykke", "Östermark", "aabenraa", "Aarhus", "Århus",
    ]  # fmt: skip


class Start(forms.Form):
    starts_on = danish.DanishDateField(error_messages={"required": "Skriv, hvornår I kan begynde"})


def _start(day, month, year):
    return Start({"starts_on_day": day, "starts_on_month": month, "starts_on_year": year})


@pytest.mark.parametrize(
    ("typed", "message", "part"),
    [
        (("", "", ""), "Skriv, hvornår I kan begynde", "day"),
        (("", "11", "2026"), "Skriv dagen med et tal fra 1 til 31", "day"),
        (("32", "11", "2026"), "Skriv dagen med et tal fra 1 til 31", "day"),
        (("3²", "11", "2026"), "Skriv dagen med et tal fra 1 til 31", "day"),
        (("21", "november", "2026"), "Skriv måneden med et tal fra 1 til 12", "month"),
        (("21", "13", "26"), "Skriv måneden med et tal fra 1 til 12", "month"),
        (("21", "11", "26"), "Skriv årstallet med fire cifre", "year"),
        (("21", "11", "99999999999"), "Skriv årstallet med fire cifre", "year"),
        (("31", "2", "2026"), "Der er ikke så mange dage i måneden. Ret dagen eller måneden.", "day"),
    ],
)
def test_a_refused_date_names_its_first_wrong_part(typed, message, part):
    form = _start(*typed)
    assert form.errors == {"starts_on": [message]}
    assert danish.wrong_part(form["starts_on"]) == part


def test_a_date_is_read_with_spaces_and_leading_zeros():
    form = _start(" 01", "02 ", "2028")
    assert form.is_valid()
    assert form.cleaned_data == {"starts_on": date(2028, 2, 1)}


def test_an_optional_date_may_be_left_out_or_not_sent_at_all():
    field = danish.DanishDateField(required=False)
    assert field.clean(["", "", ""]) is None
    assert field.clean(None) is None


def test_only_a_changed_date_counts_as_changed():
    same = Start(
        {"starts_on_day": "1", "starts_on_month": "2", "starts_on_year": "2028"},
        initial={"starts_on": date(2028, 2, 1)},
    )
    assert not same.has_changed()


def test_an_address_is_kept_in_lower_case_and_refused_in_danish():
    field = danish.DanishEmailField()
    assert field.clean(" Mette.Æbelø@Kommune.DK ".replace("Æ", "Ae").replace("ø", "oe")) == "mette.aebeloe@kommune.dk"
    assert _refusal(field, "") == ["Skriv en e-mailadresse"]
    assert _refusal(field, "mette@") == ["Skriv en e-mailadresse som i navn@kommune.dk"]
    too_long = "m" * 60 + "@" + "k" * 60 + "." + "k" * 60 + "." + "k" * 60 + "." + "k" * 10 + ".dk"
    assert _refusal(field, too_long) == ["Teksten må højst fylde 254 tegn. Nu fylder den 257."]


@pytest.mark.parametrize("typed", ["12345678", "12 34 56 78", "+45 12 34 56 78", "0045 12345678", "(+45) 12-34-56-78"])
def test_a_phone_number_is_read_as_danes_write_it(typed):
    accepted = typed.replace("12", "20", 1)
    assert danish.DanishPhoneField().clean(accepted).as_e164 == "+4520345678"


def test_a_wrong_phone_number_is_refused_in_danish():
    field = danish.DanishPhoneField()
    assert _refusal(field, "") == ["Skriv et telefonnummer"]
    assert _refusal(field, "123") == [
        "Skriv et telefonnummer som i 12 34 56 78. Udenlandske numre begynder med + og landekode."
    ]


def test_the_common_texts_carry_their_numbers():
    field = forms.CharField(max_length=3, min_length=2, error_messages=danish.messages("Skriv navnet"))
    assert _refusal(field, "abcd") == ["Teksten må højst fylde 3 tegn. Nu fylder den 4."]
    assert _refusal(field, "a") == ["Teksten skal fylde mindst 2 tegn. Nu fylder den 1."]
    assert _refusal(field, "a\0") == ["Teksten indeholder et tegn, som ikke kan gemmes. Skriv den igen."]


def _refusal(field, value):
    with pytest.raises(forms.ValidationError) as refusal:
        field.clean(value)
    return refusal.value.messages
