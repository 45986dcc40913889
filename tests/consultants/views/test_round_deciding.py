"""The head decides on candidates, one by one and many at once; nothing leaves before the round is closed."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from applications.actions import signing
from applications.models import Application
from consultants.models import Engagement, RoundCandidate
from consultants.precedence import Decision
from notifications.models import Notification
from tests.consultants.desk import NOW, head, profile, staff
from tests.consultants.desk import opened as engagement
from tests.consultants.pages import read
from tests.factories import applications
from tests.factories import rounds as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

GRANT, WAIT, DECLINE = Decision.GRANT, Decision.WAIT, Decision.DECLINE


@pytest.fixture
def four():
    """Four applications, each a week older than the one before; the most urgent first."""
    return [applications.submitted(at=NOW - timedelta(weeks=weeks)) for weeks in range(4)][::-1]


@pytest.fixture
def opened(four):
    return make.opened(capacity=3, by=head(), now=NOW)


def address(opened, rest=""):
    return f"/sekretariat/runder/{opened.pk}/{rest}"


def keys(opened, *ranks):
    return [each.pk for each in make.at(opened, *ranks)]


def look(leader, opened, decision, *ranks, **more):
    return leader.get(address(opened, "afgoer/"), {"valg": keys(opened, *ranks), "afgoerelse": decision, **more})


def send(leader, opened, decision, *ranks, **typed):
    """What was looked at, sent."""
    shown = look(leader, opened, decision, *ranks)
    asked = {"valg": keys(opened, *ranks), "afgoerelse": decision, "set": shown.context["stamp"]}
    return leader.post(address(opened, "afgoer/"), asked | typed, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def decisions(opened):
    found = RoundCandidate.objects.filter(round=opened).order_by("rank")
    return list(found.values_list("decision", flat=True))


def test_it_is_shown_whom_it_is_about_before_anything_is_kept(leader, opened, four):
    page = look(leader, opened, GRANT, 1, 2)
    assert page.status_code == 200
    text = read(page)
    assert "<h1>Bevilg et forløb</h1>" in text
    for rank, each in enumerate(four[:2], start=1):
        assert f"Plads {rank}: Bostedet Lærkehøj, Odense ({each.reference}), " in text
    assert four[2].reference not in text
    assert "Det går imod rækkefølgen" not in text
    assert 'name="override_reason"' not in text
    assert decisions(opened) == ["", "", "", ""]


def test_many_are_granted_at_once_and_shared_out_by_who_has_most_room(leader, opened):
    karen, karl = staff(), staff("Karl Ege")
    profile(karen, hours=28)
    profile(karl, hours=13)
    engagement(at=NOW, consultant=karen, round=applications.round_on(date(2026, 11, 10)))
    response = send(leader, opened, GRANT, 1, 2, 3, consultant="mest-plads", text="Kære alle")
    assert told(response) == ["3 ansøgninger bevilges, når runden lukkes. Ingen har fået besked endnu."]
    # An engagement takes some seven hours a month, and Karen has one: 7/28 against 0/13, then 7/28 against 7/13,
    # then 14/28 against 7/13.
    assert [each.consultant for each in make.at(opened, 1, 2, 3)] == [karl, karen, karen]
    assert (Notification.objects.count(), Engagement.objects.count()) == (0, 1)


def test_what_was_shared_out_before_counts(leader, opened):
    karen, karl = staff(), staff("Karl Ege")
    send(leader, opened, GRANT, 1, consultant=str(karen.pk), text="Ja")
    send(leader, opened, GRANT, 2, consultant="mest-plads", text="Ja")
    send(leader, opened, GRANT, 1, consultant="mest-plads", text="Ja")
    assert [each.consultant for each in make.at(opened, 1, 2)] == [karen, karl]


def test_one_goes_on_the_waiting_list_and_one_is_declined(leader, opened):
    response = send(leader, opened, WAIT, 1)
    assert told(response) == ["1 ansøgning sættes på venteliste, når runden lukkes. Ingen har fået besked endnu."]
    response = send(leader, opened, DECLINE, 4, decline_reason="duplicate", text="Kære alle", override_reason="")
    assert told(response) == ["1 ansøgning får afslag, når runden lukkes. Ingen har fået besked endnu."]
    assert decisions(opened) == ["wait", "", "", "decline"]
    (last,) = make.at(opened, 4)
    assert (last.text, last.decline_reason, last.decided_by) == ("Kære alle", "duplicate", head())
    assert "Før: Venteliste" in read(look(leader, opened, GRANT, 1))


def test_against_the_order_the_page_says_so_and_asks_why(leader, opened):
    staff()
    page = look(leader, opened, GRANT, 3)
    assert "Det går imod rækkefølgen" in read(page)
    response = send(leader, opened, GRANT, 3, consultant="mest-plads", text="Ja", override_reason=" ")
    assert response.status_code == 422
    assert "Skriv, hvorfor I går imod rækkefølgen" in read(response)
    assert decisions(opened) == ["", "", "", ""]
    send(leader, opened, GRANT, 3, consultant="mest-plads", text="Ja", override_reason="De er klar")
    (third,) = make.at(opened, 3)
    assert (third.decision, third.override_reason) == ("grant", "De er klar")


def test_a_no_for_want_of_room_above_a_yes_needs_a_reason_which_the_form_then_asks_for(leader, opened):
    make.decide(opened, GRANT, 2, reason="De er klar", by=head(), to=staff())
    response = send(leader, opened, DECLINE, 1, decline_reason="capacity", text="Nej", override_reason="")
    assert response.status_code == 422
    assert response.context["form"].errors == {"override_reason": ["Skriv, hvorfor I går imod rækkefølgen"]}
    assert "Nej</textarea>" in read(response)
    send(leader, opened, DECLINE, 1, decline_reason="duplicate", text="Nej", override_reason="")
    assert decisions(opened) == ["decline", "grant", "", ""]


def test_no_more_than_there_is_room_for(leader, opened):
    staff()
    response = send(leader, opened, GRANT, 1, 2, 3, 4, consultant="mest-plads", text="Ja")
    assert response.status_code == 422
    assert "Så mange er der ikke plads til i runden." in read(response)


def test_the_second_of_two_is_told_and_overwrites_nothing(leader, opened):
    shown = look(leader, opened, WAIT, 1).context["stamp"]
    make.decide(opened, DECLINE, 1, by=head())
    asked = {"valg": keys(opened, 1), "afgoerelse": "wait", "set": shown}
    response = leader.post(address(opened, "afgoer/"), asked)
    assert response.status_code == 422
    assert "Noget er ændret, siden du åbnede siden." in read(response)
    assert decisions(opened)[0] == "decline"
    asked["set"] = response.context["stamp"]
    leader.post(address(opened, "afgoer/"), asked)
    assert decisions(opened)[0] == "wait"


def test_a_consultant_who_left_meanwhile(leader, opened):
    karen = staff()
    shown = look(leader, opened, GRANT, 1).context["stamp"]
    User.objects.filter(pk=karen.pk).update(is_active=False)
    asked = {"valg": keys(opened, 1), "afgoerelse": "grant", "set": shown, "text": "Ja", "consultant": str(karen.pk)}
    response = leader.post(address(opened, "afgoer/"), asked)
    assert response.context["form"].errors == {"consultant": ["Vælg en af de viste muligheder"]}


def test_whoever_cannot_be_decided_is_named_and_left_out(leader, opened, four):
    signing.withdraw(application_id=four[0].pk, by=applications.person(), now=NOW)
    page = read(look(leader, opened, WAIT, 1, 2))
    assert "De her kan ikke afgøres" in page
    assert f"Plads 1, {four[0].reference}: Gruppen har trukket ansøgningen tilbage" in page
    send(leader, opened, WAIT, 1, 2)
    assert decisions(opened) == ["", "wait", "", ""]
    assert told(leader.get(address(opened, "afgoer/"), {"valg": keys(opened, 1), "afgoerelse": "wait"}, follow=True))[
        -1
    ] == ("Ingen af dem, du valgte, kan afgøres i denne runde.")


def test_all_who_are_undecided_at_once(leader, opened):
    make.decide(opened, GRANT, 1, by=head(), to=staff())
    address_of = address(opened, "afgoer/")
    shown = leader.get(address_of, {"alle": "uafgjorte", "afgoerelse": "wait"})
    assert [row.candidate.rank for row in shown.context["open"]] == [2, 3, 4]
    asked = {"alle": "uafgjorte", "afgoerelse": "wait", "set": shown.context["stamp"]}
    assert told(leader.post(address_of, asked, follow=True))[0].startswith("3 ansøgninger sættes på venteliste")
    assert decisions(opened) == ["grant", "wait", "wait", "wait"]


@pytest.mark.no_cover
@pytest.mark.parametrize("n", [200, pytest.param(1000, marks=pytest.mark.long)])
def test_many_at_once(leader, django_assert_max_num_queries, n):
    applications.many_submitted(n, at=NOW, every=timedelta(minutes=1))
    opened = make.opened(by=head(), now=NOW)
    shown = leader.get(address(opened, "afgoer/"), {"alle": "uafgjorte", "afgoerelse": "wait"})
    assert f"og {n - 50} mere" in read(shown)
    asked = {"alle": "uafgjorte", "afgoerelse": "wait", "set": shown.context["stamp"]}
    with django_assert_max_num_queries(14):
        leader.post(address(opened, "afgoer/"), asked)
    assert set(decisions(opened)) == {"wait"}


def test_a_decision_is_taken_back(leader, opened):
    make.decide(opened, GRANT, 1, 2, by=head(), to=staff())
    page = look(leader, opened, "undo", 1, 2)
    assert "Tag afgørelsen tilbage" in read(page)
    assert decisions(opened)[:2] == ["grant", "grant"]
    assert told(send(leader, opened, "undo", 1, 2)) == ["Afgørelsen er taget tilbage."]
    assert decisions(opened) == ["", "", "", ""]


@pytest.mark.parametrize("asked", [{}, {"afgoerelse": "grant"}, {"valg": "x", "afgoerelse": "grant"}, {"valg": 1}])
def test_without_a_choice_one_is_led_back(leader, opened, asked):
    for method in (leader.get, leader.post):
        response = method(address(opened, "afgoer/"), asked, follow=True)
        assert response.redirect_chain == [(address(opened), 302)]
        assert told(response) == ["Sæt kryds ved mindst én ansøgning, og vælg, hvad der skal ske."]


def test_one_comes_back_to_the_page_of_the_list_one_came_from(leader, opened):
    asked = {"valg": keys(opened, 1), "afgoerelse": "wait", "efter": "50"}
    shown = leader.get(address(opened, "afgoer/"), asked)
    assert '<input type="hidden" name="efter" value="50">' in read(shown)
    response = leader.post(address(opened, "afgoer/"), asked | {"set": shown.context["stamp"]})
    assert response["Location"] == address(opened, "?efter=50")


def test_a_round_that_is_not_open_decides_nothing(leader, four):
    planned = applications.round_on()
    response = leader.get(address(planned, "afgoer/"), {"valg": 1, "afgoerelse": "wait"}, follow=True)
    assert told(response) == ["Runden er ikke åben for afgørelser."]
    assert set(Application.objects.values_list("status", flat=True)) == {"submitted"}
