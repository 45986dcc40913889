"""Intake closed and open: drafts are written and agreed on, submission waits and then happens once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError, InternalError

from accounts.models import Role
from applications import tasks
from applications.actions import correcting, drafting, intake, record, signing
from applications.lifecycle import Status
from applications.models import Application, Intake
from notifications.models import Notification
from tests.applications.room import ANDERS, METTE, TOVE, agree, ask, named, owed, verbs
from tests.factories import applications as make
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db

WHY = "Vi åbner igen den 1. februar 2027."


@pytest.fixture
def hanne():
    return staff(Role.HEAD, email="hanne@spark.example")


def close(by, message=WHY, *, now=make.MORNING):
    return intake.set_intake(is_open=False, message=message, by=by, now=now)


def reopen(by, *, now=make.MORNING):
    return intake.set_intake(is_open=True, message="ubrugt", by=by, now=now)


def agreed_by_all(**fields):
    application = make.awaiting(**fields)
    for _, email, _ in fields.get("people", make.TRIO):
        agree(application, email)
    application.refresh_from_db()
    return application


# ── The switch ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_intake_is_open_until_somebody_closes_it():
    assert Intake.objects.current() is None
    assert Intake.objects.closed() is None


def test_the_head_closes_and_opens_and_each_change_is_kept(hanne):
    assert not reopen(hanne)
    assert close(hanne, f" {WHY} ")
    assert not close(hanne)
    assert Intake.objects.closed().message == WHY
    assert close(hanne, "Vi åbner den 1. marts 2027.")
    assert reopen(hanne)
    assert Intake.objects.closed() is None
    kept = [(str(each), each.message, each.changed_by) for each in Intake.objects.all()]
    assert kept == [("Lukket", WHY, hanne), ("Lukket", "Vi åbner den 1. marts 2027.", hanne), ("Åbent", "", hanne)]


def test_nobody_else_does(hanne):
    for by in (make.person(METTE), staff(), staff(Role.ADMIN), staff(Role.HEAD, is_active=False)):
        with pytest.raises(intake.NotTheHead):
            close(by)
    with pytest.raises(record.NothingWritten):
        close(hanne, "  ")
    assert Intake.objects.count() == 0


def test_the_database_keeps_every_change(hanne):
    close(hanne)
    for attempt in (lambda: Intake.objects.update(message="x"), lambda: Intake.objects.all().delete()):
        with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
            attempt()
    with pytest.raises(IntegrityError), transaction.atomic():
        Intake.objects.create(is_open=False, at=make.MORNING)


# ── Waiting for it ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_while_it_is_closed_everybody_is_asked_and_the_last_yes_waits(hanne):
    close(hanne)
    application = make.draft()
    ask(application)
    for email in (METTE, TOVE, ANDERS, ANDERS):
        agree(application, email)
    application.refresh_from_db()
    assert (application.status, application.reference) == (Status.AWAITING_CONSENSUS, None)
    assert list(intake.held_back()) == [application]
    assert owed("held-back") == sorted([METTE, TOVE, ANDERS])
    assert owed("submission-receipt") == []
    assert signing.submit_held_back(now=make.MORNING) == 0


def test_when_it_opens_each_is_submitted_exactly_once(hanne, time_machine):
    close(hanne)
    held, missing = agreed_by_all(), make.awaiting(yes=[METTE])
    later = make.MORNING + timedelta(days=60)
    reopen(hanne, now=later)
    time_machine.move_to(later)
    for _ in range(2):
        tasks.submit_held_back()
    held.refresh_from_db()
    missing.refresh_from_db()
    assert (held.status, held.reference, held.submitted_at) == (Status.SUBMITTED, "SPARK-2027-0001", later)
    assert (held.waiting_since, held.expires_on) == (date(2027, 1, 2), None)
    assert missing.status == Status.AWAITING_CONSENSUS
    assert verbs(held).count("submitted") == 1
    assert owed("submission-receipt") == sorted([METTE, TOVE, ANDERS])


def test_what_waits_is_neither_warned_nor_ended_however_long(hanne):
    close(hanne)
    held, missing = agreed_by_all(), make.awaiting(yes=[METTE])
    soon, late = make.MORNING + timedelta(days=27), make.MORNING + timedelta(days=90)
    assert (drafting.warn(now=soon), drafting.expire(now=late)) == (1, 1)
    assert not Notification.objects.filter(kind="draft-ends", about_id=held.pk).exists()
    missing.refresh_from_db()
    held.refresh_from_db()
    assert (held.status, missing.status) == (Status.AWAITING_CONSENSUS, Status.EXPIRED)


def test_a_yes_taken_back_meanwhile_waits_for_the_person_not_for_intake(hanne):
    close(hanne)
    application = agreed_by_all()
    signing.take_back(application_id=application.pk, by=make.person(TOVE), now=make.MORNING)
    reopen(hanne)
    assert signing.submit_held_back(now=make.MORNING) == 0
    agree(application, TOVE)
    assert Application.objects.get().status == Status.SUBMITTED


def test_a_new_address_meanwhile_has_not_said_yes(hanne):
    close(hanne)
    application = agreed_by_all()
    correcting.correct_person(
        application_id=application.pk,
        signatory_id=named(application, TOVE).pk,
        by=make.person(METTE),
        name="Tove Riis",
        email="tove.ny@odense.example",
        phone="",
        now=make.MORNING,
    )
    assert list(intake.held_back()) == []


def test_closed_again_before_its_turn_it_goes_on_waiting(hanne):
    close(hanne)
    application = agreed_by_all()
    assert not signing._submit_held_back(application.pk, make.MORNING)
    reopen(hanne)
    signing.withdraw(application_id=application.pk, by=make.person(METTE), now=make.MORNING)
    assert not signing._submit_held_back(application.pk, make.MORNING)
    assert Application.objects.get().status == Status.WITHDRAWN


def test_what_was_received_before_it_closed_goes_its_way(hanne):
    application = make.submitted()
    signing.take_back(application_id=application.pk, by=make.person(TOVE), now=make.MORNING)
    close(hanne)
    agree(application, TOVE)
    assert Application.objects.get().status == Status.SUBMITTED
