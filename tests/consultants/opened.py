"""A file of a spreadsheet, read by the letter of its format and by none of the code that wrote it."""

import csv
import io
import re
import zipfile
from datetime import date, timedelta
from xml.etree import ElementTree as ET

_NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def xlsx(content):
    """The rows of the first sheet: texts, numbers, dates, moments as "2026-10-25 02:15", None for an empty cell."""
    book = zipfile.ZipFile(io.BytesIO(content))
    assert book.testzip() is None
    formats = {
        each.get("numFmtId"): each.get("formatCode")
        for each in _tree(book, "xl/styles.xml").iterfind(".//m:numFmt", _NAMES)
    }
    styles = [
        formats.get(each.get("numFmtId"), "")
        for each in _tree(book, "xl/styles.xml").iterfind("m:cellXfs/m:xf", _NAMES)
    ]
    sheet = _tree(book, "xl/worksheets/sheet1.xml")
    assert sheet.find(".//m:f", _NAMES) is None  # no formula anywhere
    rows = [
        {re.sub(r"\d", "", cell.get("r")): _value(cell, styles) for cell in row.iterfind("m:c", _NAMES)}
        for row in sheet.iterfind(".//m:row", _NAMES)
    ]
    letters = sorted(rows[0])
    return [[row.get(letter) for letter in letters] for row in rows]


def sheet_name(content):
    book = zipfile.ZipFile(io.BytesIO(content))
    return _tree(book, "xl/workbook.xml").find(".//m:sheet", _NAMES).get("name")


def csv_rows(content):
    """The rows as texts."""
    assert content.startswith("\ufeff".encode())
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def as_csv(rows):
    """What a sheet's rows read in CSV."""
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def _tree(book, name):
    return ET.fromstring(book.read(name))


def _value(cell, styles):
    if cell.get("t") == "inlineStr":
        return cell.find("m:is/m:t", _NAMES).text
    number = float(cell.find("m:v", _NAMES).text)
    shown = styles[int(cell.get("s", 0))]
    day = date(1899, 12, 30) + timedelta(days=int(number))
    if "hh" in shown:
        hours, minutes = divmod(round(number % 1 * 24 * 60), 60)
        return f"{day} {hours:02}:{minutes:02}"
    return day if "yyyy" in shown else int(number)
