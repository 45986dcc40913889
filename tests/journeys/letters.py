"""The mail server's mails, as a person opens them."""

import re

from tests.journeys.stack import wait_for


class Letterbox:
    """One address. Letters are opened in the order of arrival; what is not asked for stays unread."""

    def __init__(self, mail, address):
        self._mail, self._address = mail, address
        self._since = len(mail.accepted)  # the box is empty when they come
        self._opened = set()

    def all(self, subject="", saying=""):
        """Every letter so far with ``subject`` in its subject line and ``saying`` in its text."""
        return [each.message for _, each in self._arrived(subject, saying)]

    def next(self, subject, saying=""):
        """The first such letter not opened yet; waits for it."""
        told = f"»{subject}« to {self._address}"
        number, letter = wait_for(lambda: self._unread(subject, saying), told=told)
        self._opened.add(number)
        return letter.message

    def _unread(self, subject, saying):
        return next((found for found in self._arrived(subject, saying) if found[0] not in self._opened), None)

    def _arrived(self, subject, saying):
        arrived = list(enumerate(list(self._mail.accepted)))[self._since :]
        mine = [found for found in arrived if found[1].recipients == (self._address,)]
        return [found for found in mine if subject in found[1].message["Subject"] and saying in words(found[1].message)]


def words(letter):
    """The plain text."""
    return letter.get_body(("plain",)).get_content().replace("\r\n", "\n")


def code_in(letter):
    """The six digits."""
    return re.search(r"^(\d{6})$", words(letter), re.MULTILINE)[1]


def link_in(letter, containing):
    """The first address in the text with ``containing`` in it."""
    return next(address for address in re.findall(r"https?://\S+", words(letter)) if containing in address)


def calendar_in(letter):
    """The attached calendar file's lines, unfolded, by name; only what a meeting is told by."""
    (attached,) = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    text = attached.get_payload(decode=True).decode().replace("\r\n ", "")
    lines = dict(line.partition(":")[::2] for line in text.splitlines())
    return {name.partition(";")[0]: value for name, value in lines.items()}
