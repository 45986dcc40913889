"""Tables as files, written row by row: an XLSX workbook of one sheet, or CSV as a Danish Excel opens it.

Nothing is held but the row in hand, so a hundred thousand rows take no more memory than ten. A text that a spreadsheet
would take for a formula begins with an apostrophe. Days are real dates; moments are told by the clock in Copenhagen.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

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
# Excel reads "_x0041_" as the letter A.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LONGEST = 32_767
_SOME = 500


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
class _Outlet:
    """A file that can only be written; what has been written is taken away again."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def close(self) -> None:
        """Nor is anything held open."""

    def taken(self) -> bytes:
        written, self._written = b"".join(self._written), []
        return written


def xlsx_of(title: str, headings: Sequence[str], rows: Iterable[Cells]) -> Iterator[bytes]:
    """A workbook whose sheet ``title`` (at most 31 letters) keeps its headings in sight."""
    outlet = _Outlet()
    with ZipFile(outlet, "w") as book:
        for name, content in _frame(title).items():
            book.writestr(_entry(name), content)
        with book.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            sheet.write(_sheet_start(len(headings)).encode())
            sheet.write(_row(1, headings, style=_HEADING).encode())
            for number, row in enumerate(rows, 2):
                sheet.write(_row(number, row).encode())
                if number % _SOME == 0:
                    yield outlet.taken()
            sheet.write(b"</sheetData></worksheet>")
    yield outlet.taken()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_HEADING, _DAY, _MOMENT = 1, 2, 3
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/>'
    '<numFmt numFmtId="165" formatCode="dd\\-mm\\-yyyy\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _frame(title: str) -> dict[str, str]:
    """All parts of the workbook but its sheet."""
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": _links({"officeDocument": "xl/workbook.xml"}),
        "xl/_rels/workbook.xml.rels": _links({"worksheet": "worksheets/sheet1.xml", "styles": "styles.xml"}),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
            f'<sheets><sheet name="{escape(title)}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/styles.xml": _STYLES,
    }
    return {name: _PROLOGUE + content for name, content in parts.items()}


def _links(targets: dict[str, str]) -> str:
    each = (
        f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(each)}</Relationships>'


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    return entry


def _sheet_start(columns: int) -> str:
    return (
        f'{_PROLOGUE}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols><col min="1" max="{columns}" width="22" customWidth="1"/></cols><sheetData>'
    )


def _row(number: int, cells: Cells, style: int = 0) -> str:
    written = (_cell(f"{_LETTERS[column]}{number}", cell, style) for column, cell in enumerate(cells))
    return f'<row r="{number}">{"".join(written)}</row>'


# Twenty-six columns are more than any list of ours has.
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _cell(place: str, cell: Cell, style: int) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        shown = escape(_ESCAPE.sub("_x005F_", _UNSPEAKABLE.sub("", neutral(cell)))[:_LONGEST])
        told = f' s="{style}"' if style else ""
        return f'<c r="{place}"{told} t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'
    if isinstance(cell, datetime):
        return f'<c r="{place}" s="{_MOMENT}"><v>{_serial(cell):.10f}</v></c>'
    if isinstance(cell, date):
        return f'<c r="{place}" s="{_DAY}"><v>{(cell - _FIRST_DAY).days}</v></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'


# Where spreadsheets begin to count the days.
_FIRST_DAY = date(1899, 12, 30)


def _serial(moment: datetime) -> float:
    """Days since spreadsheets began to count, by the clock on the wall in Copenhagen."""
    wall = moment.astimezone(clock.COPENHAGEN).replace(tzinfo=None)
    return (wall - datetime.combine(_FIRST_DAY, wall.time().min)) / timedelta(days=1)
