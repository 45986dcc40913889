"""From three people who agree to the follow-up half a year later, with everybody in their own browser."""

from datetime import timedelta

import pytest

from tests.journeys import letters
from tests.journeys.group import CHANGE_WISH, SITUATION, Group
from tests.journeys.secretariat import Consultant

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("journeys")]

WORKPLACE = "Plejecenter Solbakken"
RECEIPT = "Vi har modtaget"
AGREEMENT = "Vi holder tre møder og prøver to ting af imellem dem."


def test_from_three_people_who_agree_to_the_follow_up(visit, stack):
    group = Group(visit, WORKPLACE, "solbakken.example.org")
    carl, steering = visit("carl@spark.example.org"), visit("sven@styregruppe.example.org")
    given_staff(carl, steering)

    reference = when_three_people_apply_and_agree(group)
    then_each_has_one_receipt(group, reference)
    group.mette.look_into("/ansoegninger/", f"{group.status}traek-tilbage/", f"{group.status}enighed/")
    group.mette.look_into(f"{group.status}kvittering/", f"{group.status}beskeder/", "/ansoegninger/mine-oplysninger/")

    carl.sign_in_as_staff()
    desk = Consultant(carl)
    desk.find(WORKPLACE)
    then_the_rank_explains_itself(desk)
    carl.look_into("/sekretariat/runder/", f"{desk.case}spoerg/", f"{desk.case}afslag/")
    when_it_is_granted(desk)
    then_the_contacts_know_their_consultant(group, reference)

    when_they_meet(desk, group, reference)
    then_the_group_reads_its_own_page(group, stack.today + timedelta(days=9))
    when_it_ends_with_a_wish(desk, group)

    when_the_worker_dies_while_reminding(stack, group)
    then_each_was_asked_once(group, stack)
    when_a_contact_says_yes(group, reference)
    then_the_consultant_knows(carl, group, reference)
    then_the_steering_member_reads_figures_and_nothing_else(steering, group, desk)


def given_staff(carl, steering):
    carl.become_staff("--role", "consultant", "--name", "Carl Friis")
    steering.become_staff("--role", "steering", "--party", "kl", "--name", "Sven Kjær")


def when_three_people_apply_and_agree(group):
    group.begin()
    group.write()
    group.ask()
    for person in group.people:
        group.come(person)
        group.agree(person)
    assert group.amina.sees("Alle har sagt ja")
    return group.reference(group.amina)


def then_each_has_one_receipt(group, reference):
    for person in group.people:
        receipt = letters.words(person.letters.next(f"{RECEIPT} {reference}"))
        for private in (WORKPLACE, "Samarbejde mellem", SITUATION, CHANGE_WISH, "Tillidsrepræsentant"):
            assert private not in receipt
    for person in group.people:
        assert len(person.letters.all(RECEIPT)) == 1


# ── The secretariat ─────────────────────────────────────────────────────────────────────────────────────────────────
def then_the_rank_explains_itself(desk):
    reasons, total = desk.reasons()
    assert sum(reasons.values()) == total
    assert reasons["Kommunen har aldrig haft et forløb"] == 30


def when_it_is_granted(desk):
    desk.grant(to="Carl Friis")
    assert desk.visitor.sees("er bevilget. Carl Friis har fået forløbet, og gruppen får besked om et minut.")
    desk.visitor.stack.wait_an_hour()  # the minute in which it can be regretted
    desk.visitor.stack.ring("notifications.tasks.deliver")  # now, instead of at beat's next tick
    desk.visitor.letters.next("Du har fået et forløb")
    desk.open_engagement(WORKPLACE)


def then_the_contacts_know_their_consultant(group, reference):
    for contact in (group.mette, group.amina):
        assert "Carl Friis" in letters.words(contact.letters.next(f"Der er nyt i {reference}"))
    neutral = letters.words(group.tobias.letters.next(f"Der er nyt i {reference}"))
    assert "Carl" not in neutral
    group.tobias.open(letters.link_in(group.tobias.letters.all(f"Der er nyt i {reference}")[0], "/svar/"))
    assert group.tobias.heading == "I har fået et forløb"


def when_they_meet(desk, group, reference):
    stack, carl = group.mette.stack, desk.visitor
    desk.note_contact()
    soon = stack.today + timedelta(days=4)
    desk.plan("Indledende møde", soon, "9.00", "11.00")
    planned = letters.calendar_in(group.mette.letters.next(f"Nyt møde i {reference}"))
    desk.move(soon + timedelta(days=1), "13.00", "15.00")
    moved = letters.calendar_in(group.mette.letters.next(f"Ændret møde i {reference}"))
    assert (planned["UID"], planned["SEQUENCE"], planned["METHOD"]) == (moved["UID"], "0", "REQUEST")
    assert (moved["SEQUENCE"], moved["SUMMARY"]) == ("1", "SPARK-møde")
    assert "LOCATION" not in moved
    desk.plan("Arbejdsmøde", soon + timedelta(days=5), "9.00", "12.00")
    for contact in (group.amina, carl):
        letters.calendar_in(contact.letters.next(f"Nyt møde i {reference}"))
    assert group.tobias.letters.all("møde i") == []
    desk.write_agreement(change_wish=CHANGE_WISH, what_we_do=AGREEMENT, who_does_what="Leder og TR indkalder.")


def then_the_group_reads_its_own_page(group, last_meeting):
    tobias = group.tobias
    tobias.open(f"{group.status}forloeb/")
    assert tobias.sees("Carl Friis")
    assert tobias.sees(AGREEMENT)
    assert tobias.sees(f"{last_meeting.day}. ")
    tobias.press("Nævn stedet i kalenderen")
    assert tobias.sees("Stedet står i kalenderen fra næste invitation.")


def when_it_ends_with_a_wish(desk, group):
    stack = desk.visitor.stack
    stack.wait_until_day(stack.today + timedelta(days=10))
    desk.visitor.sign_in_as_staff()
    desk.hold()
    desk.hold()
    desk.close("De aftaler nu hver uge, hvad der må vente.")
    assert desk.visitor.sees("Forløbet er afsluttet.")


# ── Half a year later ───────────────────────────────────────────────────────────────────────────────────────────────
def when_the_worker_dies_while_reminding(stack, group):
    """Three weeks before the day, the first letter on its way to the mail server, the worker is killed with -9."""
    stop = stack.mail.hold(f"RCPT {group.mette.email}")
    stack.wait_until_day(group.follow_up_due_on - timedelta(weeks=3))
    stack.stop("worker")
    stack.start("worker")  # looks at once, instead of at beat's next tick
    stop.wait()
    stack.kill("worker")
    stop.release()
    stack.wait_an_hour()  # the dead worker's lease runs out
    stack.start("worker")


def then_each_was_asked_once(group, stack):
    for contact in (group.mette, group.amina):
        contact.letters.next("Der er nyt i", saying="/opfoelgning/")
    stack.manage("deliver_letters")
    asked = [len(person.letters.all(saying="/opfoelgning/")) for person in group.people]
    assert asked == [1, 0, 1]


def when_a_contact_says_yes(group, reference):
    mette = group.mette
    (asked,) = mette.letters.all(f"Der er nyt i {reference}", saying="/opfoelgning/")
    mette.open(letters.link_in(asked, "/opfoelgning/"))
    mette.sign_in()
    assert mette.sees("I ønskede et besøg omkring")
    mette.page.check("[name=wish][value=yes]", force=True)
    mette.press("Send jeres svar")
    assert mette.sees("Tak for jeres svar. Jeres konsulent kontakter jer om en dag.")


def then_the_consultant_knows(carl, group, reference):
    carl.letters.next(f"Opfølgning i {reference}")
    carl.letters.next(f"Svar om opfølgning i {reference}")
    assert len(carl.letters.all("Opfølgning i")) == 1
    carl.sign_in_as_staff()
    carl.open("/sekretariat/opfoelgning/")
    assert carl.sees("Gruppen har sagt ja")
    carl.follow("Aftal besøg")
    carl.open("/sekretariat/")
    assert carl.sees(WORKPLACE)


def then_the_steering_member_reads_figures_and_nothing_else(steering, group, desk):
    steering.sign_in_as_staff()
    assert steering.path == "/styregruppe/"
    ((reached,),) = steering.stack.ask(
        "select count(distinct municipality_id) from applications_workplace"
        " join consultants_engagement using (application_id)"
    )
    assert steering.sees(f"SPARK har haft forløb i {reached} af 98 kommuner.")
    assert WORKPLACE not in steering.text
    for address in (
        group.status, f"{group.status}forloeb/", desk.case, desk.engagement, "/sekretariat/", "/ansoegninger/",
        "/sekretariat/opfoelgning/", "/administration/",
    ):  # fmt: skip
        assert steering.open(address) == 404
