"""SQL statements a page: below a ceiling, and as many with 200 rows as with 2. Transaction control is not counted."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from applications.models import (
    Application,
    ApplicationEvent,
    Intake,
    Message,
    PrioritisationRound,
    Signatory,
    Workplace,
    WorkplaceContact,
)
from consultants.models import Engagement, EngagementEvent, RoundCandidate
from tests.factories import applications, consultants, joint, saved_views, spread
from tests.test_bad_input import _names, encoded, table  # noqa: F401 - a fixture
from tests.test_permissions import FORM, address
from tests.world import NOW, undone, world  # noqa: F401 - a fixture

# One worker measures all pages: the two heaps take longest to make.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover, pytest.mark.xdist_group("query counts")]

FORM_GET, FORM_POST, LIST, DAY, CASE, DASHBOARD = 10, 18, 12, 16, 18, 12
FEW, MANY = 2, 200

WEIGHTS = "municipality_never=1&municipality_long_ago=2&sector_at_most=3&per_week=4&weeks_at_most=5&joint=6"

PAGES = (
    ("own applications", "/ansoegninger/", "signatory", LIST),
    ("queue", "/sekretariat/ansoegninger/", "own", LIST),
    ("queue of the head", "/sekretariat/ansoegninger/", "head", LIST),
    ("queue, a search", "/sekretariat/ansoegninger/?q=SPARK", "own", LIST),
    ("queue, a state", "/sekretariat/ansoegninger/?tilstand=submitted", "own", LIST),
    ("queue, a theme", "/sekretariat/ansoegninger/?tema=violence", "own", LIST),
    ("queue, a municipality", "/sekretariat/ansoegninger/?kommune=461", "own", LIST),
    ("queue, a sector", "/sekretariat/ansoegninger/?branche=social_and_disability", "own", LIST),
    ("queue, a kind", "/sekretariat/ansoegninger/?slags=individual", "own", LIST),
    ("queue, a search by text", "/sekretariat/ansoegninger/?q=overfald", "own", LIST),
    ("queue, a search misspelt", "/sekretariat/ansoegninger/?q=L%C3%A6rkhj", "own", LIST),
    ("queue, days", "/sekretariat/ansoegninger/?ventet=2", "own", LIST),
    ("queue, look-alikes", "/sekretariat/ansoegninger/?ligner=ja", "own", LIST),
    ("queue, a consultant", "/sekretariat/ansoegninger/?konsulent={colleague}", "head", LIST),
    ("queue, columns", "/sekretariat/ansoegninger/?kolonner=temaer,forloeb,arbejdspladser,modtaget", "own", LIST),
    ("queue, keys", "/sekretariat/ansoegninger/genveje/", "own", FORM_GET),
    ("queue, saved views", "/sekretariat/ansoegninger/visninger/", "own", LIST),
    ("queue, a view to save", "/sekretariat/ansoegninger/visninger/ny/?tilstand=waiting", "own", FORM_GET),
    ("queue, a region", "/sekretariat/ansoegninger/?region=1083", "own", LIST),
    ("new messages", "/sekretariat/beskeder/", "own", LIST),
    ("thread of the desk", "/sekretariat/ansoegninger/{submitted}/beskeder/", "own", CASE),
    ("thread of the group", "/ansoegninger/{submitted}/beskeder/", "signatory", CASE),
    ("receipt", "/ansoegninger/{submitted}/kvittering/", "signatory", CASE),
    ("settings", "/sekretariat/indstillinger/", "head", LIST),
    ("letters", "/sekretariat/indstillinger/breve/", "head", LIST),
    ("words of a letter", "/sekretariat/indstillinger/breve/decision/", "head", LIST),
    ("rounds", "/sekretariat/runder/", "own", LIST),
    ("who has opened cases", "/sekretariat/adgang/", "head", LIST),
    ("who has opened a case", "/sekretariat/ansoegninger/{submitted}/hvem-har-set/", "head", LIST),
    ("a round", "/sekretariat/runder/{round}/", "head", LIST),
    ("a round of a consultant", "/sekretariat/runder/{round}/", "own", LIST),
    ("a round ahead", "/sekretariat/runder/{round ahead}/", "head", LIST),
    ("other weights", f"/sekretariat/runder/{{round}}/proev-vaegte/?{WEIGHTS}", "own", LIST),
    ("report of a round", "/sekretariat/runder/{round}/rapport.pdf", "own", LIST),
    ("texts for questions", "/sekretariat/indstillinger/spoergsmaal/", "head", LIST),
    ("planning rounds", "/sekretariat/indstillinger/runder/", "head", LIST),
    ("closing a round", "/sekretariat/runder/{round}/luk/", "head", LIST),
    ("deciding in a round", "/sekretariat/runder/{round}/afgoer/?alle=uafgjorte&afgoerelse=grant", "head", LIST),
    ("engagements", "/sekretariat/forloeb/", "own", LIST),
    ("engagements of the head", "/sekretariat/forloeb/?status=alle", "head", LIST),
    ("follow-ups", "/sekretariat/opfoelgning/", "own", LIST),
    ("follow-ups of the head", "/sekretariat/opfoelgning/", "head", LIST),
    ("follow-ups, overdue", "/sekretariat/opfoelgning/?status=overdue", "own", LIST),
    ("follow-ups by month", "/sekretariat/opfoelgning/maaned/2026-12/", "own", LIST),
    ("follow-ups by month of the head", "/sekretariat/opfoelgning/maaned/2026-12/", "head", LIST),
    ("team", "/sekretariat/holdet/", "own", LIST),
    ("a colleague's calendar", "/sekretariat/holdet/{colleague}/", "own", LIST),
    ("spread", "/sekretariat/udbredelse/", "own", LIST),
    ("calls", "/sekretariat/udbredelse/telefon/", "own", FORM_GET),
    ("outreach", "/sekretariat/udbredelse/kommuner/", "own", FORM_GET),
    ("one municipality's outreach", "/sekretariat/udbredelse/kommuner/{municipality}/", "own", LIST),
    ("stories", "/sekretariat/udbredelse/historier/", "own", LIST),
    ("public stories", "/historier/", "own", LIST),
    ("own absence", "/sekretariat/holdet/fravaer/", "own", FORM_GET),
    ("everybody's absence", "/sekretariat/indstillinger/fravaer/", "head", FORM_GET),
    ("evaluations", "/sekretariat/evaluering/", "own", LIST),
    ("my day", "/sekretariat/", "own", DAY),
    ("my day of the head", "/sekretariat/", "head", DAY),
    ("case", "/sekretariat/ansoegninger/{submitted}/", "own", CASE),
    ("engagement", "/sekretariat/forloeb/{running}/", "own", CASE),
    ("closed engagement", "/sekretariat/forloeb/{closed}/", "own", CASE),
    ("meetings", "/sekretariat/forloeb/{running}/moeder/", "own", LIST),
    ("own calendar", "/sekretariat/kalender/", "own", FORM_GET),
    ("calendar feed", "/kalender/{feed}.ics", "anonymous", LIST),
    ("trial actions", "/sekretariat/forloeb/{running}/proevehandlinger/", "own", LIST),
    ("hovedmed", "/sekretariat/forloeb/{running}/hovedmed/", "own", LIST),
    ("hovedmed settings", "/sekretariat/indstillinger/hovedmed/", "head", LIST),
    ("journal", "/sekretariat/forloeb/{running}/journal/", "own", LIST),
    ("contact log", "/sekretariat/forloeb/{running}/journal/kontakter/", "own", LIST),
    ("tasks", "/sekretariat/forloeb/{running}/journal/opgaver/", "head", LIST),
    ("own tasks", "/sekretariat/opgaver/", "own", LIST),
    ("tasks done", "/sekretariat/forloeb/{running}/journal/opgaver/?vis=faerdige", "own", LIST),
    ("engagements handed over", "/sekretariat/forloeb/?status=overdraget", "own", LIST),
    ("engagement, handed over", "/sekretariat/forloeb/{handed over}/", "own", CASE),
    ("status", "/ansoegninger/{submitted}/", "signatory", CASE),
    ("status, granted", "/ansoegninger/{granted}/", "signatory", CASE),
    ("agreeing", "/ansoegninger/{awaiting}/enighed/", "signatory", CASE),
    ("own engagements", "/ansoegninger/mine-forloeb/", "signatory", LIST),
    ("handing on", "/ansoegninger/{granted}/forloeb/kontaktperson/", "signatory", FORM_GET),
    ("group", "/ansoegninger/{granted}/forloeb/", "signatory", CASE),
    ("group's agreement", "/ansoegninger/{granted}/forloeb/aftale/", "signatory", CASE),
    ("writing the agreement", "/ansoegninger/{granted}/forloeb/aftale/skriv/", "signatory", FORM_GET),
    ("check", "/ansoegninger/{draft}/tjek/", "signatory", CASE),
    ("workplaces", "/ansoegninger/{joint draft}/trin/1/arbejdspladser/", "signatory", FORM_GET),
    ("step 1, joint", "/ansoegninger/{joint draft}/trin/1/", "signatory", FORM_GET),
    ("check, joint", "/ansoegninger/{joint draft}/tjek/", "signatory", CASE),
    ("people, joint", "/ansoegninger/{joint draft}/trin/5/", "signatory", FORM_GET),
    ("agreeing, joint", "/ansoegninger/{joint}/enighed/", "signatory", CASE),
    ("status, joint", "/ansoegninger/{joint}/", "signatory", CASE),
    ("a contact's page", "/ansoegninger/{joint}/arbejdsplads/", "contact", LIST),
    ("a contact's applications", "/ansoegninger/", "contact", LIST),
    ("case, joint", "/sekretariat/ansoegninger/{joint}/", "own", CASE),
    ("steering", "/styregruppe/", "kl", DASHBOARD),
)


# ── The two heaps ───────────────────────────────────────────────────────────────────────────────────────────────────
def heap(world, n):  # noqa: F811
    """``n`` of everything that grows, around the people of the world."""
    for status in ("submitted", "waiting"):
        applications.many_submitted(n, at=NOW - timedelta(days=20), status=status)
    _views(world, n)
    _own(world, n)
    _joint(world, n)
    consultants.many(n, at=NOW - timedelta(days=30), run_by=world.people["own"])
    consultants.many_closed(n, at=NOW - timedelta(days=200), closed_on=date(2026, 6, 1), run_by=world.people["own"])
    PrioritisationRound.objects.bulk_create(
        PrioritisationRound(meets_on=date(2015, 1, 1) + timedelta(days=each), closed_at=NOW, capacity=8)
        for each in range(n)
    )
    _candidates(world)
    _long_stories(world, n)
    _team(world, n)


def _team(world, n):  # noqa: F811
    spread.many(n)
    for each in range(n):
        someone = consultants.consultant(f"konsulent-{each}@spark.example", f"Konsulent {each}")
        consultants.absence(someone, NOW.date(), NOW.date())
        consultants.question_text(f"Tekst {each}")
        consultants.question_text(f"Gammel tekst {each}", retired_at=NOW)
        consultants.absence(world.people["own"], *2 * [date(2027, 1, 1) + timedelta(days=each)])


def _candidates(world):  # noqa: F811
    """All that is ranked by now is in the round, too."""
    opened = PrioritisationRound.objects.get(pk=world.things["round"]["pk"])
    first = opened.candidates.get(rank=1)
    known = opened.candidates.values("application")
    RoundCandidate.objects.bulk_create(
        RoundCandidate(
            round=opened, application=each, rank=rank, points=9, reasons=first.reasons, facts=first.facts,
            version_number=each.version_number,
        )
        for rank, each in enumerate(Application.objects.ranked().exclude(pk__in=known), start=1000)
    )  # fmt: skip


def _views(world, n):  # noqa: F811
    """As many views as there can be, where there are many."""
    for number in range(3, min(n, 8) + 1):
        for is_shared in (False, True):
            saved_views.view(world.people["own"], f"{number} {is_shared}", is_shared=is_shared, place=number)


def _own(world, n):  # noqa: F811
    author = world.people["signatory"]
    drafts = [Application(**applications._complete(NOW - timedelta(hours=each), author)) for each in range(n)]
    Application.objects.bulk_create(drafts)
    place, kind_of_work = applications.municipality(), applications.sector()
    Workplace.objects.bulk_create(
        Workplace(application=each, name="Et sted", municipality=place, sector=kind_of_work, employees=9)
        for each in drafts
    )
    Signatory.objects.bulk_create(
        row
        for each in drafts
        for row in applications._named(each, applications.TRIO, author, NOW - timedelta(days=3), accepted=True)
    )


def _joint(world, n):  # noqa: F811
    place, kind_of_work = applications.municipality(), applications.sector()
    for thing in ("joint draft", "joint"):
        there = Workplace.objects.bulk_create(
            Workplace(
                application_id=world.things[thing]["pk"], name=f"Sted {each}", municipality=place, sector=kind_of_work,
                employees=9, position=each + 3,
            )
            for each in range(min(n, 50))  # where sixty stand, there is no form for another
        )  # fmt: skip
        WorkplaceContact.objects.bulk_create(
            WorkplaceContact(workplace=each, name="Kim Falk", email=joint.KIM, added_at=NOW, told_at=NOW)
            for each in there
        )


def _long_stories(world, n):  # noqa: F811
    things = world.things
    ApplicationEvent.objects.bulk_create(
        ApplicationEvent(application_id=things[thing]["pk"], verb=verb, at=NOW, actor=world.people["own"])
        for thing in ("submitted", "granted", "draft", "awaiting")
        for verb in ("reminded", "information_asked")
        for _ in range(n)
    )
    application = Application.objects.get(pk=things["submitted"]["pk"])
    application.requests.bulk_create(
        application.requests.model(application=application, question="?", asked_at=NOW, answer="!", answered_at=NOW)
        for _ in range(n)
    )
    Message.objects.bulk_create(
        Message(application=application, sender="group", text="?", at=NOW, token=uuid4()) for _ in range(n)
    )
    Intake.objects.bulk_create(Intake(is_open=True, at=NOW) for _ in range(n))
    for thing in ("running", "closed"):
        EngagementEvent.objects.bulk_create(
            EngagementEvent(engagement_id=things[thing]["pk"], verb="noted", at=NOW, actor=world.people["own"])
            for _ in range(n)
        )
    theirs = Engagement.objects.get(pk=things["running elsewhere"]["pk"])
    for each in range(n):
        consultants.meeting(theirs, starts_at=NOW + timedelta(days=30 + each))
    for number, each in enumerate(Engagement.objects.exclude(pk=theirs.pk).order_by("opened_at", "pk")[:n]):
        consultants.told_hovedmed(each, at=NOW - timedelta(days=number))
    running = EngagementEvent.objects.filter(engagement=things["running"]["pk"]).first().engagement
    for each in range(n):
        consultants.meeting(running, starts_at=NOW + timedelta(days=30 + each))
        consultants.trial(running, text=f"Prøve {each}")
        consultants.held(running, starts_at=NOW - timedelta(days=1 + each))
        consultants.note(running, text=f"Note {each}", author=world.people["own"])
        consultants.contact_entry(running, by=world.people["own"])
        consultants.task(running, owner=world.people["own"])
        consultants.task(running, owner=world.people["own"], done_at=NOW, done_by=world.people["own"])
        consultants.agreement(running, number=each + 2, what_we_do=f"Aftale {each}")


# Where so many bear the name that is searched for, the texts are not looked through.
LESS_OF_MANY = {"queue, a search misspelt"}


def statements(world, role, path, body=None):  # noqa: F811
    """The status, and the statements that the page costs a person who has been here before."""
    client = world.client(role, path)
    with undone():
        client.get("/was")  # the first request of a session notes when it began
        if body is None:
            client.get(path)
        cache.clear()  # the first of a minute asks for more
        with CaptureQueriesContext(connection) as seen:
            response = client.get(path) if body is None else client.post(path, body, content_type=FORM)
    control = re.compile(r"(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT)\b")
    return response.status_code, [each["sql"] for each in seen if not control.match(each["sql"])]


def measure(world):  # noqa: F811
    """For every page: the statements with few rows and with many."""
    found = {name: [] for name, *_ in PAGES}
    for n in (FEW, MANY):
        with transaction.atomic():
            heap(world, n)
            keys = {name: thing["pk"] for name, thing in world.things.items() if "pk" in thing}
            keys["feed"] = world.things["feed"]["token"]
            for name, path, role, _ in PAGES:
                status, asked = statements(world, role, path.format(**keys))
                assert status == 200, (name, status)
                found[name].append(len(asked))
            transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def measured():
    """What has been measured; by the first who asks, since what stands in a fixture would count as a test's lines."""
    return {}


@pytest.mark.parametrize(("name", "ceiling"), [(name, ceiling) for name, _, _, ceiling in PAGES])
def test_a_page_costs_the_same_whatever_lies_there(measured, world, name, ceiling, record_property):  # noqa: F811
    if not measured:
        measured.update(measure(world))
    few, many = measured[name]
    record_property("statements", f"{few} with {FEW} rows, {many} with {MANY}; at most {ceiling}")
    assert few == many or (name in LESS_OF_MANY and few > many)
    assert max(few, many) <= ceiling


# ── Forms ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", _names())
def test_a_form_costs_little(world, table, name, record_property):  # noqa: F811
    form = table[name]
    path = address(form.route, world.things[form.on])
    shown, looked = statements(world, form.role, path)
    _, sent = statements(world, form.role, path, encoded(form.good.items()))
    record_property("statements", f"{len(looked) if shown == 200 else 0} to look at, {len(sent)} to send")
    assert shown != 200 or len(looked) <= FORM_GET, "\n".join(looked)
    assert len(sent) <= FORM_POST, "\n".join(sent)
