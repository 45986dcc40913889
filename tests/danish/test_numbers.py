"""Whole numbers, as people write them."""

import pytest
from django.core.exceptions import ValidationError

import danish


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1200", 1200),
        (" 1.200 ", 1200),
        ("1 200", 1200),
        ("1.200.000", 1_200_000),
        ("ca. 40", 40),
        ("cirka 40 ansatte", 40),
        ("Omkring 1.200 medarbejdere", 1200),
        ("0", 0),
    ],
)
def test_a_number_is_read_as_it_was_meant(written, meant):
    assert danish.whole_number(written) == meant
    assert danish.CountField().clean(written) == meant


@pytest.mark.parametrize("written", ["mange", "1.2", "12,5", "30-40", "1.20", "40 af 50", "1" * 5000])
def test_what_could_mean_two_things_is_asked_again(written):
    assert danish.whole_number(written) is None
    with pytest.raises(ValidationError):
        danish.CountField().clean(written)


def test_limits_hold_for_what_was_meant():
    field = danish.CountField(min_value=1, max_value=50_000)
    assert field.clean("50.000") == 50_000
    for written in ("50.001", "0", "-5"):
        with pytest.raises(ValidationError):
            field.clean(written)
    assert danish.CountField(required=False).clean("") is None
