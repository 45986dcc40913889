"""Words that the stories of the applicants' room are told in."""

from accounts.models import Allowance
from applications.actions import signing, versions
from applications.models import (
    AddressChange,
    Answer,
    Application,
    ApplicationEvent,
    ApplicationVersion,
    InformationRequest,
    Signatory,
    Workplace,
)
from notifications.models import Notification
from tests.factories import applications as make

METTE, TOVE, ANDERS = (email for _, email, _ in make.TRIO)


def read(application):
    """What somebody who opens the page now has before their eyes."""
    version = versions.current(Application.objects.get(pk=application.pk))
    return signing.VersionRead(version.number, version.sha256)


def ask(application, email=METTE, *, now=make.MORNING):
    return signing.ask(application_id=application.pk, by=make.person(email), now=now)


def agree(application, email, *, now=make.MORNING, to=None):
    signing.agree(application_id=application.pk, by=make.person(email), read=to or read(application), now=now)


def disagree(application, email, *, reason="Afsnittet om natten passer ikke", now=make.MORNING, to=None):
    signing.disagree(
        application_id=application.pk, by=make.person(email), read=to or read(application), reason=reason, now=now
    )


def named(application, email):
    return Signatory.objects.get(application=application, email=email)


def verbs(application):
    return list(ApplicationEvent.objects.filter(application=application).values_list("verb", flat=True))


def owed(kind, **conditions):
    """The recipients of the letters of ``kind``, by address, in order."""
    keys = Notification.objects.filter(kind=kind, **conditions).values_list("recipient_key", flat=True)
    people = {f"signatory:{each.pk}": each.email for each in Signatory.objects.all()}
    return sorted(people[key] for key in keys)


def snapshot():
    """Every row that a verb could have touched."""
    tables = (
        Application, Workplace, Signatory, AddressChange, ApplicationVersion, Answer, ApplicationEvent,
        InformationRequest, Allowance, Notification,
    )  # fmt: skip
    return [list(table.objects.order_by("pk").values()) for table in tables]
