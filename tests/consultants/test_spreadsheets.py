"""Files of a spreadsheet: texts that stay texts, days that stay days, and no more in hand than a few rows."""

from datetime import UTC, date, datetime

import pytest

from consultants import spreadsheets
from tests.consultants import opened


def both(*rows):
    """The rows, as either file tells them."""
    headings = [f"Kolonne {number}" for number, _ in enumerate(rows[0], 1)]
    sheet = opened.xlsx(b"".join(spreadsheets.xlsx_of("Ark", headings, rows)))
    plain = opened.csv_rows(b"".join(spreadsheets.csv_of(headings, rows)))
    assert opened.as_csv(sheet) == plain
    assert plain[0] == headings
    return sheet[1:]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+45 33 70 39 02", "-2", "@SUM(A1)", "\tx", "\r=1", "\n=1", "  =1", "＝1", "＋1", "－1", "＠x",
        "=cmd|' /C calc'!A0",
    ],
)  # fmt: skip
def test_a_formula_stays_a_text(text):
    assert spreadsheets.neutral(text) == f"'{text}"
    assert b"".join(spreadsheets.csv_of(["Navn"], [[text]])).decode().count("'" + text[0]) == 1
    ((told,),) = opened.xlsx(b"".join(spreadsheets.xlsx_of("Ark", ["Navn"], [[text]])))[1:]
    assert told.startswith("'")


@pytest.mark.parametrize(
    "text", ["Æblehaven", "Hus 1-2", "a=b", "'citat'", 'Skolen "Ås"; afd. <2> & 3', "To\nlinjer", "50 %", ""]
)
def test_other_texts_stay_as_they_are(text):
    assert both([text, 1]) == [[text or None, 1]]


def in_sheet(cell):
    return opened.xlsx(b"".join(spreadsheets.xlsx_of("Ark", ["Celle"], [[cell]])))[1][0]


def test_what_no_sheet_can_hold_is_left_out():
    assert in_sheet("a\x00\x0bb\ufffe") == "ab"
    assert in_sheet("_x0041_") == "_x005F_x0041_"  # a spreadsheet reads _x005F_ as the underscore
    assert len(in_sheet("å" * 40_000)) == 32_767


def test_days_and_moments_are_those_in_copenhagen_also_in_october():
    summer, winter = datetime(2026, 10, 24, 22, 30, tzinfo=UTC), datetime(2026, 10, 25, 22, 30, tzinfo=UTC)
    assert both([date(2026, 10, 25), summer, winter, None]) == [
        [date(2026, 10, 25), "2026-10-25 00:30", "2026-10-25 23:30", None]
    ]
    # Twice on the wall: at two in summer time, and an hour later at two in winter time.
    twice = {in_sheet(datetime(2026, 10, 25, hour, 15, tzinfo=UTC)) for hour in (0, 1)}
    assert twice == {"2026-10-25 02:15"}


def test_the_sheet_has_its_name():
    assert opened.sheet_name(b"".join(spreadsheets.xlsx_of("Ansøgninger & mere", ["A"], []))) == "Ansøgninger & mere"


def test_lines_leave_while_others_are_still_to_be_read():
    read = 0

    def rows():
        nonlocal read
        for read in range(1, 5001):
            yield [f"Arbejdsplads {read}", read]

    ahead, sizes, before = [], [], 0
    for part in spreadsheets.csv_of(["Navn", "Nummer"], rows()):
        ahead.append(read - before)
        sizes.append(len(part))
        before = read
    assert read == 5000
    assert max(ahead) <= 501
    assert max(sizes) < 100_000
