import uuid
from datetime import date, timedelta

import pytest

from applications.actions import drafting
from applications.actions.completeness import Step
from applications.lifecycle import Status
from applications.models import Application, Municipality, Sector
from applications.tasks import expire_drafts
from notifications.models import Notification
from tests.applications.desk import ANDERS, METTE, TOVE, WISH, YES, begun, fresh, last_event, save
from tests.applications.room import snapshot, verbs
from tests.factories import applications as make
from themes.models import Theme

pytestmark = pytest.mark.django_db


def who(**changes):
    return {
        "body": "trio",
        "workplace_name": "Bostedet Lærkehøj",
        "municipality": Municipality.objects.get(name="Odense").pk,
        "sector": Sector.objects.get(key="social").pk,
        "employees": 48,
        **changes,
    }


def test_a_draft_begins_with_the_declarations_and_thirty_days():
    application = begun()
    assert application.status == Status.DRAFT
    assert application.declarations == YES
    assert application.author == make.person(METTE)
    assert application.expires_on == date(2026, 12, 3)
    assert verbs(application) == ["begun"]


def test_the_same_token_begins_one_draft_however_often_it_comes():
    token, mette = uuid.uuid4(), make.person(METTE)
    first = drafting.begin(by=mette, declarations=YES, begun_with=token, now=make.MORNING)
    again = drafting.begin(by=mette, declarations=YES, begun_with=token, now=make.MORNING)
    assert again == first
    assert Application.objects.count() == 1
    assert verbs(first) == ["begun"]


def test_two_people_with_one_token_have_a_draft_each():
    token = uuid.uuid4()
    for email in (METTE, TOVE):
        drafting.begin(by=make.person(email), declarations=YES, begun_with=token, now=make.MORNING)
    assert Application.objects.count() == 2


@pytest.mark.usefixtures("places")
def test_each_step_is_stored_and_read_back():
    application = begun()
    themes = list(Theme.objects.filter(key__in=["violence", "lone_work"]).values_list("pk", flat=True))
    practical = {
        "managers_taking_part": 1,
        "employees_taking_part": 3,
        "earliest_start": date(2027, 1, 15),
        "unsuitable_days": "Uge 7",
    }
    absence = {"absent_roles": ["union_representative"], "absence_reason": "Vi er for få"}
    commitments = {"evaluation_accepted": True, "privacy_version": drafting.PRIVACY_VERSION}
    for step, values in enumerate((who(), {"themes": themes}, WISH, practical, absence, commitments), start=1):
        assert drafting.stored(fresh(application), Step(step)) != values
        save(application, step, values)
        unsaid = {"postal_code": "", "town": "", "production_unit": "", "cvr_number": ""} if step == 1 else {}
        assert drafting.stored(fresh(application), Step(step)) == values | unsaid
    assert fresh(application).edit_number == 6


@pytest.mark.usefixtures("places")
def test_saving_step_one_again_keeps_one_workplace():
    application = begun()
    save(application, Step.WHO, who())
    save(application, Step.WHO, who(employees=50))
    assert [each.employees for each in application.workplaces.all()] == [50]
    assert last_event(application).data == {"step": 1, "fields": ["employees"], "edit": 2}


def test_an_edit_is_logged_by_field_names_and_gives_thirty_more_days():
    application = begun()
    save(application, Step.WISH, WISH, at=make.MORNING + timedelta(days=20))
    event = last_event(application)
    assert (event.verb, event.actor) == ("edited", make.person(METTE))
    assert event.data == {"step": 3, "fields": ["situation", "change_wish", "core_task"], "edit": 1}
    saved = fresh(application)
    assert saved.expires_on == date(2026, 12, 23)
    assert saved.edited_by == make.person(METTE)


def test_saving_what_stands_there_changes_nothing_but_the_last_day():
    application = begun()
    save(application, Step.WISH, WISH)
    save(application, Step.WISH, WISH, read=0, at=make.MORNING + timedelta(days=5))
    saved = fresh(application)
    assert saved.edit_number == 1
    assert saved.edited_at == make.MORNING
    assert saved.expires_on == date(2026, 12, 8)
    assert verbs(application) == ["begun", "edited"]


def test_the_second_saver_of_a_step_is_told_and_overwrites_nothing():
    application = make.draft()
    save(application, Step.WISH, {**WISH, "tried": "Anders har skrevet det her"}, email=ANDERS)
    before = snapshot()
    with pytest.raises(drafting.Overtaken):
        save(application, Step.WISH, WISH, read=0)
    assert snapshot() == before


def test_saves_of_different_steps_never_stand_in_each_others_way():
    application = make.draft()
    save(application, Step.PEOPLE, {"absent_roles": [], "absence_reason": "Valg i maj"}, email=ANDERS)
    save(application, Step.WISH, WISH, read=0)
    saved = fresh(application)
    assert (saved.absence_reason, saved.situation) == ("Valg i maj", WISH["situation"])


def test_only_writers_write():
    application = make.draft(accepted=False)
    before = snapshot()
    for email in (TOVE, "fremmed@odense.example"):
        with pytest.raises(drafting.NotTheirs):
            save(application, Step.WISH, WISH, email=email)
    assert snapshot() == before


def test_whoever_is_named_and_has_accepted_writes():
    application = make.draft()
    save(application, Step.WISH, WISH, email=TOVE)
    assert fresh(application).situation == WISH["situation"]


def test_what_everybody_is_asked_about_is_not_written_on():
    application = make.awaiting()
    with pytest.raises(drafting.NotADraft):
        save(application, Step.WISH, WISH)


def test_a_draft_ends_the_day_after_its_last():
    application = begun()
    assert drafting.expire(now=make.MORNING + timedelta(days=30)) == 0
    assert drafting.expire(now=make.MORNING + timedelta(days=31)) == 1
    assert drafting.expire(now=make.MORNING + timedelta(days=31)) == 0
    ended = fresh(application)
    assert (ended.status, ended.expires_on) == (Status.EXPIRED, None)
    assert verbs(application) == ["begun", "expired"]


def test_an_unanswered_version_ends_as_well():
    application = make.awaiting()
    assert drafting.expire(now=make.MORNING + timedelta(days=31)) == 1
    assert fresh(application).status == Status.EXPIRED


def test_a_draft_that_somebody_wrote_on_in_the_meantime_lives():
    application = begun()
    now = make.MORNING + timedelta(days=31)
    Application.objects.update(expires_on=date(2027, 1, 1))
    assert drafting._expire(application.pk, now.date(), now) is False
    assert fresh(application).status == Status.DRAFT


def test_its_writers_are_warned_once_a_week_before():
    application = make.draft(at=make.MORNING)
    application.signatories.filter(email=ANDERS).update(accepted_at=None)
    week_before = make.MORNING + timedelta(days=23)
    assert drafting.warn(now=week_before - timedelta(days=1)) == 0
    assert drafting.warn(now=week_before) == 1
    assert drafting.warn(now=week_before + timedelta(days=1)) == 1
    tove = application.signatories.get(email=TOVE)
    keys = Notification.objects.filter(kind="draft-ends", about_id=application.pk).values_list(
        "recipient_key", "occurrence"
    )
    assert set(keys) == {
        (f"user:{make.person(METTE).pk}", "2026-12-03"),
        (f"signatory:{tove.pk}", "2026-12-03"),
    }


def test_a_draft_whose_author_is_gone_warns_those_named():
    application = make.draft()
    Application.objects.update(author=None)
    drafting.warn(now=make.MORNING + timedelta(days=23))
    assert Notification.objects.filter(kind="draft-ends").count() == 3
    assert fresh(application).author is None


def test_beat_warns_and_ends(time_machine):
    ending, over = make.draft(people=make.TRIO[:1]), begun(TOVE)
    Application.objects.filter(pk=over.pk).update(expires_on=date(2026, 11, 1))
    time_machine.move_to(make.MORNING + timedelta(days=25))
    expire_drafts()
    assert fresh(over).status == Status.EXPIRED
    assert fresh(ending).status == Status.DRAFT
    assert Notification.objects.get(kind="draft-ends").about_id == ending.pk
