"""Applications in every state, written in a legal order: the database's own guards watch the tests, too.

Each builder stands in one transaction, so it can be called with or without one around it. Nothing here owes letters.
"""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from django.db import connection, transaction

from accounts.models import User
from applications.actions import drafting, record, searching, versions
from applications.consensus import SIDE_OF, Body, Kind, Role
from applications.lifecycle import Status
from applications.models import (
    Answer,
    Application,
    ApplicationVersion,
    DecisionLetter,
    Municipality,
    PrioritisationRound,
    Province,
    ReferenceCounter,
    Sector,
    Signatory,
    Workplace,
)
from applications.models.application import DeclineReason
from tests import plans
from themes.models import Theme

MORNING = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)  # kl. 9.00 in Copenhagen

# What must never leave the room: a test looks for these words in mails, events and queues.
THEME = "Risiko for vold og trusler fra borgere, brugere eller beboere"
WORKPLACE = "Bostedet Lærkehøj"
TEXT = "Efter overfaldet i marts tør flere ikke møde alene ind"
PHONE = "+4551234567"

TRIO = (
    ("Mette Holm", "mette.holm@odense.example", Role.MANAGER),
    ("Tove Riis", "tove.riis@odense.example", Role.UNION_REPRESENTATIVE),
    ("Anders Maar", "anders.maar@odense.example", Role.WORKING_ENVIRONMENT_REPRESENTATIVE),
)


def person(email="mette.holm@odense.example", name=""):
    """The user of that address; made at the first call. No name of their own, as after a first sign-in."""
    return User.objects.filter(email=email).first() or User.objects.create_user(email=email, name=name)


def _known(model, defaults, **key):
    """The row of that key; made at the first call. Nobody else makes one meanwhile, so there is nothing to lock."""
    return next(iter(model.objects.filter(**key).order_by()), None) or model.objects.create(**key, **defaults())


def municipality(code="461", name="Odense"):
    def province():
        return _known(Province, lambda: {"name": "Fyn"}, code="DK031")

    return _known(Municipality, lambda: {"name": name, "sort_key": name.lower(), "province": province()}, code=code)


def sector(key="social_and_disability", name="Social og handicap"):
    return _known(Sector, lambda: {"name": name}, key=key)


def theme(key="violence", title=THEME):
    known = {"title": title, "short_title": "Vold og trusler", "summary": title, "open_from": date(2016, 4, 13)}
    return _known(Theme, lambda: known, key=key)


def round_on(meets_on=date(2026, 12, 1), capacity=8):
    return _known(PrioritisationRound, lambda: {"capacity": capacity}, meets_on=meets_on)


@transaction.atomic
def draft(*, at=MORNING, people=TRIO, author=None, place=None, accepted=True, also=None, **fields):
    """A draft that lacks nothing. ``people``: (name, address, role); the first of each side is its contact.

    ``also``: called with the draft, before anything is frozen.
    """
    author = author or person(people[0][1])
    application = Application.objects.create(**{**_complete(at, author), **fields})
    application.themes.add(theme())
    Workplace.objects.create(
        application=application,
        name=WORKPLACE,
        municipality=place or municipality(),
        sector=sector(),
        employees=48,
    )
    Signatory.objects.bulk_create(_named(application, people, author, at, accepted))
    if also:
        also(application)
    return application


def _complete(at, author):
    return {
        "author": author,
        "body": Body.TRIO,
        "situation": TEXT,
        "tried": "Vi har talt om det på to personalemøder",
        "change_wish": "At alle er trygge ved at møde ind",
        "core_task": "Støtte til voksne med udviklingshæmning",
        "managers_taking_part": 1,
        "employees_taking_part": 2,
        "earliest_start": (at + timedelta(days=60)).date(),
        "evaluation_accepted": True,
        "privacy_version": drafting.PRIVACY_VERSION,
        "declarations": {"municipal": "yes", "agreed": "yes"},
        "edited_at": at,
        "edited_by": author,
        "expires_on": (at + timedelta(days=30)).date(),
    }


def _named(application, people, author, at, accepted):
    sides = set()
    for position, (name, email, role) in enumerate(people):
        yield Signatory(
            application=application,
            role=role,
            side=SIDE_OF[role],
            name=name,
            email=email,
            phone=PHONE,
            is_contact=SIDE_OF[role] not in sides,
            position=position,
            added_by=author,
            added_at=at,
            invited_at=at if accepted else None,
            accepted_at=at if accepted else None,
        )
        sides.add(SIDE_OF[role])


def name_too(application, email, *, role=Role.EMPLOYEE_REPRESENTATIVE, name="Per Friis", at=MORNING):
    """One more person on the application, past all rules of ours."""
    return Signatory.objects.create(
        application=application, role=role, side=SIDE_OF[role], name=name, email=email, position=9, added_at=at
    )


@transaction.atomic
def awaiting(*, at=MORNING, yes=(), **fields):
    """Version 1 is asked about; those whose addresses are in ``yes`` have agreed to it."""
    application = draft(at=at, **fields)
    version = versions.freeze(application, record.people(application), by=application.author, now=at)
    application.move_to(Status.AWAITING_CONSENSUS)
    application.save()
    say_yes(application, version, at=at, only=yes)
    return application


def say_yes(application, version, *, at=MORNING, only=None):
    """Everybody named agrees to ``version``, or only those of the addresses."""
    Answer.objects.bulk_create(
        Answer(signatory=each, version=version, agrees=True, address=each.email, at=at)
        for each in Signatory.objects.named().filter(application=application)
        if only is None or each.email in only
    )


@transaction.atomic
def submitted(*, at=MORNING, **fields):
    """Everybody has agreed, and the reference is given; waiting since the day of ``at``."""
    application = awaiting(at=at, yes=[email for _, email, _ in fields.get("people", TRIO)], **fields)
    application.reference = _reference(at.year)
    application.move_to(Status.SUBMITTED)
    application.first_submitted_at = application.submitted_at = at
    application.waiting_since = at.date()
    application.expires_on = None
    application.save()
    searching.write(application)
    return application


def _reference(year):
    return f"SPARK-{year}-{_take_references(year, 1):04d}"


def _moved(application, status, **changes):
    application.move_to(status)
    for field, value in changes.items():
        setattr(application, field, value)
    application.save()
    return application


def needs_information(*, at=MORNING, question="Hvor mange af jer arbejder alene om natten?", **fields):
    application = submitted(at=at, **fields)
    application.requests.create(question=question, asked_at=at)
    return _moved(application, Status.NEEDS_INFORMATION, waiting_since=None)


def waiting(*, at=MORNING, **fields):
    return _moved(submitted(at=at, **fields), Status.WAITING)


@transaction.atomic
def granted(*, at=MORNING, text="Vi glæder os til at hjælpe jer.", round=None, **fields):  # noqa: A002 - the model's word
    """Granted in the round of 1 December 2026; the engagement is upstairs' to make."""
    application = submitted(at=at, **fields)
    DecisionLetter.objects.create(application=application, granted=True, text=text, written_at=at)
    return _moved(application, Status.GRANTED, round=round or round_on(), decided_at=at, waiting_since=None)


@transaction.atomic
def declined(*, at=MORNING, reason=DeclineReason.CAPACITY, text="Der var desværre ikke plads.", **fields):
    application = submitted(at=at, **fields)
    DecisionLetter.objects.create(application=application, granted=False, reason=reason, text=text, written_at=at)
    return _moved(application, Status.DECLINED, decline_reason=reason, decided_at=at, waiting_since=None)


def withdrawn(*, at=MORNING, **fields):
    return _moved(submitted(at=at, **fields), Status.WITHDRAWN, waiting_since=None)


@transaction.atomic
def many_submitted(n, *, at=MORNING, every=timedelta(hours=1), place=None, status=Status.SUBMITTED):
    """``n`` submitted applications (or waiting ones), the first at ``at`` and each next one ``every`` earlier.

    A handful of statements however many; returned oldest last. Each has a TRIO with addresses of its own.
    """
    author, home, kind_of_work, subject = person(), place or municipality(), sector(), theme()
    moments = [at - every * index for index in range(n)]
    applications = Application.objects.bulk_create(Application(**_complete(moment, author)) for moment in moments)
    Application.themes.through.objects.bulk_create(
        Application.themes.through(application=each, theme=subject) for each in applications
    )
    Workplace.objects.bulk_create(
        Workplace(application=each, name=f"{WORKPLACE} {index}", municipality=home, sector=kind_of_work, employees=48)
        for index, each in enumerate(applications)
    )
    named = _trios(applications, author)
    _agree_all(applications, named)
    _submit_all(applications, first=_take_references(at.year, n), status=status)
    searching.write_all()
    # The guards look at each row when the test ends; without figures the planner would read whole tables for each.
    plans.analyze()
    return applications


def _trios(applications, author):
    named = [
        signatory
        for application in applications
        for signatory in _named(
            application,
            [(name, f"{uuid4().hex[:12]}@odense.example", role) for name, _, role in TRIO],
            author,
            application.edited_at,
            accepted=True,
        )
    ]
    return Signatory.objects.bulk_create(named)


def _agree_all(applications, named):
    content = {"kind": Kind.INDIVIDUAL.value, "body": Body.TRIO.value, "situation": TEXT}
    print_of = versions.fingerprint(content)
    asked = ApplicationVersion.objects.bulk_create(
        ApplicationVersion(application=each, number=1, content=content, sha256=print_of, asked_at=each.edited_at)
        for each in applications
    )
    version_of = {version.application_id: version for version in asked}
    Answer.objects.bulk_create(
        Answer(signatory=each, version=version_of[each.application_id], agrees=True, address=each.email, at=MORNING)
        for each in named
    )


def _take_references(year, n):
    """The first of ``n`` numbers that nobody else takes, on another connection either."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {ReferenceCounter._meta.db_table} AS counter (year, last) VALUES (%s, %s) "
            "ON CONFLICT (year) DO UPDATE SET last = counter.last + EXCLUDED.last RETURNING last",
            [year, n],
        )
        return cursor.fetchone()[0] - n + 1


def _submit_all(applications, *, first, status):
    year = applications[0].edited_at.year if applications else 0
    for index, each in enumerate(applications):
        each.reference = f"SPARK-{year}-{first + index:04d}"
        each.first_submitted_at = each.submitted_at = each.edited_at
        each.waiting_since = each.edited_at.date()
        each.version_number, each.expires_on, each.status = 1, None, status
    mine = Application.objects.filter(pk__in=[each.pk for each in applications])
    mine.update(status=Status.AWAITING_CONSENSUS, version_number=1, expires_on=None)
    Application.objects.bulk_update(
        applications, ["reference", "first_submitted_at", "submitted_at", "waiting_since"], batch_size=500
    )
    mine.update(status=Status.SUBMITTED)
    if status != Status.SUBMITTED:
        mine.update(status=status)
