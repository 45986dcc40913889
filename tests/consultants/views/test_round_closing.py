"""Closing is read before it is done, and done by whoever comes by."""

from datetime import timedelta

import pytest
from kombu.exceptions import OperationalError
from structlog.testing import capture_logs

from applications.actions import signing, triage
from applications.models import Application
from consultants.actions import rounds
from consultants.precedence import Decision
from consultants.tasks import carry_out_rounds
from consultants.views import round_closing
from notifications.models import Notification
from tests.consultants.desk import NOW, head, staff
from tests.consultants.pages import read
from tests.factories import applications
from tests.factories import rounds as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

GRANT, WAIT, DECLINE = Decision.GRANT, Decision.WAIT, Decision.DECLINE


@pytest.fixture
def five():
    """Five applications, each a week older than the one before; the most urgent first."""
    return [applications.submitted(at=NOW - timedelta(weeks=weeks)) for weeks in range(5)][::-1]


@pytest.fixture
def decided(five):
    """Two grants, the waiting list, a no, and one that nobody has decided on."""
    opened = make.opened(by=head(), now=NOW)
    make.decide(opened, GRANT, 1, 2, by=head(), to=staff())
    make.decide(opened, WAIT, 3, by=head())
    make.decide(opened, DECLINE, 4, by=head())
    return opened


def address(opened):
    return f"/sekretariat/runder/{opened.pk}/luk/"


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_everything_that_will_happen_is_told_and_every_letter_shown(leader, decided, five):
    response = leader.get(address(decided))
    page = read(response)
    # Three named on each of four answers, and the consultant twice.
    assert "Runden bevilger 2 forløb, og der bliver sendt 14 mails." in page
    assert "1 kommer på venteliste eller bliver stående på den." in page
    assert "1 er ikke afgjort." in page
    yes, no, wait = response.context["letters"]
    assert (yes.text, list(yes.to)) == (make.YES, [f"{each.reference} · Karen Lund" for each in five[:2]])
    assert (no.reason, no.text, list(no.to)) == ("Ikke en kommunal arbejdsplads", make.NO, [five[3].reference])
    assert (wait.text, list(wait.to)) == (triage.WAITING_LETTER, [five[2].reference])
    assert "Vi glæder os til at møde jer i Lærkehøj." in page
    assert "Brevet om venteliste" in page
    assert not Notification.objects.exists()


def test_closed_by_the_button_and_carried_out_by_the_worker(leader, decided, five):
    seen = leader.get(address(decided)).context["stamp"]
    response = leader.post(address(decided), {"set": seen}, follow=True)
    assert told(response) == ["Runden bliver lukket. Brevene er på vej."]
    decided.refresh_from_db()
    assert (decided.is_closing, decided.closed_by) == (True, head())
    carry_out_rounds()
    assert Notification.objects.count() == 14
    assert [Application.objects.get(pk=each.pk).status for each in five] == [
        "granted", "granted", "waiting", "declined", "submitted",
    ]  # fmt: skip
    again = leader.post(address(decided), {"set": seen}, follow=True)
    assert told(again) == ["Runden er ikke åben."]
    assert told(leader.get(address(decided), follow=True)) == ["Runden er ikke åben."]


@pytest.mark.parametrize("sent", [{}, {"set": "x"}])
def test_what_was_not_shown_is_not_done(leader, decided, sent):
    response = leader.post(address(decided), sent)
    assert response.status_code == 409
    assert "Noget er ændret, siden du åbnede siden." in read(response)
    decided.refresh_from_db()
    assert decided.is_opened


def test_whoever_is_lost_meanwhile_is_named_and_gets_no_letter(leader, decided, five):
    before = leader.get(address(decided)).context["stamp"]
    signing.withdraw(application_id=five[0].pk, by=applications.person(), now=NOW)
    assert leader.post(address(decided), {"set": before}).status_code == 409
    page = read(leader.get(address(decided)))
    assert "De her når ikke med" in page
    assert f"Plads 1, {five[0].reference}: Gruppen har trukket ansøgningen tilbage" in page
    assert "Runden bevilger 1 forløb, og der bliver sendt 10 mails." in page


def test_a_missing_reason_is_asked_for(leader, decided):
    rounds.take_back(round_id=decided.pk, candidate_ids=[make.at(decided, 1)[0].pk], by=head())
    seen = leader.get(address(decided)).context["stamp"]
    assert told(leader.post(address(decided), {"set": seen}, follow=True)) == [
        "Runden kan ikke lukkes endnu: Der mangler en begrundelse for at gå imod rækkefølgen på plads 2."
    ]
    make.decide(decided, WAIT, 3, by=head())
    make.decide(decided, GRANT, 3, reason="De er klar", by=head(), to=staff())
    decided.candidates.filter(rank=3).update(override_reason="")
    seen = leader.get(address(decided)).context["stamp"]
    assert told(leader.post(address(decided), {"set": seen}, follow=True))[0].endswith("på pladserne 2, 3.")


def test_with_nobody_to_hear_the_doorbell_the_round_is_being_closed_all_the_same(leader, decided, monkeypatch):
    def silent(name):
        raise OperationalError(name)

    seen = leader.get(address(decided)).context["stamp"]
    monkeypatch.setattr(round_closing.current_app, "send_task", silent)
    with capture_logs() as logs:
        leader.post(address(decided), {"set": seen})
    assert "doorbell_unheard" in [each["event"] for each in logs]
    decided.refresh_from_db()
    assert decided.is_closing
