"""Opening, first contact, closing and calling off."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from applications.actions import triage
from applications.lifecycle import Status as ApplicationStatus
from consultants.actions import engagements, running
from consultants.lifecycle import MeetingStatus, Status
from consultants.models import Assignment, Engagement, EngagementEvent, FollowUpVisit
from notifications.models import Notification
from tests.consultants.outbox import owed
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
LATER = datetime(2026, 11, 10, 12, 0, tzinfo=COPENHAGEN)
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


# ── First contact ───────────────────────────────────────────────────────────────────────────────────────────────────
def contact(engagement, **changes):
    facts = {
        "engagement_id": engagement.pk,
        "by": factory.consultant(),
        "contacted_on": date(2026, 11, 5),
        "now": LATER,
    }
    engagements.contact(**{**facts, **changes})
    engagement.refresh_from_db()


def test_the_first_contact_is_noted_with_its_day():
    engagement = factory.engagement()

    contact(engagement)

    assert (engagement.status, engagement.contacted_on) == (Status.CONTACTED, date(2026, 11, 5))
    assert verbs(engagement) == [("contacted", {})]


def test_a_second_click_notes_nothing_more():
    engagement = factory.engagement()
    contact(engagement)

    with pytest.raises(engagements.AlreadyContacted):
        contact(engagement, contacted_on=date(2026, 11, 6))

    assert engagement.contacted_on == date(2026, 11, 5)
    assert verbs(engagement) == [("contacted", {})]


@pytest.mark.parametrize("day", [date(2026, 11, 2), date(2026, 11, 11)])
def test_contact_lies_between_the_opening_and_today(day):
    engagement = factory.engagement()

    with pytest.raises(engagements.NotPossibleThen):
        contact(engagement, contacted_on=day)

    engagement.refresh_from_db()
    assert engagement.status == Status.ASSIGNED


def test_a_colleague_a_signatory_and_a_former_consultant_run_nothing():
    engagement = factory.engagement()
    former = factory.consultant("frida@spark.example", "Frida")
    engagement.assignments.create(consultant=former, since=factory.OPENED, until=factory.OPENED)
    gone = factory.head("gone@spark.example")
    gone.is_active = False

    for other in (former, factory.consultant("otto@spark.example", "Otto"), applications.person(), gone):
        with pytest.raises(running.NotYours):
            contact(engagement, by=other)


def test_the_head_may_note_for_a_consultant():
    engagement = factory.engagement()

    contact(engagement, by=factory.head())

    assert engagement.status == Status.CONTACTED


# ── Closing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def close(engagement, **changes):
    facts = {
        "engagement_id": engagement.pk,
        "by": factory.consultant(),
        "closed_on": date(2027, 8, 31),
        "outcome": factory.OUTCOME,
        "wants_follow_up": True,
        "now": datetime(2027, 9, 2, 12, 0, tzinfo=COPENHAGEN),
    }
    engagements.close(**{**facts, **changes})
    engagement.refresh_from_db()


def test_closing_with_the_wish_stores_the_follow_up_six_calendar_months_on():
    engagement = factory.active()

    close(engagement)

    visit = engagement.follow_up
    assert (engagement.status, engagement.closed_on) == (Status.CLOSED, date(2027, 8, 31))
    assert engagement.outcome == factory.OUTCOME
    assert (visit.due_on, visit.entered_at) == (date(2028, 2, 29), datetime(2027, 9, 2, 12, 0, tzinfo=COPENHAGEN))
    assert verbs(engagement) == [("closed", {"wants_follow_up": True})]


def test_closing_without_the_wish_stores_none():
    engagement = factory.active()

    close(engagement, wants_follow_up=False)

    assert engagement.wants_follow_up is False
    assert FollowUpVisit.objects.count() == 0


def test_a_second_click_closes_nothing_more():
    engagement = factory.active()
    close(engagement)

    with pytest.raises(running.Ended):
        close(engagement, closed_on=date(2027, 9, 1))

    assert FollowUpVisit.objects.count() == 1
    assert engagement.closed_on == date(2027, 8, 31)


def test_what_never_began_is_not_closed():
    for engagement in (factory.engagement(), factory.contacted()):
        with pytest.raises(engagements.NotBegun):
            close(engagement)


def test_a_planned_meeting_stands_in_the_way_of_closing():
    engagement = factory.active()
    factory.meeting(engagement)

    with pytest.raises(engagements.MeetingsAhead):
        close(engagement)


@pytest.mark.parametrize("day", [date(2026, 11, 2), date(2027, 9, 3)])
def test_closing_lies_between_the_opening_and_today(day):
    with pytest.raises(engagements.NotPossibleThen):
        close(factory.active(), closed_on=day)


# ── Calling off ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_calling_off_cancels_what_was_planned_and_tells_the_contacts():
    engagement = factory.active()
    planned = factory.meeting(engagement)

    engagements.cancel(engagement_id=engagement.pk, by=factory.consultant(), reason=factory.REASON, now=LATER)

    engagement.refresh_from_db()
    planned.refresh_from_db()
    mette, tove, _ = engagement.application.signatories.all()
    assert (engagement.status, engagement.cancel_reason) == (Status.CANCELLED, factory.REASON)
    assert (planned.status, planned.cancel_reason, planned.sequence) == (MeetingStatus.CANCELLED, factory.REASON, 1)
    assert owed("engagement-cancelled") == {f"signatory:{mette.pk}", f"signatory:{tove.pk}"}
    assert owed("meeting-cancelled") == {
        f"signatory:{mette.pk}",
        f"signatory:{tove.pk}",
        f"user:{factory.consultant().pk}",
    }
    assert verbs(engagement) == [("meeting_cancelled", {"meeting": str(planned.pk)}), ("cancelled", {})]

    with pytest.raises(running.Ended):
        engagements.cancel(engagement_id=engagement.pk, by=factory.consultant(), reason="Igen", now=LATER)


# ── Place in the calendar ───────────────────────────────────────────────────────────────────────────────────────────
def test_the_group_alone_decides_whether_the_place_is_shown():
    engagement = factory.engagement()
    tove = applications.person("tove.riis@odense.example")

    for _ in range(2):
        engagements.show_place(engagement_id=engagement.pk, by=tove, shown=True, now=LATER)
    engagement.refresh_from_db()
    assert engagement.place_in_calendar is True

    engagements.show_place(engagement_id=engagement.pk, by=tove, shown=False, now=LATER)
    assert verbs(engagement) == [("place_shown", {}), ("place_hidden", {})]

    for other in (factory.consultant(), applications.person("fremmed@odense.example")):
        with pytest.raises(running.NotYours):
            engagements.show_place(engagement_id=engagement.pk, by=other, shown=True, now=LATER)


def test_after_the_end_there_is_no_place_to_show():
    engagement = factory.cancelled()

    with pytest.raises(running.Ended):
        engagements.show_place(engagement_id=engagement.pk, by=applications.person(), shown=True, now=LATER)


def test_the_timeline_holds_codes_and_ids_but_no_words():
    engagement = factory.active()
    factory.meeting(engagement)
    engagements.cancel(engagement_id=engagement.pk, by=factory.consultant(), reason=factory.REASON, now=LATER)

    assert factory.REASON not in str(verbs(engagement))
    assert factory.PLACE not in str(verbs(engagement))
