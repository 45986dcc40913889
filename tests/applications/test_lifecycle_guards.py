"""Every move of the table, and every move that is not in it: asked of the code and of the database itself."""

import itertools

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from applications import lifecycle
from applications.lifecycle import MOVES, NEEDS_EVERY_YES, TAKEN_BACK, Status
from applications.models import Answer, Application, ApplicationEvent, ApplicationVersion, DecisionLetter, Signatory
from tests.factories import applications as make

pytestmark = pytest.mark.django_db

BUILD = {
    Status.DRAFT: make.draft,
    Status.AWAITING_CONSENSUS: make.awaiting,
    Status.SUBMITTED: make.submitted,
    Status.NEEDS_INFORMATION: make.needs_information,
    Status.WAITING: make.waiting,
    Status.GRANTED: make.granted,
    Status.DECLINED: make.declined,
    Status.WITHDRAWN: make.withdrawn,
    Status.EXPIRED: lambda: make._moved(make.draft(), Status.EXPIRED),
}
PAIRS = [(old, new) for old, new in itertools.product(Status, Status) if old != new]
LEGAL = [(old, new) for old, new in PAIRS if new in MOVES[old]]
ILLEGAL = [(old, new) for old, new in PAIRS if new not in MOVES[old]]


def update(application, status):
    """One UPDATE past all our code, with what else the row must carry in that state; the guards look at once."""
    Application.objects.filter(pk=application.pk).update(
        status=status,
        reference=application.reference or f"SPARK-1999-{application.pk.hex[:8]}",
        first_submitted_at=application.first_submitted_at or make.MORNING,
        decline_reason="capacity" if status == Status.DECLINED else "",
        urgency_reason="Vold i går" if status == Status.GRANTED else "",
        round=None,
    )
    at_commit()


def at_commit():
    """What a commit would do to the guards."""
    connection.check_constraints()


@pytest.mark.parametrize(("old", "new"), LEGAL)
def test_every_move_of_the_table_is_allowed(old, new):
    application = BUILD[old]()
    if new in NEEDS_EVERY_YES and old == Status.AWAITING_CONSENSUS:
        make.say_yes(application, ApplicationVersion.objects.get())
    lifecycle.ensure_legal(old, new)
    update(application, new)
    assert Application.objects.get(pk=application.pk).status == new


@pytest.mark.parametrize(("old", "new"), ILLEGAL)
def test_every_other_move_is_refused_by_code_and_by_the_database(old, new):
    application = BUILD[old]()
    at_commit()
    with pytest.raises(lifecycle.IllegalMove):
        application.move_to(new)
    # The way back from a decision is legal while it is unsent; what was never held back is sent.
    told = (IntegrityError, "has left") if new in TAKEN_BACK.get(old, ()) else (InternalError, "Invalid transition")
    with pytest.raises(told[0], match=told[1]), transaction.atomic():
        update(application, new)
    assert Application.objects.get(pk=application.pk).status == old


@pytest.mark.parametrize("status", [status for status in Status if status != Status.DRAFT])
def test_nothing_begins_further_on(status):
    with pytest.raises(InternalError, match="Cannot insert"), transaction.atomic():
        Application.objects.create(status=status, edited_at=make.MORNING)


def refused():
    return pytest.raises(IntegrityError, match="not everybody named has agreed")


def test_raw_sql_that_submits_without_answers_is_refused_at_commit():
    application = make.awaiting(yes=[make.TRIO[0][1]])
    with refused(), transaction.atomic():
        update(application, Status.SUBMITTED)


def test_nobody_named_is_no_consensus():
    application = make.awaiting()
    Signatory.objects.filter(application=application).update(removed_at=make.MORNING)
    with refused(), transaction.atomic():
        update(application, Status.SUBMITTED)


@pytest.mark.parametrize("build", [make.submitted, make.waiting, make.granted])
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda a: Answer.objects.first().delete(), id="an answer is deleted"),
        pytest.param(lambda a: Answer.objects.update(taken_back_at=make.MORNING), id="answers are taken back"),
        pytest.param(lambda a: Signatory.objects.filter(position=1).update(email="x@y.dk"), id="an address changes"),
        pytest.param(lambda a: Application.objects.filter(pk=a.pk).update(version_number=2), id="a version is new"),
        pytest.param(lambda a: make.name_too(a, "ny@odense.example"), id="somebody is added"),
        pytest.param(lambda a: Signatory.objects.update(removed_at=make.MORNING), id="everybody is removed"),
    ],
)
def test_what_was_agreed_on_cannot_be_hollowed_out_afterwards(build, spoil):
    application = build()
    at_commit()
    with refused(), transaction.atomic():
        spoil(application)
        at_commit()


def test_history_stands():
    application = make.declined()
    application.events.create(verb="declined", at=make.MORNING)
    for change in (
        lambda: ApplicationEvent.objects.update(verb="granted"),
        lambda: ApplicationEvent.objects.all().delete(),
        lambda: ApplicationVersion.objects.update(sha256="0" * 64),
        lambda: Answer.objects.update(agrees=False),
        lambda: DecisionLetter.objects.update(text="Ja"),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()
