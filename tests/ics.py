"""A calendar file read by the letter of RFC 5545 and 5546, with nothing forgiven: not the library that wrote it."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

_LINE = re.compile(
    r"(?P<name>[A-Z][A-Z0-9-]*)(?P<parameters>(?:;[A-Z][A-Z0-9-]*=(?:\"[^\"\x00-\x1f]*\"|[^\",;:\x00-\x1f]*))*):(?P<value>.*)"
)
_UTC = re.compile(r"\d{8}T\d{6}Z")
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "X-WR-CALNAME", "PRODID")
# How often each stands in an event: RFC 5545, 3.6.1, and RFC 5546, 3.2, for the method.
_ALWAYS = ("UID", "DTSTAMP", "DTSTART")
_AT_MOST_ONCE = (
    "UID", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "SEQUENCE", "STATUS", "SUMMARY", "DESCRIPTION", "LOCATION",
    "ORGANIZER", "TRANSP", "URL", "CLASS", "CREATED", "GEO", "LAST-MODIFIED", "PRIORITY", "RECURRENCE-ID",
)  # fmt: skip
_OF_METHOD = {
    "REQUEST": ("ORGANIZER", "ATTENDEE", "SUMMARY", "SEQUENCE"),
    "CANCEL": ("ORGANIZER", "SEQUENCE"),
    "PUBLISH": ("ORGANIZER", "SUMMARY"),
}


class NotStrict(AssertionError):
    """The file breaks the standard."""


@dataclass
class Part:
    """A component: its lines by name, in order (parameters, value), and the components in it."""

    name: str
    lines: dict = field(default_factory=dict)
    parts: list = field(default_factory=list)

    def value(self, name):
        ((_, value),) = self.lines[name]
        return value

    def text(self, name):
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self.value(name))

    def moment(self, name):
        return datetime.strptime(self.value(name), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def read(content):
    """The file as a Part. Raises NotStrict."""
    top = Part("")
    open_parts = [top]
    for line in _unfolded(content):
        found = _LINE.fullmatch(line)
        _ensure(found, f"no content line: {line[:60]!r}")
        name, value = found["name"], found["value"]
        _ensure("\x7f" not in value and not re.search(r"[\x00-\x08\x0a-\x1f]", value), f"a control character in {name}")
        if name == "BEGIN":
            open_parts.append(Part(value))
            open_parts[-2].parts.append(open_parts[-1])
        elif name == "END":
            _ensure(open_parts.pop().name == value, f"END:{value} closes something else")
        else:
            open_parts[-1].lines.setdefault(name, []).append((found["parameters"], value))
    _ensure(open_parts == [top], "a part is left open")
    _ensure([part.name for part in top.parts] == ["VCALENDAR"] and not top.lines, "not exactly one calendar")
    _check(top.parts[0])
    return top.parts[0]


def _unfolded(content):
    _ensure(content.endswith(b"\r\n"), "the last line does not end")
    rows = content[:-2].split(b"\r\n")
    for row in rows:
        _ensure(b"\r" not in row and b"\n" not in row, "a line ends with less than CR and LF")
        _ensure(0 < len(row) <= 75, f"a row of {len(row)} octets")
        row.decode()  # a letter is never cut in two: not asked by the standard, but many readers fail otherwise
    return content[:-2].replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode().split("\r\n")


def _check(calendar):
    for name in ("PRODID", "VERSION"):
        _ensure(len(calendar.lines.get(name, ())) == 1, f"{name} not exactly once")
    _ensure(calendar.value("VERSION") == "2.0", "another version")
    _ensure(len(calendar.lines.get("METHOD", ())) <= 1, "METHOD twice")
    method = calendar.value("METHOD") if "METHOD" in calendar.lines else ""
    _check_texts(calendar)
    names = set()
    for event in calendar.parts:
        _ensure(event.name == "VEVENT", f"a {event.name}: times are in UTC, so nothing else is needed")
        _check_event(event, method)
        _ensure(event.value("UID") not in names, "one UID twice")
        names.add(event.value("UID"))


def _check_event(event, method):
    for name in (*_ALWAYS, *_OF_METHOD.get(method, ())):
        _ensure(name in event.lines, f"{name} is missing")
    for name in _AT_MOST_ONCE:
        _ensure(len(event.lines.get(name, ())) <= 1, f"{name} twice")
    for name in ("DTSTAMP", "DTSTART", "DTEND"):
        _ensure(_UTC.fullmatch(event.value(name)), f"{name} not in UTC")
        _ensure(event.lines[name][0][0] == "", f"{name} with parameters")
    _ensure(not {"DTEND", "DURATION"} <= set(event.lines), "both an end and a length")
    _ensure(event.moment("DTSTART") < event.moment("DTEND"), "it ends before it begins")
    if "SEQUENCE" in event.lines:
        _ensure(re.fullmatch(r"\d+", event.value("SEQUENCE")), "SEQUENCE is no number")
    if method == "CANCEL":
        # RFC 5546, 3.2.5: of the whole event it says CANCELLED; where some are uninvited, nothing.
        is_whole = "STATUS" in event.lines
        _ensure(event.value("STATUS") == "CANCELLED" if is_whole else "ATTENDEE" in event.lines, "cancels nothing")
    _ensure(method != "PUBLISH" or "ATTENDEE" not in event.lines, "published to somebody")
    for name in ("ORGANIZER", "ATTENDEE"):
        for _, value in event.lines.get(name, ()):
            _ensure(re.fullmatch(r"mailto:[^@\s]+@[^@\s]+", value), f"{name} is no address")
    _check_texts(event)


def _check_texts(part):
    for name in _TEXTS:
        for _, value in part.lines.get(name, ()):
            # Comma, semicolon and backslash stand escaped, and a backslash before nothing else but n.
            _ensure(re.fullmatch(r"(?:[^\\,;]|\\[\\,;nN])*", value), f"{name} is not escaped: {value[:60]!r}")


def _ensure(holds, otherwise):
    if not holds:
        raise NotStrict(otherwise)
