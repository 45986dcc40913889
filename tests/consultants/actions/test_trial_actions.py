"""Trial actions: agreed on, corrected, told of."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from consultants.actions import running, trial_actions
from consultants.actions.trial_actions import Plan
from consultants.models import EngagementEvent, TrialAction
from consultants.models.trial_action import Outcome
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 10, 12, 0, tzinfo=UTC)
PLAN = Plan("Vi begynder vagten to og to", "Lederen", date(2026, 12, 1))


def add(engagement, plan=PLAN, **changes):
    return trial_actions.add(
        **{"engagement_id": engagement.pk, "by": factory.consultant(), "plan": plan, "now": NOW, **changes}
    )


def read_now(trial):
    return trial_actions.mark(TrialAction.objects.get(pk=trial.pk))


def change(trial, plan, **changes):
    facts = {"trial_id": trial.pk, "by": factory.consultant(), "plan": plan, "read": read_now(trial), "now": NOW}
    return trial_actions.change(**{**facts, **changes})


def tell(trial, outcome=Outcome.HELPED, result="Roligere aftener", **changes):
    facts = {"trial_id": trial.pk, "by": factory.consultant(), "outcome": outcome, "result": result, "now": NOW}
    return trial_actions.tell(**{**facts, "read": read_now(trial), **changes})


def verbs():
    return list(EngagementEvent.objects.values_list("verb", flat=True))


def test_a_trial_action_is_agreed_on_corrected_and_told_of():
    trial = add(factory.active())
    assert (trial.text, trial.owner, trial.due_on, trial.is_over) == (PLAN.text, "Lederen", date(2026, 12, 1), False)
    assert str(trial) == "Prøvehandling 01.12.2026"

    assert change(trial, Plan(PLAN.text, "TR og AMR", PLAN.due_on))
    assert not change(trial, Plan(PLAN.text, "TR og AMR", PLAN.due_on))
    assert tell(trial)
    assert not tell(trial)
    assert tell(trial, Outcome.PARTLY)

    trial.refresh_from_db()
    assert (trial.owner, trial.is_over, trial.outcome, trial.result) == (
        "TR og AMR", True, "partly", "Roligere aftener",
    )  # fmt: skip
    assert verbs() == ["trial_added", "trial_changed", "trial_told", "trial_told"]
    assert EngagementEvent.objects.get(verb="trial_changed").data == {"trial": str(trial.pk), "fields": ["owner"]}


def test_a_double_click_agrees_on_one():
    engagement = factory.active()
    add(engagement)

    with pytest.raises(trial_actions.AlreadyThere):
        add(engagement)


def test_there_is_room_for_a_hundred(monkeypatch):
    monkeypatch.setattr(trial_actions, "MOST", 1)
    engagement = factory.active()
    add(engagement)

    with pytest.raises(trial_actions.TooMany):
        add(engagement, Plan("Noget andet", "Lederen", PLAN.due_on))


def test_what_has_been_tried_keeps_its_words():
    trial = add(factory.active())
    tell(trial)

    with pytest.raises(trial_actions.AlreadyOver):
        change(trial, Plan("Noget andet", "Lederen", PLAN.due_on))


def test_after_the_end_nothing_new_is_tried_but_results_are_told():
    closed = factory.closed()
    trial = factory.trial(closed)

    for refused in (lambda: add(closed), lambda: change(trial, PLAN)):
        with pytest.raises(running.Ended):
            refused()
    assert tell(trial)


def test_others_agree_on_nothing():
    trial = factory.trial(factory.active())
    for stranger in (factory.consultant("otto@spark.example", "Otto"), applications.person()):
        for refused in (
            lambda by: add(trial.engagement, by=by),
            lambda by: change(trial, PLAN, by=by),
            lambda by: tell(trial, by=by),
        ):
            with pytest.raises(running.NotYours):
                refused(stranger)


def test_the_database_knows_no_end_without_an_outcome():
    with pytest.raises(IntegrityError, match="trial_over_exactly_with_outcome"):
        TrialAction.objects.filter(pk=factory.trial(factory.active()).pk).update(is_over=True)


def test_whoever_saves_second_overwrites_nothing():
    trial = add(factory.active())
    seen = read_now(trial)
    change(trial, Plan(PLAN.text, "TR og AMR", PLAN.due_on), read=seen)
    with pytest.raises(running.Overtaken):
        change(trial, Plan(PLAN.text, "Hele holdet", PLAN.due_on), read=seen)
    # The same as stands is no quarrel.
    assert not change(trial, Plan(PLAN.text, "TR og AMR", PLAN.due_on), read=seen)
    seen = read_now(trial)
    tell(trial, read=seen)
    with pytest.raises(running.Overtaken):
        tell(trial, Outcome.STOPPED, "Det gik ikke", read=seen)
    trial.refresh_from_db()
    assert (trial.owner, trial.outcome, trial.result) == ("TR og AMR", "helped", "Roligere aftener")
