"""Bad input on every form: too much, too little, of the wrong kind, at the wrong time, twice. Never a 500.

What is drawn by chance is drawn from a seed that stands here. ``--long`` sends every bad value to every field.
"""

import random
import re
from contextlib import contextmanager
from datetime import timedelta
from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import quote_from_bytes

import pytest

from accounts import sealing
from accounts.actions import passwords
from accounts.models import PasswordLink
from applications.actions import decisions, triage, versions
from applications.forms import screener
from applications.models import Application, Municipality, PrioritisationRound, Sector
from applications.models.application import DeclineReason
from consultants.actions import journal, spread, trial_actions
from consultants.models import Outreach, PhoneCall, Task, TrialAction
from tests import permissions_table
from tests.bad_values import BAD, BAD_MARKS, EXTRA, FORM, SHAPES
from tests.factories import consultants
from tests.forms_table import forms
from tests.test_permissions import address
from tests.world import NOW, undone, world, writes  # noqa: F401 - a fixture
from themes.models import Theme

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

SEED = 20261121
# Refused, led elsewhere, gone, too many tries; 200 is the letter that is read before it is sent.
FINE = {302, 400, 404, 405, 409, 410, 422, 429}
ENGLISH = ("This field", "Ensure this", "Enter a", "Select a valid", "Null characters", "Traceback", "is not one of")


# ── The forms, and how they are sent ────────────────────────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def table(world):  # noqa: F811
    """The forms of tests/forms_table.py by route and thing, filled with what this world holds."""
    awaiting = versions.current(Application.objects.get(pk=world.things["awaiting"]["pk"]))
    known = {
        "municipality": Municipality.objects.get(code="461").pk,
        "sector": Sector.objects.first().pk,
        "theme": Theme.objects.open_on(NOW.date()).first().pk,
        "round": PrioritisationRound.objects.before_their_meeting().with_use().first().pk,
        "consultant": world.people["own"].pk,
        "candidate": world.things["round"]["candidate"],
        "stamp": world.things["round"]["stamp"],
        "seen": world.things["round"]["seen"],
        "colleague": world.people["other"].pk,
        "seat": _running(world),
        "submitted": world.things["submitted"]["pk"],
        "task": journal.mark(Task.objects.get(pk=world.things["running"]["task"])),
        "call": spread.mark(PhoneCall.objects.get(pk=world.things["call"]["pk"])),
        "outreach": spread.mark(Outreach.objects.get(pk=world.things["outreach"]["pk"])),
        "trial": trial_actions.mark(TrialAction.objects.get(pk=world.things["running"]["trial"])),
    }
    answers = {
        "municipal": "yes",
        "agreed": "yes",
        "personnel_case": "no",
        "improvement_order": "none",
        "ready": "yes",
    }
    around = SimpleNamespace(
        ids={name: str(pk) for name, pk in known.items()},
        screener=answers,
        token=screener.seal(answers),
        version={"number": str(awaiting.number), "sha256": awaiting.sha256},
    )
    draft = world.things["draft"]
    world.things.update({f"step {number}": {**draft, "number": number} for number in range(1, 5)})
    world.things["held"] = _held(world)
    world.things["invitation"] = {"token": consultants.invited(world.things["running"]["pk"])}
    world.things["link"] = {"token": sealing.sign(_link(world).pk, purpose="password-link")}
    world.things["code"] = world.things[""] = {}
    return {f"{each.route}@{each.on}": each for each in forms(around, (NOW + timedelta(days=20)).date(), NOW.date())}


def _running(world):  # noqa: F811
    from tests.factories import applications

    running = consultants.active(application=applications.granted(), run_by=world.people["own"])
    world.things["running without meetings"] = {"pk": running.pk}
    return running.assignments.get().pk


def _held(world):  # noqa: F811
    """Declined a moment ago: the letter has not left yet."""
    from tests.factories import applications

    application = applications.submitted()
    triage.decline(
        application_id=application.pk,
        by=world.people["own"],
        reason=DeclineReason.CAPACITY,
        text="Desværre.",
        now=NOW,
        hold=decisions.WINDOW,
    )
    return {"pk": application.pk}


def _link(world):  # noqa: F811
    passwords.ask_for_link(email=world.people["own"].email, network="192.0.2.9", now=NOW)
    return PasswordLink.objects.latest("asked_at")


def _names(*, typed=False):
    """The keys of the table, known before there is a world; ``typed``: of the forms with something to forget."""
    ids = (
        "municipality", "sector", "theme", "round", "consultant", "candidate", "stamp", "seen", "colleague", "seat",
        "submitted", "task", "trial", "call", "outreach",
    )  # fmt: skip
    nothing = SimpleNamespace(ids=dict.fromkeys(ids, ""))
    nothing.screener, nothing.token, nothing.version = {}, "", {}
    known = forms(nothing, NOW.date(), NOW.date())
    return [f"{each.route}@{each.on}" for each in known if each.required or not typed]


def encoded(fields):
    """``fields`` (pairs; values are text or bytes) as a browser would send them, broken bytes and all."""
    return b"&".join(
        quote_from_bytes(name.encode()).encode() + b"=" + quote_from_bytes(_bytes(value)).encode()
        for name, value in fields
    )


def _bytes(value):
    return value if isinstance(value, bytes) else str(value).encode()


@contextmanager
def browser(world, form, thing=None):  # noqa: F811
    """A function that posts a body as the sender of ``form``; all of it is taken back afterwards."""
    path = address(form.route, world.things[form.on if thing is None else thing])
    with undone():
        client = world.client(form.role, path, raising=False)
        if form.on == "code":
            client.post("/log-ind/", {"email": "ny@odense.example"})
        yield lambda body, kind=FORM: client.generic("POST", path, body, content_type=kind)


def post(world, form, body, kind=FORM, thing=None):  # noqa: F811
    with browser(world, form, thing) as send:
        return send(body, kind)


def trouble(response, told):
    """What is wrong with the answer to bad input; nothing if it is fine."""
    status = response.status_code
    page = response.content.decode()
    if status >= 500:
        return [(told, status, str(response.exc_info[1])[:300] if response.exc_info else "")]
    if status == 200 and b'value="send"' in response.content:
        return []
    if status not in FINE:
        return [(told, status)]
    if status in (422, 429) and 'id="error-summary"' not in page:
        return [(told, status, "no summary of errors")]
    summary = page.partition('id="error-summary"')[2].partition("</ul>")[0]
    return [(told, status, word) for word in ENGLISH if word in summary]


def changed(form, **values):
    return encoded({**form.good, **values}.items())


# ── Values ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_every_form_of_the_portal_is_tried():
    takes = {row.route for row in permissions_table.ROWS if re.search(r"(302|422|410) ", row.post)}
    # Taking part needs no form: see whoever is led away at once.
    assert takes - {name.partition("@")[0] for name in _names()} == set()


@pytest.mark.parametrize("name", _names())
def test_what_is_typed_well_is_taken(world, table, name):  # noqa: F811
    form = table[name]
    with undone():
        response = post(world, form, encoded(form.good.items()))
    wanted = 422 if name in ("log-ind/kode/@code", "log-ind/medarbejder/@") else 302
    assert response.status_code == wanted, _summary(response)


def _summary(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode().partition('id="error-summary"')[2][:1500])


@pytest.mark.parametrize("name", _names())
def test_bad_values_are_refused_in_danish_and_never_break_a_page(world, table, name):  # noqa: F811
    form = table[name]
    chance = random.Random(f"{SEED}{name}")
    # Each value meets every form in the long run; here each form meets a few of them.
    everywhere = [(value, form.good) for value in chance.sample(BAD, 6)]
    one_field = [(chance.choice(BAD), [each]) for each in form.good]
    wrong = []
    for value, fields in everywhere + one_field:
        response = post(world, form, changed(form, **dict.fromkeys(fields, value)))
        wrong += trouble(response, (list(fields), value[:40]))
    assert wrong == []


@pytest.mark.long
@pytest.mark.parametrize("name", _names())
def test_every_bad_value_in_every_field(world, table, name):  # noqa: F811
    form = table[name]
    wrong = []
    for value in BAD:
        for fields in [list(form.good), *([each] for each in form.good)]:
            response = post(world, form, changed(form, **dict.fromkeys(fields, value)))
            wrong += trouble(response, (fields, value[:40]))
    chance = random.Random(SEED)
    for _ in range(200):
        soup = [(each, chance.randbytes(chance.randrange(40))) for each in form.good if chance.random() < 0.8]
        wrong += trouble(post(world, form, encoded(soup)), soup)
    assert wrong == []


# ── Shapes ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", _names())
def test_a_body_of_any_shape_gets_an_answer(request, world, table, name):  # noqa: F811
    form = table[name]
    wrong = []
    every = {
        **SHAPES,
        "everything twice": (encoded([*form.good.items(), *((each, b"9" * 30) for each in form.good)]), FORM),
        "lists for values": (encoded([(f"{each}[]", "x") for each in form.good]), FORM),
    }
    # What reads a body is the same for all forms: in the gate each meets four of them, and each is met by forty forms.
    some = every if request.config.getoption("--long") else random.Random(f"{SEED}{name}").sample(sorted(every), 4)
    for told in some:
        body, kind = every[told]
        wrong += trouble(post(world, form, body, kind), told)
    assert wrong == []


# ── Time and order ──────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", _names())
def test_a_form_sent_twice_is_answered_twice_and_done_once(world, table, name):  # noqa: F811
    form = table[name]
    with browser(world, form) as send:
        send(encoded(form.good.items()))
        before = _rows(writes())
        response = send(encoded(form.good.items()))
        made = {table for table, count in _rows(writes()).items() if count > before.get(table, 0)}
    assert trouble(response, name) == []
    assert form.again or made == set()


def _rows(counts):
    return {name: inserted for name, (inserted, *_) in counts.items()}


STATES = {
    "ansoegninger/<uuid:pk>/": (
        "draft",
        "awaiting",
        "submitted",
        "needs information",
        "waiting",
        "declined",
        "withdrawn",
        "expired",
        "granted",
        "granted and over",
    ),
    "sekretariat/forloeb/<uuid:pk>/": ("assigned", "running", "closed"),
}


@pytest.mark.parametrize("name", [each for each in _names() if "<uuid:" in each])
def test_a_form_sent_in_the_wrong_state_is_answered(world, table, name):  # noqa: F811
    form = table[name]
    states = next((known for prefix, known in STATES.items() if prefix in form.route), ())
    wrong = []
    for thing in states:
        found = {**world.things[form.on], **world.things[thing]}
        if "person" in found and "person" in form.route:
            found["person"] = world.things[thing].get("person", found["person"])
        world.things["now"] = found
        wrong += trouble(post(world, form, encoded(form.good.items()), thing="now"), thing)
    assert wrong == []


# ── What nobody asked for ───────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", [each for each in _names() if not each.startswith(("log-ind", "ansoeg/"))])
def test_fields_that_no_form_has_change_nothing(world, table, name):  # noqa: F811
    form = table[name]
    left = []
    for extra in ({}, EXTRA):
        with browser(world, form) as send:
            send(encoded({**extra, **form.good}.items()))
            left.append(_everything())
    assert left[0] == left[1]


# Keys differ from one run to the next, and some columns name keys of others.
_KEYS = re.compile(r"(^|_)(id|key|hash|token|sha256)$|^(reference_id|last_login|sealed_code|data|facts|occurrence)$")


# Names are gathered in no order, so what they are found by has its places in none.
_PLACES = re.compile(r"(?<=[:,])\d+(?=\D|$)")


def _everything():
    """Every row of every table of ours, without the keys that differ from one run to the next."""
    from django.apps import apps

    rooms = ("accounts", "applications", "consultants", "notifications")
    return {
        model._meta.label: sorted(
            _told({name: value for name, value in row.items() if not _KEYS.search(name)})
            for row in model.objects.values()
        )
        for room in rooms
        for model in apps.get_app_config(room).get_models()
    }


def _told(row):
    return str({name: _PLACES.sub("", value) if name in {"names", "words"} else value for name, value in row.items()})


# ── What was typed stays ────────────────────────────────────────────────────────────────────────────────────────────
class Controls(HTMLParser):
    """What the controls of a page hold, by name: text, chosen options, ticked boxes."""

    def __init__(self, page):
        super().__init__()
        self.held, self._area, self._select = {}, None, None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        is_choice = attrs.get("type") in ("radio", "checkbox")
        name, value = attrs.get("name"), attrs.get("value") or ("on" if is_choice else "")
        if tag == "input" and name:
            if not is_choice or "checked" in attrs:
                self.held.setdefault(name, []).append(value)
        elif tag == "textarea":
            self._area = name
            self.held.setdefault(name, []).append("")
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in attrs:
            self.held.setdefault(self._select, []).append(value)

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None

    def handle_data(self, data):
        if self._area:
            self.held[self._area][-1] += data


def lost(form, page, but):
    """The fields whose words did not come back; a telephone number may come back with its spaces set right."""
    held = {
        name: [re.sub(r"(?<=\d) (?=\d)", "", each.strip()) for each in values]
        for name, values in Controls(page).held.items()
    }
    typed = {name: value for name, value in form.good.items() if name not in (but, "trin", "tilfoej", "password")}
    return {name: held.get(name) for name, value in typed.items() if value not in held.get(name, [])}


@pytest.mark.parametrize("name", _names(typed=True))
def test_nothing_typed_is_lost_where_one_field_was_forgotten(world, table, name):  # noqa: F811
    form = table[name]
    response = post(world, form, encoded((each, value) for each, value in form.good.items() if each != form.required))
    page = response.content.decode()

    assert (response.status_code, trouble(response, name)) == (422, [])
    assert "<title>Fejl: " in page
    assert not form.kept or lost(form, page, form.required) == {}
    assert "<b>'ord'</b>" not in page  # it comes back as text


# ── Lists ───────────────────────────────────────────────────────────────────────────────────────────────────────────
LISTS = (
    ("signatory", "/ansoegninger/", ("efter",)),
    ("head", "/sekretariat/ansoegninger/", ("efter", "foer", "q", "tilstand", "tema", "kommune", "branche", "slags")),
    ("head", "/sekretariat/ansoegninger/", ("kolonner",)),
    ("head", "/sekretariat/ansoegninger/kolonner/", ("valg", "vis", "plads-sted")),
    ("head", "/sekretariat/ansoegninger/visninger/ny/", ("tilstand", "kolonner")),
    ("head", "/sekretariat/ansoegninger/samlet/", ("fra", "valgt", "skabelon")),
    ("head", "/sekretariat/forloeb/", ("efter", "foer", "status")),
    ("head", "/sekretariat/opfoelgning/", ("efter", "foer", "status", "konsulent")),
    ("head", "/sekretariat/opfoelgning/maaned/2026-12/", ("konsulent",)),
    ("head", "/sekretariat/forloeb/{running}/journal/", ("efter", "foer")),
    ("head", "/sekretariat/forloeb/{running}/journal/opgaver/", ("efter", "foer", "vis")),
    ("head", "/sekretariat/forloeb/{running}/journal/kontakter/", ("efter", "foer")),
    ("head", "/sekretariat/runder/", ("efter", "foer")),
    ("head", "/styregruppe/", ("periode",)),
    ("anonymous", "/ansoeg/", ("svar",)),
    ("signatory", "/ansoegninger/ny/", ("svar",)),
    ("anonymous", "/log-ind/", ("next",)),
    ("admin", "/administration/accounts/user/", ("q", "p", "o", "id__exact", "is_active__exact", "_facets")),
)


@pytest.mark.parametrize(("role", "path", "names"), LISTS, ids=[path for _, path, _ in LISTS])
def test_a_list_answers_whatever_its_address_says(request, world, role, path, names):  # noqa: F811
    chance = random.Random(f"{SEED}{path}")
    path = path.format(running=world.things["running"]["pk"])
    wrong = []
    for value in BAD_MARKS if request.config.getoption("--long") else chance.sample(BAD_MARKS, 15):
        for name in {names[0], chance.choice(names)}:
            with undone():
                client = world.client(role, path, raising=False)
                response = client.get(f"{path}?{encoded([(name, value), (name, value)]).decode()}")
            away = response.status_code == 302 and "ond.example" in response["Location"]
            if response.status_code not in (200, 302, 404, 422) or away:
                why = str(response.exc_info[1])[:200] if response.exc_info else ""
                wrong.append((name, value[:50], response.status_code, why))
    assert wrong == []


def test_an_address_of_any_shape_gets_an_answer(world):  # noqa: F811
    draft = world.things["draft"]["pk"]
    for path in (
        f"/ansoegninger/{draft}/trin/{'9' * 5000}/",
        f"/ansoegninger/{draft}/trin/0/",
        f"/ansoegninger/{draft}/trin/-1/",
        f"/ansoegninger/{draft}/trin/6/",
        f"/ansoegninger/{str(draft).upper()}/",
        f"/ansoegninger/{draft}%00/",
        "/ansoegninger/%ED%A0%80/",
        "/ansoegninger/%FF/",
        "/temaer/%00/",
        f"/temaer/{'a' * 5000}/",
        "/ansoeg/x-y/",
        "/log-ind/adgangskode/%00:%FF:x/",
        f"/log-ind/adgangskode/{'a:' * 3000}/",
        "/%2e%2e/%2e%2e/etc/passwd",
    ):
        client = world.client("signatory", path, raising=False)
        assert client.get(path).status_code in (301, 302, 404, 410), path
