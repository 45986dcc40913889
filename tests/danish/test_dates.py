"""Days from and to, as Danes write them."""

from datetime import date

import pytest

from danish import dates


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2026, 12, 1), date(2026, 12, 4), "fra 1. december til 4. december 2026"),
        (date(2026, 12, 21), date(2027, 1, 3), "fra 21. december 2026 til 3. januar 2027"),
        (date(2026, 12, 1), date(2026, 12, 1), "den 1. december 2026"),
    ],
)
def test_the_year_stands_once_where_it_is_the_same(first, last, told):
    assert dates.from_to(first, last) == told
