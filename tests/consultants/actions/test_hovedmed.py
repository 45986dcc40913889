"""HovedMED is told of an engagement: themes and quarter, once, and only where the parties wish it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from consultants.actions import agreements, engagements, hovedmed, running
from consultants.models import EngagementEvent, HovedMedAddress, HovedMedNotice, HovedMedSetting
from notifications.letters import Unwanted
from notifications.models import Notification
from tests.consultants.outbox import composed, words
from tests.factories import applications, joint
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
POST = "hovedmed@odense.example"


@pytest.fixture
def on():
    hovedmed.switch(on=True, by=factory.head(), now=NOW)


@pytest.fixture
def engagement():
    going = factory.active()
    factory.agreement(going)
    return going


def odense():
    return applications.municipality()


def tell(engagement, **changes):
    facts = {"engagement_id": engagement.pk, "by": factory.consultant(), "municipality_id": odense().pk}
    return hovedmed.tell(**{**facts, "email": POST, "now": NOW, **changes})


def permit(engagement, permitted=True, by=None):
    by = by or applications.person()
    hovedmed.permit_workplace(engagement_id=engagement.pk, by=by, permitted=permitted, now=NOW)


def letter():
    (found,) = composed("hovedmed-notice", NOW).values()
    return found


def test_a_notice_says_theme_and_quarter_and_nothing_else(on, engagement):
    notice = tell(engagement)

    assert (notice.themes, notice.year, notice.quarter, notice.workplaces) == (applications.THEME, 2026, 4, "")
    assert str(notice) == "4. kvartal 2026"
    assert letter().to == POST
    said = words(letter())
    assert "En arbejdsplads i jeres kommune (Odense) er i gang med et SPARK-forløb i 4. kvartal 2026." in said
    assert f"Tema: {applications.THEME}" in said
    assert applications.THEME not in said.partition("\n")[0]
    for secret in (
        applications.WORKPLACE, engagement.application.reference, "Mette", "Karen", factory.AGREEMENT,
        applications.TEXT, str(engagement.pk), "november",
    ):  # fmt: skip
        assert secret not in said, secret
    assert EngagementEvent.objects.get(verb="hovedmed_told").data == {"notice": str(notice.pk)}
    assert str(HovedMedAddress.objects.get()) == "HovedMED, Odense"


def test_it_leaves_once_and_the_address_is_remembered(on, engagement):
    tell(engagement)

    with pytest.raises(hovedmed.AlreadyTold):
        tell(engagement, email="en.anden@odense.example")
    assert HovedMedAddress.objects.get().email == POST
    assert Notification.objects.filter(kind="hovedmed-notice").count() == 1
    other = factory.active(application=applications.granted())
    factory.agreement(other)
    tell(other, email="ny@odense.example")
    assert HovedMedAddress.objects.get().email == "ny@odense.example"


def test_the_workplace_is_named_only_while_the_group_permits_it(on, engagement):
    permit(engagement)
    permit(engagement)
    notice = tell(engagement)
    assert notice.workplaces == applications.WORKPLACE
    assert f"{applications.WORKPLACE} i jeres kommune (Odense) er i gang med" in words(letter())

    permit(engagement, permitted=False)

    assert applications.WORKPLACE not in words(letter())
    verbs = EngagementEvent.objects.filter(verb__startswith="hovedmed").values_list("verb", flat=True)
    assert list(verbs) == ["hovedmed_permitted", "hovedmed_told", "hovedmed_forbidden"]


def test_each_municipality_hears_once_and_of_no_workplace_by_name(on):
    going = factory.active(application=joint.granted())
    factory.agreement(going)
    places = list(going.application.workplaces.select_related("municipality"))
    there = list(dict.fromkeys(place.municipality for place in places))
    assert len(there) > 1

    for municipality in there:
        notice = tell(going, municipality_id=municipality.pk, email=f"hovedmed@{municipality.code}.example")
        assert notice.workplaces == ""
    assert Notification.objects.filter(kind="hovedmed-notice").count() == len(there)


def test_nothing_is_told_where_it_is_switched_off(engagement):
    with pytest.raises(hovedmed.SwitchedOff):
        tell(engagement)
    hovedmed.switch(on=True, by=factory.head(), now=NOW)
    hovedmed.switch(on=False, by=factory.head(), now=NOW)
    with pytest.raises(hovedmed.SwitchedOff):
        tell(engagement)


def test_the_switch_keeps_its_story():
    assert hovedmed.switch(on=True, by=factory.head(), now=NOW)
    assert not hovedmed.switch(on=True, by=factory.head(), now=NOW)
    assert hovedmed.switch(on=False, by=factory.head(), now=NOW)

    assert [str(each) for each in HovedMedSetting.objects.all()] == ["Slået til", "Slået fra"]
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        HovedMedSetting.objects.all().delete()


def test_before_the_agreement_there_is_nothing_to_tell(on):
    going = factory.active()

    with pytest.raises(hovedmed.NoAgreement):
        tell(going)


def test_the_quarter_is_that_of_the_first_agreement(on, engagement):
    later = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
    new = agreements.Words("Noget nyt", "Vi gør noget andet")
    agreements.write(engagement_id=engagement.pk, by=factory.consultant(), words=new, now=later)

    assert tell(engagement, now=later + timedelta(days=1)).quarter == 4


def test_others_tell_nothing_and_nobody_of_a_place_that_is_not_in_it(on, engagement):
    with pytest.raises(running.NotYours):
        tell(engagement, by=factory.consultant("otto@spark.example", "Otto"))
    with pytest.raises(hovedmed.NotTheirs):
        tell(engagement, municipality_id=applications.municipality("482", "Langeland").pk)
    with pytest.raises(running.NotYours):
        permit(engagement, by=factory.consultant())
    for late in (lambda: tell(factory.closed(application=applications.granted())), lambda: permit(_over())):
        with pytest.raises(running.Ended):
            late()


def _over():
    return factory.cancelled(application=applications.granted())


def test_a_letter_that_has_lost_its_reason_stays(on, engagement):
    notice = tell(engagement)
    engagements.cancel(engagement_id=engagement.pk, by=factory.consultant(), reason=factory.REASON, now=NOW)
    assert letter() == Unwanted(because="the engagement has been cancelled")

    notice.delete()
    assert letter() == Unwanted(because="what it was about is gone")


def test_the_database_takes_one_notice_of_an_engagement_to_an_address(engagement):
    factory.told_hovedmed(engagement)
    with pytest.raises(IntegrityError, match="one_notice_each"), transaction.atomic():
        factory.told_hovedmed(engagement)
    assert HovedMedNotice.objects.count() == 1


def test_only_the_head_switches_notices_on():
    with pytest.raises(hovedmed.NotTheHead):
        hovedmed.switch(on=True, by=factory.consultant(), now=NOW)
    assert not hovedmed.is_on()


def test_of_several_workplaces_that_apply_together_none_is_named():
    together = factory.active(application=joint.granted())
    for email in (joint.METTE, joint.TOVE):
        with pytest.raises(running.NotYours):
            hovedmed.permit_workplace(engagement_id=together.pk, by=applications.person(email), permitted=True, now=NOW)
