"""Tables as files, written row by row: an XLSX workbook of one sheet, or CSV as a Danish Excel opens it.

Nothing is held but the row in hand, so a hundred thousand rows take no more memory than ten. A text that a spreadsheet
would take for a formula begins with an apostrophe. Days are real dates; moments are told by the clock in Copenhagen.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile

from xlsxwriter import Workbook

import clock

Cell = str | int | date | datetime | None
Cells = Sequence[Cell]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"

# What makes a spreadsheet read a text as a formula, in Latin and in full width.
_FORMULA = tuple("=+-@＝＋－＠")
_BREAKS = tuple("\t\r\n")
# What no XML may hold.
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST = 32_767
_SOME = 500
_PIECE = 64 * 1024


def neutral(text: str) -> str:
    """``text`` as a cell that is never calculated."""
    is_formula = text.startswith(_BREAKS) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if is_formula else text


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def csv_of(headings: Sequence[str], rows: Iterable[Cells]) -> Iterator[bytes]:
    """UTF-8 with a mark that says so, semicolons, dates as 2026-10-25."""
    page = io.StringIO()
    writer = csv.writer(page, delimiter=";")
    page.write("\ufeff")
    writer.writerow(headings)
    for number, row in enumerate(rows, 1):
        writer.writerow([_as_text(cell) for cell in row])
        if number % _SOME == 0:
            yield _emptied(page)
    yield _emptied(page)


def _as_text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(clock.COPENHAGEN):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return neutral(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _emptied(page: io.StringIO) -> bytes:
    written = page.getvalue().encode()
    page.seek(0)
    page.truncate()
    return written


# ── XLSX ────────────────────────────────────────────────────────────────────────────────────────────────────────────
_SHEET = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_WIDTH = 22


def xlsx_of(title: str, headings: Sequence[str], rows: Iterable[Cells]) -> Iterator[bytes]:
    """A workbook whose sheet ``title`` (at most 31 letters) keeps its headings in sight.

    The rows lie in files that vanish with the answer; only the row in hand is in memory.
    """
    with TemporaryFile() as file:
        book = Workbook(file, _SHEET)
        sheet = book.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headings) - 1, _WIDTH)
        sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
        day, moment = book.add_format({"num_format": "dd-mm-yyyy"}), book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    on_the_wall = cell.astimezone(clock.COPENHAGEN).replace(tzinfo=None)
                    sheet.write_datetime(number, column, on_the_wall, moment)
                elif isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(number, column, _UNSPEAKABLE.sub("", neutral(cell))[:_LONGEST])
                elif cell is not None:
                    sheet.write_number(number, column, cell)
        book.close()
        file.seek(0)
        yield from iter(lambda: file.read(_PIECE), b"")
