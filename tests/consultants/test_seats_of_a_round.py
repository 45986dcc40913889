"""The seats of a round: nobody takes one from the desk once its decisions are being carried out."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from applications.actions import triage
from applications.models import Application, PrioritisationRound
from consultants.actions import engagements, round_closing, rounds
from consultants.precedence import Decision
from tests.factories import applications, consultants
from tests.factories import rounds as make

NOW = applications.MORNING


def pair(*, capacity=1):
    """A round with one seat, given to the more urgent of two; nothing is carried out yet."""
    chosen, other = (applications.submitted(at=NOW - timedelta(weeks=weeks)) for weeks in (2, 1))
    opened = make.opened(capacity=capacity)
    make.decide(opened, Decision.GRANT, 1)
    return opened, chosen, other


def grant(application, in_round):
    engagements.open(
        application_id=application.pk,
        consultant=consultants.consultant(),
        by=consultants.consultant(),
        round_id=in_round.pk,
        urgency_reason="",
        text=make.YES,
        now=NOW,
    )


def granted(in_round):
    return set(Application.objects.filter(round=in_round, status="granted").values_list("pk", flat=True))


@pytest.mark.django_db
def test_the_desk_takes_no_seat_of_a_round_that_is_being_closed():
    opened, chosen, other = pair()
    make.begin_to_close(opened)
    with pytest.raises(triage.RoundOrUrgency):
        grant(other, opened)
    round_closing.carry_out(now=NOW)
    assert granted(opened) == {chosen.pk}


@pytest.mark.django_db
def test_a_round_that_is_being_closed_is_offered_to_nobody(client):
    opened, _, other = pair()
    client.force_login(consultants.consultant())
    address, choice = f"/sekretariat/ansoegninger/{other.pk}/bevilg/", "1. december 2026 · 0 af 1 bevilget"
    assert choice in client.get(address).content.decode()
    make.begin_to_close(opened)
    assert choice not in client.get(address).content.decode()
    # Where rounds are followed and planned it stands as long as it is not closed.
    assert list(PrioritisationRound.objects.unclosed()) == [opened]
    assert f"/sekretariat/runder/{opened.pk}/" in client.get("/sekretariat/runder/").content.decode()


@pytest.mark.django_db
def test_nothing_is_carried_out_before_the_round_is_being_closed():
    opened, *_ = pair()
    (first,) = make.at(opened, 1)
    assert not round_closing.settle(candidate_id=first.pk, now=NOW)
    assert granted(opened) == set()


@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_given_once_when_the_desk_and_the_round_press_at_once():
    opened, chosen, other = pair()
    start, broken = threading.Barrier(2), []

    def press(act, *refusals):
        try:
            start.wait()
            act()
        except refusals:
            pass
        except Exception as failure:
            broken.append(failure)
        finally:
            connection.close()

    def close():
        make.begin_to_close(opened)
        round_closing.carry_out(now=NOW)

    threads = [
        threading.Thread(target=press, args=(lambda: grant(other, opened), triage.RoundFull, triage.RoundOrUrgency)),
        threading.Thread(target=press, args=(close, rounds.NoRoom, rounds.ChangedMeanwhile)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert broken == []
    opened.refresh_from_db()
    # Either the desk was first, and the head is told that there is no room left, or the round was, and it is hers.
    assert granted(opened) in ({chosen.pk}, {other.pk})
    assert (opened.closing_started_at is None) == (granted(opened) == {other.pk})
