"""Ill will in the group's room: cases that the hostile tables (permissions, bad input, figures of mail) do not hold.

Forged forms, extra fields, wrong states, shapes of bodies and foreign ids are tried on every address in
tests/test_permissions.py and tests/test_bad_input.py; floods of mail in test_letter_limits.py; scanners in
test_mail_scanners.py; other people's boxes in tests/consultants/views/test_flags.py.
"""

import pytest
from django.test import Client

from accounts.models import User
from applications.actions import correcting, people, signing
from applications.lifecycle import Status
from applications.models import Application, Signatory
from notifications import registry
from notifications.letters import word
from notifications.models import Notification
from notifications.registry import Owed
from tests import permissions_table as table
from tests.applications.desk import typed
from tests.applications.room import ANDERS, METTE, TOVE, agree, ask, disagree, named, read, snapshot
from tests.factories import applications as make
from tests.test_permissions import address
from tests.world import world  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def morning(time_machine):
    time_machine.move_to(make.MORNING)


def signed_in(email, **extra):
    browser = Client(**extra)
    browser.force_login(make.person(email))
    return browser


def say_yes(application, email, seen):
    browser = signed_in(email)
    facts = {"number": seen.number, "sha256": seen.sha256}
    return browser.post(f"/ansoegninger/{application.pk}/svar-ja/", facts, follow=True)


# ── 9: the address of the site ──────────────────────────────────────────────────────────────────────────────────────
def test_a_made_up_host_gets_no_answer_and_never_into_a_letter(morning, settings):
    application = make.draft(accepted=False)
    tove = named(application, TOVE)
    invite = f"/ansoegninger/{application.pk}/personer/{tove.pk}/inviter/"
    before = snapshot()
    assert signed_in(METTE).post(invite, headers={"host": "ond.example"}).status_code == 400
    assert snapshot() == before
    spoofed = {"x-forwarded-host": "ond.example", "x-forwarded-for": "6.6.6.6", "forwarded": "host=ond.example"}
    assert signed_in(METTE).post(invite, headers=spoofed).status_code == 302
    letter = Notification.objects.get(kind="invitation")
    text = word(registry.compose(letter.kind, Owed(letter.about_id, letter.recipient_key, "", make.MORNING))).text
    assert f"{settings.SITE_URL}/ansoegninger/{application.pk}/" in text
    assert "ond.example" not in text


# ── 11: the version that travels with a yes ─────────────────────────────────────────────────────────────────────────
def test_a_yes_altered_by_one_bit_signs_nothing(morning):
    application = make.awaiting()
    seen = read(application)
    before = snapshot()
    for place in (0, 31, 63):
        digit = format(int(seen.sha256[place], 16) ^ 1, "x")
        altered = seen.sha256[:place] + digit + seen.sha256[place + 1 :]
        page = say_yes(application, TOVE, signing.VersionRead(seen.number, altered))
        assert page.redirect_chain == [(f"/ansoegninger/{application.pk}/enighed/", 302)]
    assert snapshot() == before


def test_a_yes_of_another_application_signs_nothing(morning):
    application = make.awaiting()
    other = make.awaiting(people=[(name, f"x.{email}", role) for name, email, role in make.TRIO])
    before = snapshot()
    say_yes(application, TOVE, read(other))
    assert signed_in(TOVE).post(f"/ansoegninger/{other.pk}/svar-ja/", vars(read(other))).status_code == 404
    assert snapshot() == before


def test_a_yes_sent_again_by_a_co_signer_is_their_own(morning):
    """What travels names the text, never the person: whoever is signed in has answered."""
    application = make.awaiting()
    seen = read(application)
    say_yes(application, TOVE, seen)
    say_yes(application, ANDERS, seen)
    say_yes(application, TOVE, seen)
    given = Signatory.objects.filter(answers__agrees=True).values_list("email", flat=True)
    assert sorted(given) == sorted([TOVE, ANDERS])
    assert Application.objects.get().status == Status.AWAITING_CONSENSUS


@pytest.mark.parametrize("end", [Status.WITHDRAWN, Status.EXPIRED])
def test_a_yes_after_the_end_changes_nothing(morning, end):
    application = make.awaiting(yes=[METTE, ANDERS])
    seen = read(application)
    application.move_to(end)
    application.save()
    before = snapshot()
    page = say_yes(application, TOVE, seen)
    assert "Ansøgningen venter ikke længere på dit svar" in page.content.decode()
    assert snapshot() == before


def test_an_old_yes_played_back_after_a_no_and_a_new_text_counts_for_nothing(morning):
    application = make.awaiting()
    old = read(application)
    say_yes(application, TOVE, old)
    disagree(application, METTE)
    Application.objects.filter(pk=application.pk).update(change_wish="Noget helt andet")
    ask(application)
    for email in (METTE, ANDERS):
        agree(application, email)
    before = snapshot()
    say_yes(application, TOVE, old)
    assert snapshot() == before
    assert Application.objects.get().status == Status.AWAITING_CONSENSUS


# ── 12: one person for several ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("same", [TOVE, TOVE.upper(), f"  {TOVE} ", f"{TOVE[0].upper()}{TOVE[1:]}"])
def test_one_address_stands_for_one_person_however_it_is_spelled(morning, same):
    draft, awaiting = make.draft(), make.awaiting()
    browser = signed_in(METTE)
    before = snapshot()
    facts = {"role": "manager", "name": "Tove Riis", "email": same, "phone": ""}
    pages = (
        browser.post(f"/ansoegninger/{draft.pk}/trin/5/", {f"person-{key}": each for key, each in facts.items()}),
        browser.post(f"/ansoegninger/{draft.pk}/trin/5/{named(draft, ANDERS).pk}/", {**facts, "edit_number": "0"}),
        browser.post(
            f"/ansoegninger/{awaiting.pk}/personer/{named(awaiting, ANDERS).pk}/", {**facts, "phone": make.PHONE}
        ),
    )
    assert [page.status_code for page in pages] == [422, 422, 422]
    assert all("Hver person skal have sin egen." in page.content.decode() for page in pages)
    assert snapshot() == before


def test_two_who_take_one_address_at_the_verbs_own_door_are_refused():
    application = make.draft()
    mette = make.person(METTE)
    with pytest.raises(people.AlreadyNamed):
        people.add_person(application_id=application.pk, person=typed(email=TOVE), by=mette, now=make.MORNING)
    facts = {"name": "Anders Maar", "email": TOVE, "phone": "", "signatory_id": named(application, ANDERS).pk}
    with pytest.raises(correcting.AddressTaken):
        correcting.correct_person(application_id=application.pk, by=mette, now=make.MORNING, **facts)


# ── 13: who has been here before ────────────────────────────────────────────────────────────────────────────────────
def test_inviting_says_nothing_of_who_is_known(morning):
    """A stranger, an applicant elsewhere, a closed account and somebody of SPARK look the same to whoever writes."""
    application = make.draft()
    make.submitted(people=[(name, f"x.{email}", role) for name, email, role in make.TRIO])
    User.objects.create_user("karen@spark.example", roles=["consultant"])
    User.objects.create_user("lukket@odense.example", is_active=False)
    browser, seen = signed_in(METTE), set()
    for email in ("ukendt@odense.example", f"x.{TOVE}", "karen@spark.example", "lukket@odense.example"):
        row = people.add_person(
            application_id=application.pk, person=typed(email=email), by=make.person(METTE), now=make.MORNING
        )
        answer = browser.post(f"/ansoegninger/{application.pk}/personer/{row.pk}/inviter/", follow=True)
        card = next(card for card in answer.context["people"] if card["person"] == row)
        seen.add((answer.status_code, str(next(iter(answer.context["messages"]))), card["state"], card["can_invite"]))
    assert seen == {(200, "Invitationen er på vej.", "Har fået en invitation", False)}


# ── 19: steps left out ──────────────────────────────────────────────────────────────────────────────────────────────
def test_no_step_can_be_skipped_on_the_way_to_everybody(morning):
    application = make.draft(situation="", managers_taking_part=None)
    before = snapshot()
    page = signed_in(METTE).post(
        f"/ansoegninger/{application.pk}/tjek/", {"evaluation_accepted": "on", "privacy": "on"}
    )
    assert page.status_code == 422
    assert snapshot()[3:] == before[3:]
    assert Application.objects.get().status == Status.DRAFT


# ── Before "Ja, det er mig" ─────────────────────────────────────────────────────────────────────────────────────────
def test_an_invited_person_reads_names_and_roles_and_never_a_word_of_the_text(world):  # noqa: F811
    """On every page of the room, in every state."""
    browser, looked = world.client("invited", "/ansoegninger/"), 0
    for row in table.ROWS:
        if not row.route.startswith("ansoegninger/"):
            continue
        for thing in filter(None, row.on.split(", ")):
            page = browser.get(address(row.route, {"number": 3, **world.things[thing]}))
            if page.status_code != 200:
                continue
            text, looked = page.content.decode(), looked + 1
            for secret in (make.TEXT, make.WORKPLACE, make.THEME, "trygge ved at møde ind", "udviklingshæmning"):
                assert secret not in text, (row.route, thing, secret)
            for secret in ("tove.riis@", "51 23 45 67", "+4551234567"):
                assert secret not in text, (row.route, thing, secret)
    assert looked > 30
