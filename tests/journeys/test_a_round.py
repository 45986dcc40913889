"""A whole monthly round: forty applications, decided by the head, closed while the worker is killed twice."""

from collections import Counter

import pytest

from tests.journeys import letters
from tests.journeys.stack import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("other journeys")]

GRANTS, WAITS, DECLINES = 10, 10, 8
OF_THE_ROUND = "from consultants_roundcandidate where applied_at is not null"


def test_a_round_of_forty_is_closed_while_the_worker_dies_twice(visit, stack):
    head, carl = visit("hanne@spark.example.org"), visit("carla@spark.example.org")
    carl.become_staff("--role", "consultant", "--name", "Carla Vang")
    head.become_staff("--role", "head", "--name", "Hanne Skov")
    stack.pile_up(40)
    head.sign_in_as_staff()

    page = when_the_round_is_opened(head)
    when_the_first_ten_are_granted_and_one_against_the_order_is_explained(head, page)
    when_the_next_wait_and_some_are_declined(head, page)
    then_other_weights_can_be_tried_and_change_nothing(head, page, stack)
    then_all_that_will_happen_is_told(head, page)

    before = owed(stack)
    when_it_is_closed_and_the_worker_dies_twice(head, stack)
    then_everybody_has_one_answer(head, stack, page, before)
    letters.words(carl.letters.next("Du har fået et forløb"))


def when_the_round_is_opened(head):
    head.open("/sekretariat/runder/")
    head.page.locator(".rounds th a").first.click()
    head.press("Åbn runden")
    assert head.sees("Runden er åbnet.")
    assert head.page.locator("[name=valg]").count() >= 40
    return head.path


def decide(head, page, ranks, decision):
    """Marks at those places, and on to the form."""
    head.open(page)
    for rank in ranks:
        head.page.locator("[name=valg]").nth(rank - 1).check(force=True)
    head.mark("afgoerelse", decision)
    head.press("Fortsæt")


def when_the_first_ten_are_granted_and_one_against_the_order_is_explained(head, page):
    decide(head, page, [*range(1, GRANTS), GRANTS + 1], "grant")
    assert head.sees("Det går imod rækkefølgen")
    head.press("Gem afgørelsen")
    assert head.sees("Skriv, hvorfor I går imod rækkefølgen")
    head.type(override_reason="De har en vikar netop nu.")
    head.press("Gem afgørelsen")
    assert head.sees("10 ansøgninger bevilges, når runden lukkes.")
    assert head.sees("Imod rækkefølgen. Går forud for én, der står højere på listen.")


def when_the_next_wait_and_some_are_declined(head, page):
    decide(head, page, range(GRANTS + 2, GRANTS + 2 + DECLINES), "decline")
    head.mark("decline_reason", "better_served_elsewhere")
    head.press("Gem afgørelsen")
    assert head.sees("8 ansøgninger får afslag, når runden lukkes.")
    decide(head, page, range(20, 20 + WAITS), "wait")
    head.press("Gem afgørelsen")
    assert head.sees("10 ansøgninger sættes på venteliste, når runden lukkes.")


def then_other_weights_can_be_tried_and_change_nothing(head, page, stack):
    before = stack.ask("select rank, points from consultants_roundcandidate order by rank")
    head.follow("Prøv andre vægte")
    head.type(per_week="0")
    head.press("Vis rækkefølgen")
    assert head.sees("Sådan ville rækkefølgen være")
    assert stack.ask("select rank, points from consultants_roundcandidate order by rank") == before


def then_all_that_will_happen_is_told(head, page):
    head.open(page)
    head.follow("Luk runden")
    # Three are named on each, and the consultant hears of each grant.
    assert head.sees("Runden bevilger 10 forløb, og der bliver sendt 94 mails.")
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
    with answers_held(stack, 14, 15):
        stack.start("worker")
        stack.ring("consultants.tasks.carry_out_rounds")  # now, instead of at beat's next tick
        wait_for(lambda: settled(stack) == 13, told="the next answers")
        stack.kill("worker")
    assert settled(stack) == 13
    assert stack.ask("select count(*) from applications_prioritisationround where closed_at is not null") == [(0,)]
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
    return stack.ask(f"select count(*) {OF_THE_ROUND}")[0][0]


def owed(stack):
    """How many letters of each kind that a closing owes stand in the outbox, sent or not."""
    kinds = ("decision", "engagement-opened", "engagement-assigned")
    return Counter(
        dict(stack.ask("select kind, count(*) from notifications_notification where kind in %s group by kind", kinds))
    )


def then_everybody_has_one_answer(head, stack, page, before):
    closed = "select count(*) from applications_prioritisationround where closed_at is not null"
    wait_for(lambda: stack.ask(closed) == [(1,)], told="the closed round")
    decided = dict(stack.ask(f"select decision, count(*) {OF_THE_ROUND} group by decision"))
    assert decided == {"grant": GRANTS, "decline": DECLINES, "wait": WAITS}
    those = "where application_id in (select application_id from consultants_roundcandidate where decision <> '')"
    letters_of_those = f"select count(*), count(distinct application_id) from applications_decisionletter {those}"
    assert stack.ask(letters_of_those) == [(28, 28)]
    assert stack.ask(f"select count(*) from consultants_engagement {those}") == [(GRANTS,)]
    assert owed(stack) - before == {
        "decision": GRANTS + 3 * (WAITS + DECLINES), "engagement-opened": 2 * GRANTS, "engagement-assigned": GRANTS,
    }  # fmt: skip
    stack.wait_an_hour()  # a minute would do: so long a decision can be regretted
    stack.ring("notifications.tasks.deliver")
    then_the_mail_server_has_taken_each_letter_once(stack)
    head.come_back_as_staff(page)
    assert head.sees("Runden blev lukket")
    assert head.sees("10 af")


def then_the_mail_server_has_taken_each_letter_once(stack):
    def arrived():
        # The same letter under the same name may come twice where nobody can know: it counts as one.
        told = {(mail.recipients[0], mail.message["Message-ID"]) for mail in list(stack.mail.accepted)}
        return Counter(address for address, _ in told if address.endswith("@odense.example"))

    named = 3 * (GRANTS + WAITS + DECLINES)
    wait_for(lambda: len(arrived()) == named, told="a letter to everybody named")
    assert set(arrived().values()) == {1}
