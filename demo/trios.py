"""Two TRIOs whose people one can be: one is writing its application, one is halfway through saying yes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from applications.actions import drafting, signing
from applications.consensus import SIDE_OF, Body, Role
from applications.models import Application, Municipality, Sector, Signatory, Workplace
from clock import COPENHAGEN
from demo import words
from demo.people import ANSWERING_TRIO, TRIO, Person
from demo.rows import identity
from themes.models import Theme

_ROLES = (Role.MANAGER, Role.UNION_REPRESENTATIVE, Role.WORKING_ENVIRONMENT_REPRESENTATIVE)


@transaction.atomic
def load(users: dict[str, User], *, seed: int, now: datetime) -> None:
    """Write both applications; the second one's people are really asked, so its letters are really owed."""
    _draft(TRIO, users, seed=seed, now=now, name="Børnehuset Solsikken", sector="childcare", theme="cooperation")
    answering = _draft(
        ANSWERING_TRIO, users, seed=seed, now=now, name="Plejecenter Egely", sector="eldercare", theme="violence"
    )
    manager = users[ANSWERING_TRIO[0].slug]
    version = signing.ask(application_id=answering.pk, by=manager, now=now)
    read = signing.VersionRead(version.number, version.sha256)
    signing.agree(application_id=answering.pk, by=manager, read=read, now=now)


def _draft(  # noqa: PLR0913 - what tells the two groups apart
    trio: Sequence[Person], users: dict[str, User], *, seed: int, now: datetime, name: str, sector: str, theme: str
) -> Application:
    today = now.astimezone(COPENHAGEN).date()
    author = users[trio[0].slug]
    application = Application.objects.create(
        pk=identity(seed, name),
        author=author,
        body=Body.TRIO,
        situation=words.SITUATIONS[theme][0],
        tried=words.TRIED[0],
        change_wish=words.WISHES[0],
        core_task=words.CORE_TASKS[0],
        managers_taking_part=1,
        employees_taking_part=2,
        earliest_start=today + timedelta(days=45),
        evaluation_accepted=True,
        privacy_version=drafting.PRIVACY_VERSION,
        declarations={"municipal": "yes", "agreed": "yes", "personnel_case": "no", "order": "no", "ready": "yes"},
        edited_at=now,
        edited_by=author,
        expires_on=today + timedelta(days=30),
    )
    application.themes.add(Theme.objects.get(key=theme))
    Workplace.objects.create(
        application=application,
        name=name,
        municipality=Municipality.objects.get(code="461"),
        sector=Sector.objects.get(key=sector),
        employees=32,
    )
    Signatory.objects.bulk_create(_named(trio, application, now))
    return application


def _named(trio: Sequence[Person], application: Application, now: datetime) -> list[Signatory]:
    return [
        Signatory(
            application=application,
            role=role,
            side=SIDE_OF[role],
            name=person.name,
            email=person.email,
            phone=f"+452010203{place}",
            is_contact=place < 2,
            position=place,
            added_by=application.author,
            added_at=now,
            invited_at=now,
            accepted_at=now,
        )
        for place, (person, role) in enumerate(zip(trio, _ROLES, strict=True))
    ]
