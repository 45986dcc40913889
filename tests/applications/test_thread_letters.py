"""The letters of what comes after the last yes: neutral, and unsent once their reason is gone."""

from datetime import timedelta

import pytest
from django.conf import settings

from accounts.models import Role
from applications.actions import messages, signing
from notifications import registry
from notifications.letters import Letter, Unwanted, word
from tests.applications.actions.test_intake import agreed_by_all, close
from tests.applications.actions.test_messages import as_spark
from tests.applications.room import METTE, TOVE, named
from tests.applications.test_emails import MARKED, SECRETS, compose, owed
from tests.factories import applications as make
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db


def only(kind, email, application):
    (letter,) = compose(kind, to=named(application, email))
    return letter


def words(letter):
    wording = word(letter)
    return "\n".join([wording.subject, wording.text, wording.html])


def test_a_message_is_told_of_without_a_word_of_it():
    application = make.submitted(people=MARKED)
    as_spark(application, staff(name="Karen Navnemærke"), text="En hemmelig besked om vold")
    for letter in compose("message"):
        text = words(letter)
        assert [secret for secret in SECRETS if secret in text] == []
        assert f"{settings.SITE_URL}/ansoegninger/{application.pk}/beskeder/" in text
    assert word(only("message", METTE, application)).subject == "Der er nyt i SPARK-2026-0001"


def test_who_has_read_it_or_is_gone_gets_no_mail():
    application = make.submitted()
    message = as_spark(application, staff())
    messages.mark_read(application_id=application.pk, by=make.person(METTE), seen=message.pk)
    assert only("message", METTE, application) == Unwanted(because="the person has read it")
    assert isinstance(only("message", TOVE, application), Letter)
    row = named(application, TOVE)
    row.removed_at = make.MORNING
    row.save()
    row.application.messages.all().delete()
    assert {each.because for each in compose("message")} == {"the person is no longer named"}


def test_who_has_not_said_who_they_are_gets_none():
    application = make.submitted()
    as_spark(application, staff())
    row = named(application, TOVE)
    row.accepted_at = None
    row.save()
    assert only("message", TOVE, application) == Unwanted(because="the person is no longer named")


def test_everybody_is_told_that_submission_waits():
    close(staff(Role.HEAD), "Hemmelig besked om vold")
    application = agreed_by_all(people=MARKED)
    text = words(only("held-back", METTE, application))
    assert [secret for secret in SECRETS if secret in text] == []
    assert "Den bliver sendt af sig selv, når vi åbner igen" in text
    assert f"{settings.SITE_URL}/ansoegninger/{application.pk}/" in text
    row = named(application, TOVE)
    key = owed("held-back", to=row)
    signing.withdraw(application_id=application.pk, by=make.person(METTE), now=make.MORNING + timedelta(days=1))
    assert only("held-back", METTE, application) == Unwanted(because="the application has moved on")
    row.delete()
    assert [registry.compose("held-back", each) for each in key] == [Unwanted(because="the person is no longer named")]
