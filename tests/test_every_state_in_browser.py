"""What a page of the secretariat's room becomes by what is sent or opened: axe finds nothing, on a phone and a desk.

The pages themselves, and what an empty form comes back as, are judged next door. Here are the letters that are read
before they leave, the warnings, what whoever comes second is told, the forms with one thing wrong, and what is opened.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from applications.models import ApplicationEvent
from consultants.models import Engagement
from notifications import texts
from tests import browser
from tests.factories import consultants
from tests.test_bad_input import table  # noqa: F401 - a fixture
from tests.test_every_page_in_browser import NARROW, WIDE, chrome, over_the_edge, stage, unfold  # noqa: F401 - fixtures
from tests.test_permissions import address, parameters_of
from tests.world import NOW, undone, world  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.xdist_group("every page")]

DESK, BULK, ROUND = (
    "sekretariat/ansoegninger/<uuid:pk>/",
    "sekretariat/ansoegninger/samlet/",
    "sekretariat/runder/<int:pk>/",
)
LETTER = "sekretariat/indstillinger/breve/<slug:kind>/"
QUESTION = "sekretariat/indstillinger/spoergsmaal/<int:pk>/"
WRITING = "ansoegninger/<uuid:pk>/forloeb/aftale/skriv/"
RUN, VISIT = "sekretariat/forloeb/<uuid:pk>/", "sekretariat/opfoelgning/<uuid:pk>/"
MEETING, TRIAL, TASK = (
    f"{RUN}moeder/<uuid:meeting>/",
    f"{RUN}proevehandlinger/<uuid:trial>/",
    f"{RUN}journal/opgaver/<int:task>/",
)
STORY = "sekretariat/udbredelse/historier/<uuid:pk>/"


@dataclass(frozen=True)
class State:
    """A form of tests/forms_table.py sent with these words changed; and by what its page is known."""

    name: str
    route: str
    on: str
    status: int
    words: str
    changed: dict
    role: str = ""
    also_on: str = ""

    def __str__(self):
        return self.name


def day(name, moment):
    return {f"{name}_day": moment.day, f"{name}_month": moment.month, f"{name}_year": moment.year}


# When somebody of the world's has a meeting already.
TAKEN = {**day("date", NOW + timedelta(days=10)), "begins": "9.00", "ends": "13.00"}
LATER = TAKEN | {"begins": "14.00", "ends": "16.00"}
SAME_DAY = {f"moede-2-{name}": value for name, value in {**TAKEN, "begins": "12.00", "ends": "15.00"}.items()}

# What such a page says.
NEAR, QUICKER, CHANGED = "Kan det nås?", "Imens er der sket noget", "siden du åbnede siden"
NAMED = "Teksterne nævner måske"

STATES = [
    # Read before it leaves.
    State("a no, read first", f"{DESK}afslag/", "submitted", 200, "Sådan ser afslaget ud", {"trin": "se"}),
    State("a yes, read first", f"{DESK}bevilg/", "newcomer", 200, "Sådan ser brevet ud", {"trin": "se"}),
    State("a reworded letter, read first", LETTER, "letter", 200, "Sådan ser modtageren brevet", {"trin": "se"}),
    State("many are asked, read first", BULK, "", 200, "Spørgsmålet", {"trin": "se"}),
    State("many wait, read first", BULK, "", 200, "Brevet", {"trin": "se", "handling": "venteliste"}),
    State("many, one of them too late", BULK, "", 200, "bliver ikke ændret", {"trin": "se", "set": "0"}),
    # Warned.
    State("a meeting too near another", f"{RUN}moeder/ny/", "running", 409, NEAR, TAKEN),
    State("a meeting moved too near another", f"{MEETING}flyt/", "running", 409, NEAR, LATER),
    State("several meetings too near", f"{RUN}moeder/flere/", "running", 409, NEAR, SAME_DAY),
    State("a visit too near a meeting", f"{VISIT}aftal/", "visit", 409, NEAR, TAKEN),
    State("a closing with names", f"{RUN}afslut/", "running without meetings", 422, NAMED, {"outcome": "Mette"}),
    # Somebody was quicker.
    State("a no on an old page", f"{DESK}afslag/", "submitted", 422, QUICKER, {"set": "0"}),
    State("a question on an old page", f"{DESK}spoerg/", "submitted", 422, QUICKER, {"set": "0"}),
    State("a yes on an old page", f"{DESK}bevilg/", "newcomer", 422, QUICKER, {"set": "0"}),
    State("a no that comes too late", f"{DESK}afslag/", "submitted", 409, "Intet er ændret", {}, "own", "declined"),
    State("a message that comes too late", f"{DESK}beskeder/", "submitted", 409, "ikke", {}, "head", "withdrawn"),
    State("a letter reworded meanwhile", LETTER, "letter", 409, "imens", {}),
    State("a question's text reworded meanwhile", QUESTION, "question text", 409, "imens", {"seen": "0"}),
    State("a round changed before it is closed", f"{ROUND}luk/", "round", 409, CHANGED, {"set": "x"}),
    State("a round changed before a decision", f"{ROUND}afgoer/", "round", 422, CHANGED, {"set": "x"}),
    State("an agreement rewritten meanwhile", f"{RUN}samarbejdsaftale/", "running", 409, CHANGED, {"read": "0"}),
    State("a group's agreement rewritten meanwhile", WRITING, "granted", 409, CHANGED, {"read": "0"}, "signatory"),
    State("an agenda rewritten meanwhile", MEETING, "running", 409, "imens", {"read": "9"}),
    State("a trial rewritten meanwhile", f"{TRIAL}ret/", "running", 409, CHANGED, {"set": "x"}),
    State("a result rewritten meanwhile", f"{TRIAL}resultat/", "running", 409, CHANGED, {"set": "x"}),
    State("a task rewritten meanwhile", TASK, "running", 409, CHANGED, {"set": "x"}),
    State("a story rewritten meanwhile", STORY, "story", 409, "imens", {"read": "9"}),
    # One thing wrong.
    State("many are asked nothing", BULK, "", 422, "Skriv, hvad du vil spørge om", {"question": ""}),
    State("many are granted to nobody", BULK, "", 422, "Vælg en konsulent", {"handling": "tildel"}),
    State("a letter without words", f"{DESK}svar/", "held", 422, "Skriv brevet", {"text": ""}),
    State("a no in a round without a reason", f"{ROUND}afgoer/", "round", 422, "Vælg", {"decline_reason": ""}),
    State("one of several without an hour", f"{RUN}moeder/flere/", "running", 422, "Skriv", {"moede-2-begins": ""}),
]
# What a page opens on a key, or by itself.
DIALOGS = {
    "the keys": ("/sekretariat/ansoegninger/", "#shortcuts", "Genveje på tastaturet"),
    "the end of the session": ("/sekretariat/", "#session-warning", "Du bliver snart logget ud"),
}


@pytest.fixture(scope="module")
def busy(world, table):  # noqa: F811
    """The world and its forms; a colleague has acted on what lies on the desk, and two meetings are on one day."""
    for case in ("submitted", "newcomer"):
        ApplicationEvent.objects.create(
            application_id=world.things[case]["pk"], verb="message_written", actor=world.people["other"], at=NOW
        )
    second = Engagement.objects.get(pk=world.things["beside"]["pk"])
    consultants.meeting(second, starts_at=NOW + timedelta(days=10, hours=3))
    texts.write("decision", subject="Svar", body="Se svaret: {link}", seen=0, by=world.people["head"], now=NOW)
    return world, table


def send(busy, state):
    everything, forms = busy
    form = forms[f"{state.route}@{state.on}"]
    role = state.role or form.role
    path = address(form.route, parameters_of(everything, state.also_on or state.on))
    with undone():
        return everything.client(role, path).post(path, form.good | state.changed)


def judged(page):
    """What is wrong with the page on a phone and on a desk."""
    found = []
    for width in (NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        found += [(width, each) for each in browser.violations(page)]
        found += [(width, "over the edge")] if over_the_edge(page, width) else []
    return found


@pytest.mark.parametrize("state", STATES, ids=str)
def test_what_is_sent_comes_back_as_a_page_that_everybody_can_read(stage, busy, state):  # noqa: F811
    response = send(busy, state)
    assert response.status_code == state.status
    stage.show(response)
    assert state.words in " ".join(stage.page.locator("main").inner_text().split())
    assert judged(stage.page) == []


def test_a_letter_that_waits_can_be_read_with_its_versions_open(stage, busy):  # noqa: F811
    everything, forms = busy
    form = forms[f"{DESK}svar/@held"]
    path = address(form.route, parameters_of(everything, form.on))
    with undone():
        client = everything.client(form.role, path)
        client.post(path, {"text": "Bedre ord."})
        stage.show(client.get(path))
    assert unfold(stage.page) == 1
    assert judged(stage.page) == []


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_that_is_open_can_be_read_and_closed(stage, busy, name):  # noqa: F811
    path, dialog, heading = DIALOGS[name]
    everything, _ = busy
    with undone():
        stage.show(everything.client("own", path).get(path))
    stage.page.evaluate("(which) => document.querySelector(which).showModal()", dialog)
    assert stage.page.locator(f"{dialog} h2").inner_text() == heading
    assert judged(stage.page) == []
