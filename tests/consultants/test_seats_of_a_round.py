"""The seats of a round: nobody takes one from the desk once its candidates stand in their order."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from applications.actions import triage
from applications.models import Application, PrioritisationRound
from consultants.actions import candidacy, engagements, round_closing, rounds
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


def grant(application, in_round, by=None):
    by = by or consultants.consultant()
    engagements.open(
        application_id=application.pk,
        consultant=by,
        by=by,
        round_id=in_round.pk,
        urgency_reason="",
        text=make.YES,
        now=NOW,
    )


def granted(in_round):
    return set(Application.objects.filter(round=in_round, status="granted").values_list("pk", flat=True))


@pytest.mark.django_db
def test_the_desk_takes_no_seat_of_a_round_that_is_opened_or_being_closed():
    opened, chosen, other = pair()
    with pytest.raises(candidacy.InTheRound):
        grant(other, opened)
    make.begin_to_close(opened)
    with pytest.raises(triage.RoundOrUrgency):
        grant(other, opened)
    round_closing.carry_out(now=NOW)
    assert granted(opened) == {chosen.pk}


@pytest.mark.django_db
def test_a_round_that_is_opened_is_offered_to_nobody_at_the_desk(client):
    planned, other = applications.round_on(capacity=1), applications.submitted(at=NOW - timedelta(weeks=1))
    client.force_login(consultants.consultant())
    address, choice = f"/sekretariat/ansoegninger/{other.pk}/bevilg/", "1. december 2026 · 0 af 1 bevilget"
    assert choice in client.get(address).content.decode()
    make.opened(capacity=1)
    assert choice not in client.get(address).content.decode()
    # Where rounds are followed and planned it stands as long as it is not closed.
    assert list(PrioritisationRound.objects.unclosed()) == [planned]
    assert f"/sekretariat/runder/{planned.pk}/" in client.get("/sekretariat/runder/").content.decode()


@pytest.mark.django_db
def test_nothing_is_carried_out_before_the_round_is_being_closed():
    opened, *_ = pair()
    (first,) = make.at(opened, 1)
    assert not round_closing.settle(candidate_id=first.pk, now=NOW)
    assert granted(opened) == set()


@pytest.mark.django_db(transaction=True)
def test_who_is_granted_while_the_round_is_opened_is_no_candidate_in_it():
    planned, other = applications.round_on(capacity=1), applications.submitted(at=NOW - timedelta(weeks=1))
    by, head, start, broken = consultants.consultant(), consultants.head(), threading.Barrier(2), []

    def press(act):
        try:
            start.wait()
            act()
        except triage.RoundOrUrgency:
            pass
        except Exception as failure:
            broken.append(failure)
        finally:
            connection.close()

    acts = (lambda: grant(other, planned, by), lambda: rounds.open(round_id=planned.pk, by=head, now=NOW))
    threads = [threading.Thread(target=press, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert broken == []
    candidates = set(planned.candidates.values_list("application", flat=True))
    assert (granted(planned), candidates) in (({other.pk}, set()), (set(), {other.pk}))
