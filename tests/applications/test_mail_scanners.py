"""Filters open every link of a mail, and some press every button: nothing is confirmed, used up or locked by it.

A scanner comes from an address of its own, keeps cookies like a browser, follows where it is led and sends every form
it meets with whatever the page has filled in.
"""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client

from accounts import sealing
from accounts.models import SignInCode, User
from applications.lifecycle import Status
from applications.models import Answer, Application, ApplicationEvent, ApplicationVersion, Signatory
from notifications import registry
from notifications.letters import word
from notifications.models import Notification
from notifications.registry import Owed
from tests.applications.room import ANDERS, METTE, TOVE, agree, ask
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


class Forms(HTMLParser):
    """Every form of a page: address, method and what is filled in; empty fields get something plausible."""

    MADE_UP = {"email": "scanner@filter.example", "text": "123456", "textarea": "test"}

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        if tag == "form":
            self.found.append((facts.get("action"), facts.get("method", "get"), {}))
        elif self.found and facts.get("name") and tag in ("input", "textarea", "button"):
            kind = facts.get("type", "textarea" if tag == "textarea" else "text")
            self.found[-1][2][facts["name"]] = facts.get("value") or self.MADE_UP.get(kind, "on")


class Scanner:
    """One visit of a filter, with forms sent two pages deep."""

    def __init__(self, number):
        self.browser = Client(REMOTE_ADDR=f"203.0.{number // 250}.{number % 250 + 1}", enforce_csrf_checks=True)

    def visit(self, address, *, press):
        assert self.browser.head(address).status_code < 500
        page = self.browser.get(address, follow=True)
        self.press_everything(page, address, depth=2 if press else 0)

    def press_everything(self, page, address, *, depth):
        assert page.status_code < 500
        if not depth or "text/html" not in page["Content-Type"]:
            return
        here = page.redirect_chain[-1][0] if page.redirect_chain else address
        for action, method, typed in Forms(page.content.decode()).found:
            send = self.browser.post if method == "post" else self.browser.get
            self.press_everything(send(action or here, typed, follow=True), action or here, depth=depth - 1)


def links(email):
    """Every address in the mail that ``email`` got."""
    key = f"signatory:{Signatory.objects.get(email=email).pk}"
    letter = Notification.objects.get(kind="consensus-asked", recipient_key=key)
    text = word(registry.compose(letter.kind, Owed(letter.about_id, key, letter.occurrence, make.MORNING))).text
    return [found.removeprefix(settings.SITE_URL) for found in re.findall(rf"{settings.SITE_URL}[^\s,]*", text)]


def state():
    """All that an answer, a confirmation or an erasure would have changed."""
    tables = (Application, Signatory, ApplicationVersion, Answer, ApplicationEvent)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def told_with(visits):
    """Tove answers while ``visits`` scanners come by before, between and after each of her steps."""
    application = make.draft(accepted=False)
    ask(application)
    addresses = links(TOVE)
    assert [each for each in addresses if "/enighed/" in each or "/slet-mig/" in each][1:]
    turn = iter(range(visits))

    def scanners_come():
        before = state()
        for number, _ in zip(turn, range(visits // 5), strict=False):
            Scanner(number).visit(addresses[number % len(addresses)], press=number % 3 != 0)
        assert state() == before

    tove = Client(REMOTE_ADDR="198.51.100.7", enforce_csrf_checks=True)
    page = f"/ansoegninger/{application.pk}/enighed/"
    scanners_come()
    sign_in = tove.get(page)["Location"]
    send(tove, sign_in, email=TOVE)
    scanners_come()
    code = SignInCode.objects.get(email=TOVE)
    assert code.tries_left == 5
    send(tove, sign_in.replace("/log-ind/?", "/log-ind/kode/?"), code=sealing.unseal(code.sealed_code))
    scanners_come()
    press(tove, page, "det-er-mig")
    scanners_come()
    press(tove, page, "svar-ja")
    scanners_come()
    assert list(Answer.objects.values_list("signatory__email", "agrees")) == [(TOVE, True)]
    assert User.objects.filter(email__contains="filter").count() == 0
    for email in (METTE, ANDERS):
        Signatory.objects.update(accepted_at=make.MORNING)
        agree(application, email)
    assert Application.objects.get().status == Status.SUBMITTED


def send(browser, address, **typed):
    """Fill the page's last form, as a person does."""
    _, _, found = Forms(browser.get(address).content.decode()).found[-1]
    assert browser.post(address, {**found, **typed}).status_code == 302


def press(browser, address, verb):
    """Press the button that leads to ``verb``."""
    forms = Forms(browser.get(address).content.decode()).found
    action, typed = next((action, typed) for action, _, typed in forms if action and verb in action)
    typed.pop("nej", None)
    assert browser.post(action, typed).status_code == 302


def test_thirty_scanners_confirm_nothing_and_lock_nobody_out(time_machine):
    time_machine.move_to(make.MORNING)
    told_with(30)


@pytest.mark.long
def test_a_thousand_scanners_confirm_nothing_and_lock_nobody_out(time_machine):
    time_machine.move_to(make.MORNING)
    told_with(1000)
