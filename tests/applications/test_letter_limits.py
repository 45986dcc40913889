"""No address is flooded from drafts, nobody writes to strangers in bulk, and no letter is lost by it."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications import letter_limits
from applications.actions import correcting, draft_links, drafting, people, reminding, signing
from applications.models import Application, Signatory
from notifications import delivery
from notifications.models import Notification
from tests.applications.desk import typed
from tests.applications.room import METTE, TOVE, agree, ask, disagree, named, owed, snapshot
from tests.factories import applications as make
from tests.smtp import RecordingServer

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def moments(email, **kind):
    key = f"signatory:{Signatory.objects.get(email=email).pk}"
    return sorted(Notification.objects.filter(recipient_key=key, **kind).values_list("due_at", flat=True))


def back_and_forth(application, rounds, *, now=make.MORNING):
    for _ in range(rounds):
        ask(application, now=now)
        signing.reopen(application_id=application.pk, by=make.person(METTE), now=now)


@given(st.lists(st.integers(0, 5000), max_size=60))
@settings(max_examples=30)
def test_no_stretch_of_an_hour_or_a_day_holds_more_than_its_limit(pauses):
    now, leaving = make.MORNING, []
    address = f"{pauses!r}@example.org"
    for pause in pauses:
        now += timedelta(seconds=pause)
        leaving.append(letter_limits.moments([address], now=now)[address])
        assert leaving[-1] >= now
    assert leaving == sorted(leaving)
    assert all(later - first >= HOUR for first, later in zip(leaving, leaving[5:], strict=False))
    assert all(later - first >= DAY for first, later in zip(leaving, leaving[20:], strict=False))


def test_the_sixth_letter_within_the_hour_waits_and_leaves_when_it_says_something_true(settings):
    application = make.draft()
    back_and_forth(application, 5)
    ask(application)
    assert moments(TOVE) == [make.MORNING] * 5 + [make.MORNING + HOUR]
    with RecordingServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        delivery.deliver(now=make.MORNING)
        assert server.recipients == []  # the first five ask about texts that nobody is asked about any more
        delivery.deliver(now=make.MORNING + HOUR)
        assert Counter(server.recipients)[TOVE] == 1


def test_a_letter_that_would_wait_for_a_day_is_refused_and_nothing_changes():
    application = make.draft()
    for hour in range(0, 24, 2):
        back_and_forth(application, 2, now=make.MORNING + hour * HOUR)
    late = make.MORNING + DAY
    while max(moments(TOVE)) < late + DAY - HOUR:
        back_and_forth(application, 1, now=late)
    before = snapshot()
    with pytest.raises(letter_limits.TooManyLetters) as refusal:
        back_and_forth(application, 9, now=late)
    assert late < refusal.value.until < late + DAY
    assert Notification.objects.count() >= len(before[-1])


def test_saying_no_taking_back_and_leaving_are_never_refused():
    application = make.draft()
    with pytest.raises(letter_limits.TooManyLetters):
        back_and_forth(application, 99)
    make.awaiting()
    other = Application.objects.exclude(pk=application.pk).get()
    disagree(other, TOVE)
    assert owed("answered-no") == sorted([METTE, make.TRIO[2][1]])
    signing.withdraw(application_id=other.pk, by=make.person(TOVE), now=make.MORNING)
    waiting = Notification.objects.filter(kind="withdrawn").values_list("due_at", flat=True)
    assert min(waiting) > make.MORNING + DAY


def test_receipts_and_what_the_secretariat_writes_do_not_wait():
    application = make.draft()
    back_and_forth(application, 5)
    ask(application)
    for _, email, _ in make.TRIO:
        agree(application, email)
    receipts = Notification.objects.filter(kind="submission-receipt").values_list("due_at", flat=True)
    assert list(receipts) == [make.MORNING] * 3


def test_planned_reminders_take_room_once():
    application = make.awaiting()
    later = make.MORNING + 3 * DAY
    for _ in range(30):
        reminding.plan_reminders(later)
    assert owed("consensus-reminder", due_at=later) == sorted(email for _, email, _ in make.TRIO)
    tove = named(application, TOVE)
    reminding.remind(application_id=application.pk, signatory_id=tove.pk, by=make.person(METTE), now=later)
    assert moments(TOVE) == [later, later]


def test_the_link_to_a_draft_and_the_warning_of_its_end_take_room_too():
    mette = make.person(METTE)
    drafts = [make.draft() for _ in range(4)]
    for draft in drafts:
        draft_links.send(application_id=draft.pk, to=mette, now=make.MORNING)
    ends = make.MORNING + 25 * DAY
    for _ in range(3):
        drafting.warn(now=ends)
    links = Notification.objects.filter(kind="draft-link").values_list("due_at", flat=True)
    assert list(links) == [make.MORNING] * 4
    warned = Notification.objects.filter(kind="draft-ends", recipient_key=f"user:{mette.pk}")
    assert sorted(warned.values_list("due_at", flat=True)) == [ends] * 4
    for draft in [make.draft() for _ in range(2)]:
        draft_links.send(application_id=draft.pk, to=mette, now=ends)
    assert Notification.objects.filter(kind="draft-link", due_at=ends + HOUR).count() == 1


# ── Strangers ───────────────────────────────────────────────────────────────────────────────────────────────────────
def invite_somebody(application, email, *, now=make.MORNING):
    mette = make.person(METTE)
    row = people.add_person(application_id=application.pk, person=typed(email=email), by=mette, now=now)
    people.invite(application_id=application.pk, signatory_id=row.pk, by=mette, now=now)
    return row


def test_one_author_writes_to_sixty_strangers_a_day_whatever_the_number_of_drafts():
    drafts = [make.draft() for _ in range(4)]
    for number in range(letter_limits.STRANGERS.most):
        invite_somebody(drafts[number // 20], f"fremmed{number}@odense.example")
    before = snapshot()
    with pytest.raises(letter_limits.TooManyStrangers) as refusal:
        invite_somebody(drafts[3], "en.mere@odense.example")
    assert refusal.value.until == make.MORNING + DAY
    Signatory.objects.filter(email="en.mere@odense.example").delete()
    assert snapshot()[-1] == before[-1]
    invite_somebody(drafts[3], "en.til@odense.example", now=make.MORNING + DAY)


def test_a_whole_application_can_be_asked_at_once():
    assert letter_limits.STRANGERS.most >= people.MOST_PEOPLE
    ask(make.draft(accepted=False))
    assert Notification.objects.count() == 3


def test_nobody_is_named_and_invited_again_and_again():
    application = make.draft()
    for _ in range(letter_limits.ONE_STRANGER.most):
        row = invite_somebody(application, "offer@odense.example")
        people.remove_person(
            application_id=application.pk, signatory_id=row.pk, by=make.person(METTE), now=make.MORNING
        )
    with pytest.raises(letter_limits.TooManyStrangers) as refusal:
        invite_somebody(application, "offer@odense.example")
    assert refusal.value.until == make.MORNING + DAY


def test_a_corrected_address_is_a_stranger_too():
    application = make.awaiting()
    tove = named(application, TOVE)
    for _ in range(70):
        letter_limits.count_strangers([], by=make.person(METTE), now=make.MORNING)
    letter_limits.count_strangers([f"{n}@example.org" for n in range(60)], by=make.person(METTE), now=make.MORNING)
    before = snapshot()
    with pytest.raises(letter_limits.TooManyStrangers):
        correcting.correct_person(
            application_id=application.pk,
            signatory_id=tove.pk,
            by=make.person(METTE),
            name="Tove Riis",
            email="ny@odense.example",
            phone="",
            now=make.MORNING,
        )
    assert snapshot() == before
