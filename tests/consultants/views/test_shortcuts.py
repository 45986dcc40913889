"""The keys of the queue: in words, and switched off."""

import pytest
from django.conf import settings
from django.contrib.messages import get_messages

from consultants.models import ShortcutsOff
from tests.consultants.desk import NOW, staff
from tests.consultants.pages import text_of
from tests.factories import applications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

QUEUE = "/sekretariat/ansoegninger/"
KEYS = f"{QUEUE}genveje/"
SCRIPT = "js/desk/keys"


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_page_says_what_each_key_does(desk):
    page = text_of(desk.get(KEYS))
    for words in ("j Næste ansøgning", "k Forrige ansøgning", "Enter Åbn", "/ Gå til søgefeltet", "? Vis genvejene"):
        assert words in page


def test_keys_are_on_until_one_switches_them_off(desk):
    applications.submitted()
    assert SCRIPT in desk.get(QUEUE).content.decode()
    assert 'value="til" checked' in " ".join(desk.get(KEYS).content.decode().split())
    for _ in range(2):
        response = desk.post(KEYS, {"keys": "fra"})
        assert (response.headers["Location"], told(response)[-1]) == (KEYS, "Genvejene er slået fra.")
    off = ShortcutsOff.objects.get()
    assert (off.user, off.since, str(off)) == (staff(), NOW, "Karen Lund")
    page = desk.get(QUEUE).content.decode()
    assert SCRIPT not in page
    assert '<dialog class="session-warning keys-help"' not in page
    assert f'href="{KEYS}"' in page
    response = desk.post(KEYS, {"keys": "til"})
    assert told(response)[-1] == "Genvejene er slået til."
    assert SCRIPT in desk.get(QUEUE).content.decode()


def test_a_colleague_keeps_their_keys(desk):
    desk.post(KEYS, {"keys": "fra"})
    desk.force_login(staff("Bo Dahl"))
    assert SCRIPT in desk.get(QUEUE).content.decode()


def test_neither_on_nor_off_is_refused(desk):
    response = desk.post(KEYS, {"keys": "måske"})
    assert response.status_code == 422
    assert "Vælg en af de viste muligheder" in text_of(response)


def test_no_other_page_loads_the_script(client, desk):
    case = applications.submitted()
    for address in ("/sekretariat/", KEYS, f"{QUEUE}{case.pk}/", "/sekretariat/forloeb/"):
        assert SCRIPT not in desk.get(address).content.decode()
    client.force_login(applications.person())
    for address in ("/", "/ansoegninger/"):
        assert SCRIPT not in client.get(address).content.decode()


def test_the_script_is_small_and_alone():
    (script,) = (settings.BASE_DIR / "static/js/desk").iterdir()
    assert script.stat().st_size <= 2 * 1024
