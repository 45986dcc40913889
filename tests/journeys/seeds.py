"""What lies ready in a running portal before a journey begins: ``stack.lay_ready("a_morning")``.

Runs in the portal's own environment, by its clock. Each journey's groups have addresses of their own.
"""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import clock
from applications.actions import messages, triage
from applications.consensus import Role
from applications.models import PrioritisationRound
from consultants.actions import queue
from tests.factories import applications, consultants

ASKED = "Hvor mange af jer arbejder alene om natten?"
HARASSMENT = "Flere er blevet kede af at møde ind. Chikanen fra enkelte pårørende fylder hele dagen."


def _group(domain):
    return (
        ("Mette Dam", f"mette@{domain}", Role.MANAGER),
        ("Tobias Lind", f"tobias@{domain}", Role.UNION_REPRESENTATIVE),
        ("Amina Holm", f"amina@{domain}", Role.WORKING_ENVIRONMENT_REPRESENTATIVE),
    )


def _apply(make, name, domain, *, days_ago, **facts):
    """An application of ``name``, whose group has addresses at ``domain``."""

    def name_it(application):
        application.workplaces.update(name=name)

    at = clock.now() - timedelta(days=days_ago)
    return make(at=at, people=_group(domain), also=name_it, **facts)


def _granted(name, domain, *, days_ago):
    """In a round that is over, so that it takes nobody's place."""
    over = {"capacity": 60, "closed_at": clock.now()}
    meets_on = date(clock.today().year - 1, 12, 1)
    each, _ = PrioritisationRound.objects.get_or_create(meets_on=meets_on, defaults=over)
    return _apply(applications.granted, name, domain, days_ago=days_ago, round=each)


def _engagement(make, name, domain, run_by, *, days_ago, **facts):
    at = clock.now() - timedelta(days=days_ago)
    return make(application=_granted(name, domain, days_ago=days_ago), at=at, run_by=run_by, **facts)


# ── A morning ───────────────────────────────────────────────────────────────────────────────────────────────────────
def a_morning():
    """A day of Carla's, with something in each heap, and a colleague's day beside it."""
    carla = consultants.consultant("carla@morgen.example.org")
    noon = datetime.combine(clock.today(), time(12), tzinfo=clock.COPENHAGEN)
    for run_by, where in ((carla, "mit"), (consultants.consultant("ove@morgen.example.org", "Ove Bech"), "andres")):
        _day_of(run_by, where, noon)
    _desk()
    queue.rank_unranked(clock.now())


def _day_of(run_by, where, noon):
    domain = f"{where}.morgen.example.org"

    def named(name):
        return name if where == "mit" else f"{name} hos Ove"

    met = _engagement(consultants.active, named("Børnehuset Myretuen"), f"a.{domain}", run_by, days_ago=30)
    consultants.meeting(met, starts_at=noon, place="Store sal")
    consultants.meeting(met, starts_at=noon + timedelta(days=1), place="Lille sal")
    _engagement(consultants.engagement, named("Plejehjemmet Åsen"), f"b.{domain}", run_by, days_ago=21)
    _engagement(consultants.engagement, named("Vej og Park Syd"), f"c.{domain}", run_by, days_ago=20)
    _engagement(consultants.engagement, named("Jobcenter Vest"), f"d.{domain}", run_by, days_ago=0)
    for name, since, sub in (("Skolen ved Søen", 200, "e"), ("Hjemmeplejen Nord", 170, "f")):
        closed_on = clock.today() - timedelta(days=since)
        _engagement(
            consultants.closed, named(name), f"{sub}.{domain}", run_by, days_ago=since + 60, closed_on=closed_on
        )
    _write(met.application, "Må vi rykke mødet en halv time?")


def _desk():
    answered = _apply(applications.submitted, "Bofællesskabet Kilden", "kilden.morgen.example.org", days_ago=40)
    hanne = consultants.head("leder@morgen.example.org", "Hanne Leder")
    triage.ask_for_information(application_id=answered.pk, by=hanne, question=ASKED, now=clock.now())
    triage.answer_request(application_id=answered.pk, by=_mette(answered), answer="Vi er to.", now=clock.now())
    _write(answered, "Er der nyt?")
    for name, sub, days_ago, facts in (
        ("Dagtilbuddet Solsikken", "solsikken", 70, {}),
        ("Biblioteket på Torvet", "biblioteket", 56, {}),
        ("Køkkenet ved Havnen", "koekkenet", 50, {}),
        ("Renovation Øst", "renovation", 21, {}),
        ("Plejecenter Ærøvang", "aeroevang", 35, {"situation": HARASSMENT}),
    ):
        _apply(applications.submitted, name, f"{sub}.morgen.example.org", days_ago=days_ago, **facts)


def _mette(application):
    return applications.person(application.signatories.get(position=0).email)


def _write(application, text):
    facts = {"application_id": application.pk, "by": _mette(application), "token": uuid4(), "seen": None}
    messages.write_as_group(text=text, now=clock.now(), **facts)


# ── An engagement ───────────────────────────────────────────────────────────────────────────────────────────────────
def an_engagement():
    """An application on the desk, and a round with room for it."""
    _apply(applications.submitted, "Daghjemmet Lyngbakken", "lyngbakken.example.org", days_ago=3)


# ── A handover ──────────────────────────────────────────────────────────────────────────────────────────────────────
def a_handover():
    """Anna runs an engagement."""
    anna = consultants.consultant("anna@spark.example.org")
    _engagement(consultants.active, "Dagtilbuddet Mælkevejen", "maelkevejen.example.org", anna, days_ago=30)


# ── By keyboard ─────────────────────────────────────────────────────────────────────────────────────────────────────
def a_desk_for_the_keyboard():
    """Two to decide on."""
    for name, domain in (("Plejecenter Højvang", "hoejvang.example.org"), ("Sundhedshuset Åen", "aaen.example.org")):
        _apply(applications.submitted, name, domain, days_ago=21)
    queue.rank_unranked(clock.now())


def a_round_for_the_keyboard():
    """Two more to decide on, and who can have one."""
    consultants.consultant("bo@tastatur.example.org", "Bo Tang")
    for name, domain in (("Biblioteket Birkely", "birkely.example.org"), ("Køkkenet Karse", "karse.example.org")):
        _apply(applications.submitted, name, domain, days_ago=21)
    queue.rank_unranked(clock.now())


def engagements_for_the_keyboard():
    """Three of Sofie's: one to end, one to visit again, one to hand over; and a colleague."""
    sofie = consultants.consultant("sofie@tastatur.example.org")
    consultants.consultant("bo@tastatur.example.org", "Bo Tang")
    _engagement(consultants.active, "Hjemmeplejen Havblik", "havblik.example.org", sofie, days_ago=30)
    _engagement(consultants.active, "Dagtilbuddet Kløveren", "kloeveren.example.org", sofie, days_ago=30)
    closed_on = clock.today() - timedelta(days=170)
    _engagement(
        consultants.closed, "Skolen Nordlyset", "nordlyset.example.org", sofie, days_ago=230, closed_on=closed_on
    )


# ── On the phone ────────────────────────────────────────────────────────────────────────────────────────────────────
def an_engagement_on_the_phone():
    """Two of Ida's: one that begins, and one with a meeting three days ahead."""
    ida = consultants.consultant("ida@telefon.example.org")
    name = "Specialbørnehaven Regnbuesommerfuglen"
    _engagement(consultants.engagement, name, "regnbue.example.org", ida, days_ago=2)
    other = _engagement(consultants.active, "Jobcenter Syd", "jobcenter.example.org", ida, days_ago=30)
    noon = datetime.combine(clock.today() + timedelta(days=3), time(12), tzinfo=clock.COPENHAGEN)
    consultants.meeting(other, starts_at=noon - timedelta(hours=3), hours=3)
