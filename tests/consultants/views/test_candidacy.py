"""What the desk does while a round is opened: its candidates are decided there, and whoever reads one is told so."""

import pytest
from django.urls import reverse

from accounts.models import Role
from applications.models import Application, ApplicationEvent
from consultants.actions import candidacy
from consultants.models import Engagement, RoundCandidate
from consultants.precedence import Decision
from tests.consultants.desk import staff
from tests.factories import applications, consultants
from tests.factories import rounds as make

pytestmark = pytest.mark.django_db

RANKED = "Ansøgningen er nummer 1 i runden 1. december 2026, som er åbnet, og bliver afgjort der."
DECIDED = "Runden 1. december 2026 har besluttet: Bevilges. Svaret bliver sendt, når runden lukkes."


@pytest.fixture
def karen(client):
    client.force_login(consultants.consultant())
    return client


@pytest.fixture
def candidate():
    return applications.submitted()


def address(name, application):
    return reverse(f"consultants:{name}", args=[application.pk])


def told(answer):
    return " ".join(answer.content.decode().split())


def grant(client, application, **typed):
    given = {"consultant": str(consultants.consultant().pk), "text": "Kære alle", "trin": "send"}
    return client.post(address("grant", application), given | typed)


def test_a_candidate_is_not_granted_in_another_round(karen, candidate):
    later = applications.round_on(meets_on=make.opened().meets_on.replace(year=2027))

    page = karen.get(address("grant", candidate))
    assert RANKED in told(page)
    assert str(later.pk) not in dict(page.context["form"].fields["round"].choices)
    refused = grant(karen, candidate, round=str(later.pk))

    assert refused.status_code == 422
    assert RANKED in told(refused)
    assert not Engagement.objects.exists()


def test_it_can_be_granted_at_once_for_a_reason(karen, candidate):
    make.opened()
    grant(karen, candidate, round="outside", urgency_reason="Vold hver dag")
    assert Engagement.objects.get().application == candidate


def test_what_came_after_the_opening_is_granted_in_a_round_ahead(karen):
    opened = make.opened()
    later = applications.round_on(meets_on=opened.meets_on.replace(year=2027))
    newcomer = applications.submitted()
    assert "Med i runden" not in told(karen.get(address("application", newcomer)))
    grant(karen, newcomer, round=str(later.pk))
    assert Engagement.objects.get().application == newcomer


@pytest.mark.parametrize("name", ["application", "grant", "decline", "ask_information"])
def test_whoever_reads_it_is_told_what_the_round_has_decided(karen, candidate, name):
    opened = make.opened()
    assert RANKED in told(karen.get(address(name, candidate)))
    make.decide(opened, Decision.GRANT, 1)
    assert DECIDED in told(karen.get(address(name, candidate)))


def test_what_the_round_has_decided_is_neither_declined_nor_put_on_the_list(karen, candidate):
    make.decide(make.opened(), Decision.GRANT, 1)
    typed = {"reason": "capacity", "text": "Kære alle", "trin": "send"}

    declined = karen.post(address("decline", candidate), typed)
    waiting = karen.post(address("wait", candidate), follow=True)

    assert declined.status_code == 422
    assert DECIDED in told(declined)
    assert DECIDED in told(waiting)
    assert Application.objects.get().status == "submitted"
    assert not ApplicationEvent.objects.filter(verb__in=["declined", "set_waiting"]).exists()


def test_the_case_offers_what_the_round_leaves_open(karen, candidate):
    opened = make.opened()
    page = told(karen.get(address("application", candidate)))
    assert ("Giv afslag" in page, "Sæt på venteliste" in page, "Bevilg et forløb" in page) == (True, True, True)
    make.decide(opened, Decision.GRANT, 1)
    page = told(karen.get(address("application", candidate)))
    assert ("Giv afslag" in page, "Sæt på venteliste" in page, "Bevilg et forløb" in page) == (False, False, True)
    form = karen.get(address("grant", candidate))
    assert form.context["form"]["round"].value() == "outside"
    assert "Skriv, hvorfor det haster, vælg konsulent" in told(form)


def test_undecided_it_can_be(karen, candidate):
    make.opened()
    karen.post(address("wait", candidate))
    assert Application.objects.get().status == "waiting"
    assert candidacy.standing([candidate.pk])  # it goes on ranking there
    karen.post(address("decline", candidate), {"reason": "capacity", "text": "Kære alle", "trin": "send"})
    assert Application.objects.get().status == "declined"
    assert not candidacy.standing([candidate.pk])


def test_a_candidate_whose_text_has_changed_since_is_nobody_the_round_can_decide_on(karen, candidate):
    make.opened()
    RoundCandidate.objects.update(version_number=2)
    assert not candidacy.standing([candidate.pk])


def test_several_at_once_leave_the_candidates_to_the_round(client):
    head = staff("Hanne Skov", Role.HEAD)
    candidate = applications.submitted()
    opened = make.opened()
    later = applications.round_on(meets_on=opened.meets_on.replace(year=2027))
    client.force_login(head)
    typed = {
        "valgt": str(candidate.pk),
        "handling": "tildel",
        "round": str(later.pk),
        "consultant": str(consultants.consultant().pk),
        "text": "Kære alle",
    }
    preview = told(client.post(reverse("consultants:bulk"), typed))
    assert "bliver ikke ændret, for den bliver afgjort i runden 1. december 2026, som er åbnet." in preview
    done = told(client.post(reverse("consultants:bulk"), typed | {"trin": "send"}, follow=True))
    assert f"{candidate} er ikke ændret: {RANKED}" in done
    waits = typed | {"handling": "venteliste"}
    assert "bliver ikke ændret" not in told(client.post(reverse("consultants:bulk"), waits))
    make.decide(opened, Decision.GRANT, 1)
    assert "bliver afgjort i runden" in told(client.post(reverse("consultants:bulk"), waits))
