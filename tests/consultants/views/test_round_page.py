"""The page of a round: planned, open, being closed, closed."""

from datetime import timedelta

import pytest

from applications.actions import signing
from applications.models import Application, PrioritisationRound, PriorityWeights
from consultants.actions import round_closing
from consultants.models import RoundCandidate
from consultants.precedence import Decision
from tests.consultants.desk import NOW, head, staff, steering
from tests.consultants.pages import read
from tests.factories import applications
from tests.factories import rounds as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

GRANT, WAIT, DECLINE = Decision.GRANT, Decision.WAIT, Decision.DECLINE


def address(opened, rest=""):
    return f"/sekretariat/runder/{opened.pk}/{rest}"


def told(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def four():
    """Four applications, each a week older than the one before; the most urgent first."""
    return [applications.submitted(at=NOW - timedelta(weeks=weeks)) for weeks in range(4)][::-1]


@pytest.fixture
def opened(four):
    return make.opened(capacity=2, by=head(), now=NOW)


def test_others_find_nothing_here(client, opened):
    for other in (steering(), applications.person()):
        client.force_login(other)
        assert client.get(address(opened)).status_code == 404


def test_the_head_opens_a_planned_round_and_a_consultant_cannot(four, leader, client):
    planned = applications.round_on(capacity=12)
    page = read(leader.get(address(planned)))
    assert "<strong>4</strong> ansøgninger er modtaget eller på venteliste lige nu." in page
    assert "0 af 12 brugt, plads til 12 mere" in page
    assert "Standardvægte" not in page
    response = leader.post(address(planned, "aabn/"), follow=True)
    assert told(response) == ["Runden er åbnet. 4 ansøgninger er med, i den rækkefølge vægtene giver."]
    assert told(leader.post(address(planned, "aabn/"), follow=True)) == ["Runden er allerede åbnet."]
    later = applications.round_on(NOW.date() + timedelta(days=60))
    assert told(leader.post(address(later, "aabn/"), follow=True)) == ["Der er allerede en åben runde. Luk den først."]
    client.force_login(staff())
    assert "Åbn runden" not in read(client.get(address(later)))
    assert client.post(address(later, "aabn/")).status_code == 404


def test_one_candidate_is_told_as_one(leader):
    applications.submitted()
    response = leader.post(address(applications.round_on(), "aabn/"), follow=True)
    assert told(response) == ["Runden er åbnet. 1 ansøgning er med, i den rækkefølge vægtene giver."]


def test_a_round_that_does_not_exist(leader):
    for pk in (7, 10**30):
        assert leader.get(f"/sekretariat/runder/{pk}/").status_code == 404


def test_the_list_stands_in_order_with_points_and_reasons(leader, four):
    PriorityWeights.objects.create(version=3, in_force_from=NOW.date())
    response = leader.get(address(make.opened(capacity=2, now=NOW)))
    assert [row.reference for row in response.context["rows"]] == [each.reference for each in four]
    page = read(response)
    assert "Version 3" in page
    assert '<span class="reason-list__points">+3</span> <span>3 ugers ventetid</span>' in page
    assert "Odense" in page
    assert "0 af 2 brugt, plads til 2 mere" in page


def test_decisions_stand_with_consultant_reason_and_mark(leader, opened):
    make.decide(opened, GRANT, 2, to=staff("Karl Ege"), reason="De er klar i morgen")
    make.decide(opened, WAIT, 1, reason="Samme grund")
    make.decide(opened, GRANT, 3, reason="Også de")
    make.decide(opened, DECLINE, 4)
    response = leader.get(address(opened))
    assert [(row.candidate.decision, row.against_the_order) for row in response.context["rows"]] == [
        ("wait", "2 længere nede på listen går forud"),
        ("grant", "Går forud for én, der står højere på listen"),
        ("grant", "Går forud for én, der står højere på listen"),
        ("decline", ""),
    ]
    page = read(response)
    for words in (
        "Karl Ege",
        "Begrundelse: De er klar i morgen",
        "Ikke en kommunal arbejdsplads",
        "2 af 2 brugt, fuld",
    ):
        assert words in page
    assert "2 bevilges, 1 på venteliste, 1 afslag" in page


def test_whoever_changed_since_says_so_and_has_no_mark_to_set(leader, opened, four):
    signing.withdraw(application_id=four[0].pk, by=applications.person(), now=NOW)
    response = leader.get(address(opened))
    first = response.context["rows"][0]
    assert first.obstacle == "Gruppen har trukket ansøgningen tilbage"
    page = read(response)
    assert f'id="valg-{first.candidate.pk}"' not in page
    assert f'id="valg-{response.context["rows"][1].candidate.pk}"' in page
    assert "3; desuden 1, der ikke kan afgøres" in page


def test_a_consultant_reads_the_list_and_decides_nothing(desk, opened, four):
    signing.withdraw(application_id=four[0].pk, by=applications.person(), now=NOW)
    page = read(desk.get(address(opened)))
    assert "Det er sekretariatslederen, der afgør." in page
    for forbidden in ('name="valg"', 'name="afgoerelse"', "Luk runden"):
        assert forbidden not in page
    # What is withdrawn is not theirs to read: the reference alone.
    assert (page.count("Bostedet Lærkehøj"), page.count("Vises ikke")) == (3, 1)
    for rest in ("afgoer/", "luk/"):
        assert desk.get(address(opened, rest)).status_code == 404
        assert desk.post(address(opened, rest)).status_code == 404


@pytest.mark.no_cover
@pytest.mark.parametrize(("n", "told"), [(200, "200"), pytest.param(1000, "1.000", marks=pytest.mark.long)])
def test_page_by_page_and_equally_many_statements(leader, django_assert_num_queries, n, told):
    applications.many_submitted(n, at=NOW, every=timedelta(minutes=1))
    opened = make.opened(by=head(), now=NOW)
    assert RoundCandidate.objects.count() == n
    leader.get(address(opened))  # the first request of a session notes when it began
    with django_assert_num_queries(8):
        response = leader.get(address(opened))
    assert [row.candidate.rank for row in response.context["rows"]][::49] == [1, 50]
    response = leader.get(address(opened) + response.context["page"].next)
    assert [row.candidate.rank for row in response.context["rows"]][::49] == [51, 100]
    # The form leads back to the page it stood on.
    assert '<input type="hidden" name="efter" value="50">' in read(response)
    assert f"Gør det med alle {told}, der ikke er afgjort" in read(response)


def test_being_closed_it_tells_how_far_it_is(leader, opened):
    make.decide(opened, GRANT, 1)
    make.decide(opened, WAIT, 2)
    make.begin_to_close(opened, by=head(), now=NOW)
    page = read(leader.get(address(opened)))
    assert "Runden er ved at blive lukket" in page
    assert "0 af 2 er klaret." in page
    assert 'name="afgoerelse"' not in page


def test_closed_it_tells_what_came_of_it_for_ever(leader, opened, four):
    signing.withdraw(application_id=four[3].pk, by=applications.person(), now=NOW)
    make.decide(opened, GRANT, 1)
    make.decide(opened, WAIT, 2)
    make.begin_to_close(opened, by=head(), now=NOW)
    signing.withdraw(application_id=four[1].pk, by=applications.person(), now=NOW)
    round_closing.carry_out(now=NOW)
    # What happens later is no matter of this round.
    signing.withdraw(application_id=four[2].pk, by=applications.person(), now=NOW)
    response = leader.get(address(opened))
    assert [row.obstacle for row in response.context["rows"]] == [
        "",
        "Gruppen har trukket ansøgningen tilbage",
        "",
        "Gruppen har trukket ansøgningen tilbage",
    ]
    assert [row.reference for row in response.context["failed"]] == [four[1].reference]
    page = read(response)
    assert "Runden blev lukket 21. november 2026 kl. 11.00 af Hanne Skov." in page
    assert f"Plads 2, {four[1].reference}: Gruppen har trukket ansøgningen tilbage" in page
    assert "1 af 2 brugt, plads til 1 mere" in page


def test_an_old_round_has_no_list(leader):
    old = applications.round_on()
    PrioritisationRound.objects.update(closed_at=NOW)
    page = read(leader.get(address(old)))
    assert "Rundens rækkefølge er ikke gemt her." in page
    assert "Åbn runden" not in page


def test_a_round_opened_over_an_empty_desk(leader):
    opened = make.opened()
    assert "Ingen ansøgninger i runden" in read(leader.get(address(opened)))
    assert not Application.objects.exists()
