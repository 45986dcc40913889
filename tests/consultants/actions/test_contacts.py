""" "En anden har overtaget": a contact's part goes to somebody else, once that person has said yes."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import Role as Duty
from accounts.models import User
from applications import letter_limits
from applications.actions import leaving
from applications.consensus import Role, Side
from applications.models import ApplicationVersion, Signatory, WorkplaceContact
from consultants.actions import contacts, follow_ups, meetings, reminders, running
from consultants.lifecycle import FollowUpStatus
from consultants.models import Engagement, EngagementContact, EngagementEvent, FollowUpVisit, Meeting
from consultants.models.contact import contacts_of
from consultants.models.follow_up import Wish
from notifications.models import Notification
from tests.consultants.outbox import composed, owed, words
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
METTE, TOVE, ANDERS = (email for _, email, _ in applications.TRIO)
BENTE, CARLA = "bente.dahl@odense.example", "carla.friis@odense.example"


@pytest.fixture
def engagement():
    return factory.active()


def person(name="Bente Dahl", email=BENTE, role=Role.UNION_REPRESENTATIVE):
    return contacts.Person(role, name, email)


def hand_on(engagement, by=TOVE, to=None, now=NOW):
    contacts.hand_on(engagement_id=engagement.pk, by=applications.person(by), to=to or person(), now=now)
    return engagement.successors.order_by("named_at").last()


def take_over(engagement, by=BENTE, now=NOW + timedelta(days=1)):
    contacts.take_over(engagement_id=engagement.pk, by=applications.person(by), now=now)


def signatory(engagement, email):
    return f"signatory:{engagement.application.signatories.get(email=email).pk}"


def consultant(engagement):
    return f"user:{engagement.assignments.get().consultant_id}"


def speakers(engagement):
    return [(str(each.side), each.email) for each in contacts_of(engagement)]


def opens(email, *models):
    return [model.objects.visible_to(applications.person(email)).count() for model in models or (Engagement, Meeting)]


# ── Naming ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_contact_names_somebody_and_keeps_the_part_until_the_answer(engagement):
    successor = hand_on(engagement)

    assert (successor.side, successor.name, successor.email) == (Side.EMPLOYEES, "Bente Dahl", BENTE)
    assert owed("contact-asked") == {successor.key}
    assert owed("contact-named") == {signatory(engagement, METTE), consultant(engagement)}
    assert speakers(engagement) == [("management", METTE), ("employees", TOVE)]
    assert (opens(TOVE), opens(BENTE)) == ([1, 1], [0, 0])
    event = EngagementEvent.objects.get(verb="contact_named")
    assert event.data == {
        "contact": str(successor.pk),
        "side": "employees",
        "fields": ["email", "name", "role"],
    }


def test_naming_the_same_person_again_changes_nothing(engagement):
    first = hand_on(engagement)
    again = hand_on(engagement, now=NOW + timedelta(hours=1))

    assert first == again
    assert Notification.objects.filter(kind="contact-asked").count() == 1


def test_a_wrong_address_is_put_right_by_naming_again(engagement):
    typo = hand_on(engagement, to=person(email="bente.dal@odense.example"))
    right = hand_on(engagement, now=NOW + timedelta(hours=1))

    assert list(engagement.successors.all()) == [right]
    letters = composed("contact-asked", NOW)
    assert letters[typo.key].because == "the person is no longer named"
    assert letters[right.key].to == BENTE


@pytest.mark.parametrize(
    ("to", "refusal"),
    [
        (person(email=TOVE), contacts.OwnAddress),
        (person(email=METTE), contacts.AlreadyContact),
        (person(role=Role.MANAGER), contacts.OtherSide),
        (person(email="karen.lund@spark.example"), contacts.OneOfUs),
    ],
)
def test_who_cannot_take_over_is_refused_by_name(engagement, to, refusal):
    with pytest.raises(refusal):
        hand_on(engagement, to=to)
    assert not engagement.successors.exists()
    assert not Notification.objects.exists()


def test_nobody_stands_on_both_sides(engagement):
    with pytest.raises(contacts.OtherSide):
        hand_on(engagement, by=METTE, to=person(email=ANDERS, role=Role.MANAGER))


def test_somebody_of_the_group_can_become_its_contact(engagement):
    hand_on(engagement, to=person("Anders Maar", ANDERS, Role.WORKING_ENVIRONMENT_REPRESENTATIVE))
    take_over(engagement, ANDERS)

    assert speakers(engagement) == [("management", METTE), ("employees", ANDERS)]
    assert (opens(ANDERS), opens(TOVE)) == ([1, 1], [0, 0])


def test_only_a_contact_hands_on(engagement):
    for email in (ANDERS, "fremmed@odense.example"):
        with pytest.raises(contacts.NotAContact):
            hand_on(engagement, by=email)
    for user in (factory.consultant(), factory.head()):
        with pytest.raises(contacts.NotAContact):
            contacts.hand_on(engagement_id=engagement.pk, by=user, to=person(), now=NOW)


def test_where_nothing_goes_on_nobody_takes_over():
    cancelled = factory.cancelled()
    over = factory.closed(application=applications.granted(), wants_follow_up=False)
    ahead = factory.closed(application=applications.granted())
    for engagement in (cancelled, over):
        with pytest.raises(running.Ended):
            hand_on(engagement)
    assert hand_on(ahead).name == "Bente Dahl"


def test_an_address_is_not_flooded(engagement):
    for number in range(5):
        hand_on(engagement, to=person(f"Bente {number}"), now=NOW + timedelta(minutes=number))
    with pytest.raises(letter_limits.TooMuchMail):
        hand_on(engagement, now=NOW + timedelta(minutes=6))
    assert engagement.successors.get().name == "Bente 4"


# ── Taking over ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_part_goes_over_and_all_concerned_are_told(engagement):
    meeting = factory.meeting(engagement, starts_at=NOW + timedelta(days=9), sequence=2)
    factory.meeting(engagement, starts_at=NOW - timedelta(days=2))
    successor = hand_on(engagement)

    take_over(engagement)

    assert speakers(engagement) == [("management", METTE), ("employees", BENTE)]
    assert (opens(TOVE), opens(BENTE)) == ([0, 0], [1, 3])
    assert owed("contact-taken-over") == {signatory(engagement, METTE), consultant(engagement)}
    assert owed("contact-part-ended") == {signatory(engagement, TOVE)}
    (invitation,) = Notification.objects.filter(kind="meeting-planned")
    assert (invitation.about_id, invitation.recipient_key, invitation.occurrence) == (
        meeting.pk,
        successor.key,
        f"2:{successor.pk}",
    )
    assert running.contacts(engagement) == [signatory(engagement, METTE), successor.key]
    letters = composed("contact-taken-over", NOW)
    assert {letter.to for letter in letters.values()} == {METTE, "karen.lund@spark.example"}
    assert f"/sekretariat/forloeb/{engagement.pk}/" in words(letters[consultant(engagement)])
    assert f"/ansoegninger/{engagement.application_id}/forloeb/" in words(letters[signatory(engagement, METTE)])
    (ended,) = composed("contact-part-ended", NOW).values()
    assert ended.to == TOVE
    (withdrawn,) = composed("meeting-given-on", NOW).values()
    assert (withdrawn.to, owed("meeting-given-on")) == (TOVE, {signatory(engagement, TOVE)})
    assert "ikke længere dit" in words(withdrawn)


def test_the_agreed_application_stays_as_it_is(engagement):
    def agreed():
        """All but until when the person who signed speaks for their side."""
        people = [{**row, "followed_at": None} for row in Signatory.objects.values()]
        return people, list(ApplicationVersion.objects.values())

    before = agreed()
    hand_on(engagement)
    take_over(engagement)

    assert agreed() == before
    followed = dict(Signatory.objects.exclude(followed_at=None).values_list("email", "followed_at"))
    assert followed == {TOVE: NOW + timedelta(days=1)}


def test_yes_twice_is_yes_once(engagement):
    hand_on(engagement)
    take_over(engagement)
    take_over(engagement, now=NOW + timedelta(days=2))

    assert EngagementEvent.objects.filter(verb="contact_taken_over").count() == 1


def test_the_timeline_holds_ids_and_no_address(engagement):
    successor = hand_on(engagement)
    take_over(engagement)

    told = [(event.verb, event.data) for event in EngagementEvent.objects.filter(verb__startswith="contact_t")]
    assert told == [("contact_taken_over", {"contact": str(successor.pk), "side": "employees"})]
    everything = str(list(EngagementEvent.objects.values_list("data")))
    for secret in ("Bente", BENTE, "union"):
        assert secret not in everything


def test_a_part_can_go_on_and_on(engagement):
    hand_on(engagement)
    take_over(engagement)
    carla = hand_on(engagement, by=BENTE, to=person("Carla Friis", CARLA), now=NOW + timedelta(days=2))
    take_over(engagement, CARLA, now=NOW + timedelta(days=3))

    assert speakers(engagement) == [("management", METTE), ("employees", CARLA)]
    assert [opens(email)[0] for email in (TOVE, BENTE, CARLA)] == [0, 0, 1]
    bente = engagement.successors.get(email=BENTE)
    assert Notification.objects.get(kind="contact-part-ended", about_id=carla.pk).recipient_key == bente.key
    assert composed("contact-part-ended", NOW)[bente.key].to == BENTE
    assert composed("contact-taken-over", NOW)[signatory(engagement, METTE)].to == METTE


def test_the_first_contact_can_come_back(engagement):
    hand_on(engagement)
    take_over(engagement)
    hand_on(engagement, by=BENTE, to=person("Tove Riis", TOVE), now=NOW + timedelta(days=2))
    take_over(engagement, TOVE, now=NOW + timedelta(days=3))

    assert speakers(engagement) == [("management", METTE), ("employees", TOVE)]
    assert opens(TOVE) == [1, 1]


def test_both_contacts_can_leave_at_once(engagement):
    hand_on(engagement)
    hand_on(engagement, by=METTE, to=person("Carla Friis", CARLA, Role.MANAGER), now=NOW + timedelta(minutes=1))
    # … but not to the same person.
    with pytest.raises(contacts.AlreadyContact):
        hand_on(engagement, by=METTE, to=person(role=Role.MANAGER))
    take_over(engagement)
    take_over(engagement, CARLA)

    assert speakers(engagement) == [("management", CARLA), ("employees", BENTE)]
    assert [opens(email)[0] for email in (METTE, TOVE, ANDERS, BENTE, CARLA)] == [0, 0, 1, 1, 1]
    with pytest.raises(contacts.AlreadyContact):
        hand_on(engagement, by=CARLA, to=person(role=Role.MANAGER), now=NOW + timedelta(days=3))


def test_who_was_not_named_takes_nothing_over(engagement):
    hand_on(engagement)
    for email in (ANDERS, "fremmed@odense.example"):
        with pytest.raises(contacts.NotAsked):
            take_over(engagement, email)
        with pytest.raises(contacts.NotAsked):
            contacts.turn_down(engagement_id=engagement.pk, by=applications.person(email), now=NOW)
    # Named first, given a role with us afterwards.
    applications.person(BENTE)
    User.objects.filter(email=BENTE).update(roles=[Duty.CONSULTANT])
    with pytest.raises(contacts.NotAsked):
        take_over(engagement)
    with pytest.raises(contacts.NotAsked):
        contacts.turn_down(engagement_id=engagement.pk, by=applications.person(BENTE), now=NOW)


# ── No, and erasing ─────────────────────────────────────────────────────────────────────────────────────────────────
def turn_down(engagement, email=BENTE):
    return contacts.turn_down(engagement_id=engagement.pk, by=applications.person(email), now=NOW)


def nowhere(text):
    """Whether no table of ours holds it."""
    held = [User.objects.filter(email=text), EngagementContact.objects.filter(email=text)]
    return not any(rows.exists() for rows in held)


def test_it_is_not_me_erases_name_address_and_account(engagement):
    successor = hand_on(engagement)

    assert turn_down(engagement) is True

    assert nowhere(BENTE)
    assert not engagement.successors.exists()
    assert speakers(engagement) == [("management", METTE), ("employees", TOVE)]
    assert owed("contact-missing") == {
        signatory(engagement, METTE),
        signatory(engagement, TOVE),
        consultant(engagement),
    }
    assert composed("contact-missing", NOW)[signatory(engagement, TOVE)].to == TOVE
    assert composed("contact-asked", NOW)[successor.key].because == "the person is no longer named"
    assert EngagementEvent.objects.get(verb="contact_turned_down").data["contact"] == str(successor.pk)


def test_a_successor_can_be_erased_and_the_old_contact_does_not_come_back(engagement):
    hand_on(engagement)
    take_over(engagement)

    assert turn_down(engagement) is True

    assert nowhere(BENTE)
    row = engagement.successors.get()
    assert (row.name, row.email, row.ended_at) == ("", "", NOW)
    assert speakers(engagement) == [("management", METTE)]
    assert opens(TOVE) == [0, 0]
    assert EngagementEvent.objects.filter(verb="contact_left").exists()


def test_an_account_that_something_else_needs_stays(engagement):
    workplace = engagement.application.workplaces.get()
    others = (
        lambda: applications.draft(author=applications.person(BENTE)),
        lambda: applications.name_too(applications.draft(), BENTE),
        lambda: WorkplaceContact.objects.create(workplace=workplace, name="Bente", email=BENTE, added_at=NOW),
    )
    for make in others:
        made = make()
        hand_on(engagement)
        assert turn_down(engagement) is False
        assert User.objects.filter(email=BENTE).exists()
        made.delete()
        Notification.objects.all().delete()


# ── Letters and answers follow the part ─────────────────────────────────────────────────────────────────────────────
def test_meetings_and_the_follow_up_go_to_the_new_contact():
    engagement = factory.closed()  # due on 1 September 2027
    visit = engagement.follow_up
    now = datetime(2027, 8, 10, 9, 0, tzinfo=UTC)
    hand_on(engagement, now=now - timedelta(days=3))
    take_over(engagement, now=now - timedelta(days=2))
    bente = engagement.successors.get()

    reminders.plan(now=now)

    assert owed("follow-up-wish") == {signatory(engagement, METTE), bente.key}
    assert composed("follow-up-wish", now)[bente.key].to == BENTE
    with pytest.raises(follow_ups.NotAContact):
        follow_ups.answer(visit_id=visit.pk, read="", by=applications.person(TOVE), wish=Wish.YES, now=now)
    slot = meetings.Slot(
        kind="follow_up",
        starts_at=now + timedelta(days=5),
        ends_at=now + timedelta(days=5, hours=2),
        place="",
        homework="",
    )
    follow_ups.book(visit_id=visit.pk, by=factory.consultant(), slot=slot, now=now)
    assert composed("meeting-planned", now)[bente.key].to == BENTE
    follow_ups.answer(visit_id=visit.pk, read="", by=applications.person(BENTE), wish=Wish.NOT_ANY_MORE, now=now)
    visit.refresh_from_db()
    assert visit.status == FollowUpStatus.DECLINED
    assert owed("follow-up-declined") == {signatory(engagement, METTE), bente.key}
    assert opens(BENTE, FollowUpVisit) == [1]


def test_a_letter_that_was_owed_to_the_old_contact_does_not_leave(engagement):
    meetings.plan(
        engagement_id=engagement.pk,
        by=factory.consultant(),
        slot=meetings.Slot("working", NOW + timedelta(days=9), NOW + timedelta(days=9, hours=3), "", ""),
        now=NOW,
    )
    hand_on(engagement)
    take_over(engagement)

    letters = composed("meeting-planned", NOW)

    assert letters[signatory(engagement, TOVE)].because == "the recipient has no part in the engagement any more"
    assert letters[engagement.successors.get().key].to == BENTE


def test_once_all_is_over_nobody_takes_over_any_more(engagement):
    asked = hand_on(engagement)
    Engagement.objects.filter(pk=engagement.pk).update(status="cancelled", cancel_reason="Arbejdspladsen lukker")
    with pytest.raises(contacts.NotAsked):
        take_over(engagement)
    asked.refresh_from_db()
    assert asked.accepted_at is None


# ── Whoever was followed, too ───────────────────────────────────────────────────────────────────────────────────────
def followed_twice(engagement):
    """Bente has followed Tove, and Carla Bente."""
    hand_on(engagement)
    take_over(engagement)
    hand_on(engagement, by=BENTE, to=person("Carla Friis", CARLA), now=NOW + timedelta(days=2))
    take_over(engagement, by=CARLA, now=NOW + timedelta(days=3))


def test_a_successor_whom_somebody_else_has_followed_is_erased_without_a_word_to_anybody(engagement):
    followed_twice(engagement)
    letters = Notification.objects.count()
    assert contacts.turn_down(engagement_id=engagement.pk, by=applications.person(BENTE), now=NOW + timedelta(days=4))

    former = engagement.successors.get(email="")
    assert (former.name, former.ended_at) == ("", NOW + timedelta(days=3))
    assert speakers(engagement) == [("management", METTE), ("employees", CARLA)]
    assert Notification.objects.count() == letters
    assert not User.objects.filter(email=BENTE).exists()
    with pytest.raises(contacts.NotAsked):
        contacts.turn_down(engagement_id=engagement.pk, by=applications.person(BENTE), now=NOW)


def test_all_that_an_engagement_holds_of_a_person_goes_at_once(engagement):
    followed_twice(engagement)
    hand_on(engagement, by=CARLA, to=person(), now=NOW + timedelta(days=4))
    contacts.turn_down(engagement_id=engagement.pk, by=applications.person(BENTE), now=NOW + timedelta(days=5))
    assert not engagement.successors.filter(email=BENTE).exists()
    assert speakers(engagement) == [("management", METTE), ("employees", CARLA)]


def test_an_account_stays_while_an_engagement_knows_the_person(engagement):
    hand_on(engagement)
    take_over(engagement)
    draft = applications.draft(people=(*applications.TRIO[:1], ("Bente Dahl", BENTE, Role.UNION_REPRESENTATIVE)))
    bente = applications.person(BENTE)
    assert not leaving.leave(application_id=draft.pk, by=bente, now=NOW)
    assert not draft.signatories.filter(email=BENTE).exists()
    assert User.objects.get(email=BENTE).is_active
    assert speakers(engagement) == [("management", METTE), ("employees", BENTE)]


def test_nobody_stands_on_both_sides_one_after_the_other(engagement):
    followed_twice(engagement)
    for to in (person("Bente Dahl", BENTE, Role.MANAGER), person("Tove Riis", TOVE, Role.MANAGER)):
        with pytest.raises(contacts.OtherSide):
            hand_on(engagement, by=METTE, to=to)
