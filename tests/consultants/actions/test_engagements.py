"""Opening, first contact, closing and calling off."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from applications.actions import triage
from applications.lifecycle import Status as ApplicationStatus
from consultants.actions import engagements, running
from consultants.lifecycle import MeetingStatus, Status
from consultants.models import Assignment, Engagement, EngagementEvent, FollowUpVisit
from notifications.models import Notification
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 12, 21, 10, 0, tzinfo=COPENHAGEN)  # the Monday before Christmas


def open_it(application, **changes):
    facts = {
        "application_id": application.pk,
        "consultant": factory.consultant(),
        "by": factory.head(),
        "round_id": applications.round_on().pk,
        "urgency_reason": "",
        "text": "Vi glæder os til at hjælpe jer.",
        "now": NOW,
    }
    return engagements.open(**{**facts, **changes})


def owed(kind):
    return set(Notification.objects.filter(kind=kind).values_list("recipient_key", flat=True))


def verbs(engagement):
    return list(EngagementEvent.objects.filter(engagement=engagement).values_list("verb", "data"))


def test_opening_grants_assigns_and_owes_each_the_right_letter():
    application = applications.submitted()

    engagement = open_it(application)

    application.refresh_from_db()
    mette, tove, anders = application.signatories.all()
    assert application.status == ApplicationStatus.GRANTED
    assert (engagement.status, engagement.kind, engagement.opened_at) == (Status.ASSIGNED, "individual", NOW)
    assert [each.consultant for each in Assignment.objects.filter(engagement=engagement)] == [factory.consultant()]
    assert owed("engagement-opened") == {f"signatory:{mette.pk}", f"signatory:{tove.pk}"}
    assert owed("decision") == {f"signatory:{anders.pk}"}
    assert owed("engagement-assigned") == {f"user:{factory.consultant().pk}"}
    assert verbs(engagement) == [("opened", {"consultant": factory.consultant().pk})]


def test_the_first_contact_is_due_on_the_fifth_working_day_christmas_left_out():
    # 22, 23, 28, 29, 30 December: the 24th to the 27th are no working days.
    assert open_it(applications.submitted()).first_contact_due_on == date(2026, 12, 30)


def test_a_second_click_opens_nothing_more():
    application = applications.submitted()
    open_it(application)

    with pytest.raises(triage.IllegalMove):
        open_it(application)

    assert Engagement.objects.count() == 1


def test_only_a_consultant_with_an_open_account_gets_an_engagement():
    application = applications.submitted()
    gone = factory.consultant()
    gone.is_active = False

    for wrong in (factory.head(), applications.person(), gone):
        with pytest.raises(engagements.NotAConsultant):
            open_it(application, consultant=wrong)

    assert Engagement.objects.count() == 0
    assert Notification.objects.count() == 0
