"""A whole monthly round: forty applications, every one decided, closed while the worker is killed twice."""

from collections import Counter

import pytest

from tests.journeys import letters
from tests.journeys.stack import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("other journeys")]

PILE = 40
FIRST, GRANTED, PASSED_BY = 1, [1, 2, 3, 4, 5, 6, 7, 8, 9, 11], 10
DECLINED, LATE = list(range(12, 20)), 20
VICAR, NEW_LEADER = "De har en vikar netop nu.", "De får en ny leder om en måned."
ELSEWHERE, NOT_READY = "better_served_elsewhere", "not_ready_in_time"
# By decision: the state that the application ends in, and what its letter is (a yes, about waiting).
OUTCOMES = {"grant": ("granted", True, False), "wait": ("waiting", False, True), "decline": ("declined", False, False)}

THE_ROUND = "select closed_at from applications_prioritisationround where closing_started_at is not null"


def test_a_round_of_forty_is_closed_while_the_worker_dies_twice(visit, stack):
    head, carl = visit("hanne@spark.example.org"), visit("carla@spark.example.org")
    carl.become_staff("--role", "consultant", "--name", "Carla Vang")
    head.become_staff("--role", "head", "--name", "Hanne Skov")
    stack.pile_up(PILE)
    head.sign_in_as_staff()

    page, everybody = when_the_round_is_opened(head)
    when_the_first_ten_seats_are_given_and_one_against_the_order_is_explained(head, page)
    when_whoever_was_passed_by_waits_for_a_reason(head, page)
    when_some_are_declined(head, page)
    when_all_the_others_wait(head, page, everybody)
    then_other_weights_can_be_tried_and_change_nothing(head, page, stack)
    then_all_that_will_happen_is_told(head, page, everybody)

    when_it_is_closed_and_the_worker_dies_twice(head, stack)
    then_everybody_has_one_answer(head, stack, page, everybody)
    letters.words(carl.letters.next("Du har fået et forløb"))


def decided_for(rank):
    """What the head decides on that place, and the reason by which a no is counted."""
    if rank in GRANTED:
        return "grant", ""
    if rank in DECLINED or rank == LATE:
        return "decline", NOT_READY if rank == LATE else ELSEWHERE
    return "wait", ""


def when_the_round_is_opened(head):
    head.open("/sekretariat/runder/")
    head.page.locator(".rounds th a").first.click()
    head.press("Åbn runden")
    assert head.sees("Runden er åbnet.")
    # The pile, and what another journey has left on the desk.
    everybody = range(1, head.page.locator("[name=valg]").count() + 1)
    assert len(everybody) >= PILE
    return head.path, everybody


def decide(head, page, ranks, decision, **typed):
    """Marks at those places (none: at all that are undecided), on to the form, and what is typed there."""
    head.open(page)
    for rank in ranks:
        head.page.locator("[name=valg]").nth(rank - 1).check(force=True)
    if not ranks:
        head.mark("alle", "uafgjorte")
    head.mark("afgoerelse", decision)
    head.press("Fortsæt")
    head.type(**typed)


def when_the_first_ten_seats_are_given_and_one_against_the_order_is_explained(head, page):
    decide(head, page, [FIRST], "grant")
    head.press("Gem afgørelsen")
    assert head.sees("1 ansøgning bevilges, når runden lukkes.")
    decide(head, page, GRANTED[1:], "grant")
    assert head.sees("Det går imod rækkefølgen")
    head.press("Gem afgørelsen")
    assert head.sees("Skriv, hvorfor I går imod rækkefølgen")
    head.type(override_reason=VICAR)
    head.press("Gem afgørelsen")
    assert head.sees("9 ansøgninger bevilges, når runden lukkes.")
    assert head.sees("Imod rækkefølgen. Går forud for én, der står højere på listen.")


def when_whoever_was_passed_by_waits_for_a_reason(head, page):
    decide(head, page, [PASSED_BY], "wait", override_reason=NEW_LEADER)
    head.press("Gem afgørelsen")
    assert head.sees("1 ansøgning sættes på venteliste, når runden lukkes.")
    assert head.sees("Én længere nede på listen går forud.")


def when_some_are_declined(head, page):
    for ranks, reason, told in (
        (DECLINED, ELSEWHERE, "8 ansøgninger får afslag"), ([LATE], NOT_READY, "1 ansøgning får afslag"),
    ):  # fmt: skip
        decide(head, page, ranks, "decline")
        head.mark("decline_reason", reason)
        head.press("Gem afgørelsen")
        assert head.sees(f"{told}, når runden lukkes.")


def when_all_the_others_wait(head, page, everybody):
    decide(head, page, [], "wait")
    head.press("Gem afgørelsen")
    assert head.sees(f"{len(everybody) - LATE} ansøgninger sættes på venteliste, når runden lukkes.")


def then_other_weights_can_be_tried_and_change_nothing(head, page, stack):
    before = stack.ask("select rank, points from consultants_roundcandidate order by rank")
    head.follow("Prøv andre vægte")
    head.type(per_week="0")
    head.press("Vis rækkefølgen")
    assert head.sees("Sådan ville rækkefølgen være")
    assert stack.ask("select rank, points from consultants_roundcandidate order by rank") == before


def then_all_that_will_happen_is_told(head, page, everybody):
    head.open(page)
    head.follow("Luk runden")
    # Three are named on each, and the consultant hears of each grant.
    mails = 3 * len(everybody) + len(GRANTED)
    assert head.sees(f"Runden bevilger 10 forløb, og der bliver sendt {mails} mails.")
    assert head.sees("0 er ikke afgjort.")
    head.page.locator(".round-to summary").first.click()
    assert head.sees("Carla Vang")
    assert sum(mail.recipients[0].endswith("@odense.example") for mail in head.stack.mail.accepted) == 0


# ── Closing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def when_it_is_closed_and_the_worker_dies_twice(head, stack):
    """Each time it stands in the middle of one, or with two children of two; both rows are held."""
    with answers_held(stack, 5, 6):
        head.press("Luk runden og send")
        assert head.sees("Runden er ved at blive lukket")
        wait_for(lambda: settled(stack) == 4, told="the first four answers")
        stack.kill("worker")
    assert settled(stack) == 4
    with answers_held(stack, 29, 30):
        stack.start("worker")
        stack.ring("consultants.tasks.carry_out_rounds")  # now, instead of at beat's next tick
        wait_for(lambda: settled(stack) == 28, told="the next answers")
        stack.kill("worker")
    assert settled(stack) == 28
    assert stack.ask(THE_ROUND) == [(None,)]
    stack.wait_an_hour()  # what the dead worker had begun to send is free again
    stack.start("worker")
    stack.ring("consultants.tasks.carry_out_rounds")


def answers_held(stack, *numbers):
    """The applications whose answers are those of that number, counted along the round's order."""
    return stack.held_back(
        "select id from applications_application where id in (select application_id from (select application_id,"
        " row_number() over (order by rank) as number from consultants_roundcandidate where decision <> '')"
        " as answered where number in %s)",
        numbers,
    )


def settled(stack):
    return stack.ask("select count(*) from consultants_roundcandidate where applied_at is not null")[0][0]


def then_everybody_has_one_answer(head, stack, page, everybody):
    wait_for(lambda: stack.ask(THE_ROUND) != [(None,)], told="the closed round")
    then_each_place_stands_as_it_was_decided(stack, everybody)
    then_each_has_its_letter_and_its_mails(stack, everybody)
    stack.wait_an_hour()  # a minute would do: so long a decision can be regretted
    stack.ring("notifications.tasks.deliver")
    then_the_mail_server_has_taken_each_letter_once(stack)
    head.come_back_as_staff(page)
    assert head.sees("Runden blev lukket")
    assert head.sees("10 af")


def then_each_place_stands_as_it_was_decided(stack, everybody):
    reasons = {11: VICAR, PASSED_BY: NEW_LEADER}
    assert stack.ask(
        "select rank, decision, candidate.decline_reason, override_reason, failed_because, status,"
        " application.decline_reason from consultants_roundcandidate candidate"
        " join applications_application application on application.id = application_id order by rank"
    ) == [
        (rank, decision, reason, reasons.get(rank, ""), "", OUTCOMES[decision][0], reason)
        for rank in everybody
        for decision, reason in [decided_for(rank)]
    ]


def then_each_has_its_letter_and_its_mails(stack, everybody):
    """One letter each, one engagement for each grant; of a grant the contacts hear who comes, and the third of it."""
    assert stack.ask(
        "select rank, granted, waits, reason from consultants_roundcandidate candidate"
        " join applications_decisionletter letter on letter.application_id = candidate.application_id"
        " where letter.written_at >= candidate.decided_at order by rank"
    ) == [(rank, *OUTCOMES[decision][1:], reason) for rank in everybody for decision, reason in [decided_for(rank)]]
    # Both contacts and the consultant are told by the engagement.
    told = stack.ask(
        "with about as (select application_id, id from applications_decisionletter"
        " union all select application_id, id from consultants_engagement)"
        " select rank, kind, count(*) from consultants_roundcandidate candidate"
        " join about on about.application_id = candidate.application_id"
        " join notifications_notification mail on mail.about_id = about.id"
        " where kind in ('decision', 'engagement-opened', 'engagement-assigned') and owed_at >= decided_at"
        " group by rank, kind order by rank, kind"
    )
    granted = [("decision", 1), ("engagement-assigned", 1), ("engagement-opened", 2)]
    assert told == [
        (rank, *mails) for rank in everybody for mails in (granted if rank in GRANTED else [("decision", 3)])
    ]
    assert stack.ask(
        "select rank from consultants_roundcandidate join consultants_engagement using (application_id) order by rank"
    ) == [(rank,) for rank in GRANTED]


def then_the_mail_server_has_taken_each_letter_once(stack):
    def arrived():
        # The same letter under the same name may come twice where nobody can know: it counts as one.
        told = {(mail.recipients[0], mail.message["Message-ID"]) for mail in list(stack.mail.accepted)}
        return Counter(address for address, _ in told if address.endswith("@odense.example"))

    named = stack.ask("select email from applications_signatory where email like '%%@odense.example'")
    assert len(named) == 3 * PILE
    wait_for(lambda: len(arrived()) == len(named), told="a letter to everybody named")
    assert arrived() == Counter(email for (email,) in named)
