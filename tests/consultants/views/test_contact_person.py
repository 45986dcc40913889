"""The pages on which a contact's part is handed on, taken over and turned down."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from applications.consensus import Role
from applications.models import Application
from consultants.actions import contacts
from tests.consultants.pages import post, read
from tests.factories import applications
from tests.factories import consultants as factory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
METTE, TOVE, ANDERS = (email for _, email, _ in applications.TRIO)
BENTE = "bente.dahl@odense.example"
TYPED = {"name": "Bente Dahl", "email": "Bente.Dahl@odense.example ", "role": "union_representative"}
OWN = "/ansoegninger/mine-forloeb/"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def engagement():
    return factory.active()


@pytest.fixture
def tove(client):
    client.force_login(applications.person(TOVE))
    return client


def page_of(engagement, name="contact_person"):
    return reverse(f"consultants:{name}", args=[engagement.application_id])


def ask_bente(engagement):
    to = contacts.Person(Role.UNION_REPRESENTATIVE, "Bente Dahl", BENTE)
    contacts.hand_on(engagement_id=engagement.pk, by=applications.person(TOVE), to=to, now=NOW)


@pytest.fixture
def bente(client, engagement):
    ask_bente(engagement)
    client.force_login(applications.person(BENTE))
    return client


# ── The contact ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_contact_writes_who_takes_over(tove, engagement):
    group = read(tove.get(page_of(engagement, "group")))
    assert f'href="{page_of(engagement)}"' in group
    form = read(tove.get(page_of(engagement)))
    assert "Tillidsrepræsentant (TR)" in form
    assert ">Leder<" not in form

    answer = read(post(tove, page_of(engagement), **TYPED))

    assert "Vi har skrevet til personen." in answer
    assert engagement.successors.get().email == BENTE
    waiting = read(tove.get(page_of(engagement)))
    assert "Vi har skrevet til <strong>Bente Dahl</strong> (bente.dahl@odense.example) 20. november 2026" in waiting


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "Skriv personens navn"),
        ({"email": "vrøvl"}, "Skriv en e-mailadresse som i navn@kommune.dk"),
        ({"role": "manager"}, "Vælg en af de viste muligheder"),
        ({"email": TOVE}, "Det er din egen adresse."),
        ({"email": METTE}, "Den person er allerede kontaktperson"),
        ({"email": "karen.lund@spark.example"}, "Adressen hører til hos SPARK."),
    ],
)
def test_a_wrong_turn_is_told_at_its_field_and_nothing_is_lost(tove, engagement, typed, told):
    answer = post(tove, page_of(engagement), **{**TYPED, **typed})

    page = read(answer)
    assert (answer.status_code, told in page) == (422, True)
    assert 'value="Bente Dahl"' in page or typed.get("name") == ""
    assert not engagement.successors.exists()


def test_a_manager_is_not_followed_by_somebody_of_the_other_side(client, engagement):
    client.force_login(applications.person(METTE))

    answer = post(client, page_of(engagement), name="Anders Maar", email=ANDERS, role="manager")

    assert "Den person står på den anden side af bordet." in read(answer)


def test_too_much_mail_is_told_with_the_moment_to_come_back(tove, engagement):
    for number in range(10):
        answer = post(tove, page_of(engagement), **{**TYPED, "name": f"Bente {number}"})

    assert answer.status_code == 422
    assert "Vi kan ikke skrive til den adresse lige nu. Prøv igen 21. november 2026 kl. 10.00." in read(answer)


def test_where_nothing_goes_on_the_page_says_so(tove):
    over = factory.cancelled()

    assert "der er ikke brug for en ny kontaktperson" in read(tove.get(page_of(over)))
    assert "der er ikke brug for en ny kontaktperson" in read(post(tove, page_of(over), **TYPED))


def test_only_contacts_and_who_is_asked_find_it(client, engagement):
    ask_bente(engagement)
    pages = {name: page_of(engagement, name) for name in ("contact_person", "take_over", "turn_down")}
    assert client.get(pages["contact_person"]).url.startswith("/log-ind/")
    for user in (applications.person(ANDERS), applications.person("x@y.example"), factory.consultant(), factory.head()):
        client.force_login(user)
        assert client.get(pages["contact_person"]).status_code == 404
        assert {client.post(where, TYPED).status_code for where in pages.values()} == {404}
    without = applications.submitted()
    client.force_login(applications.person(TOVE))
    for name in pages:
        where = reverse(f"consultants:{name}", args=[without.pk])
        assert client.post(where).status_code == 404


def test_a_decision_that_can_be_regretted_is_not_told_here_either(tove, engagement):
    held = {"held_until": NOW + timedelta(seconds=30), "decided_from": "submitted"}
    Application.objects.filter(pk=engagement.application_id).update(**held)

    assert tove.get(page_of(engagement)).status_code == 404
    assert tove.get(page_of(engagement, "group")).status_code == 404
    assert "Du er ikke med i noget forløb." in read(tove.get(OWN))


# ── The person named ────────────────────────────────────────────────────────────────────────────────────────────────
def test_whoever_is_named_sees_nothing_before_the_answer(bente, engagement):
    factory.agreement(engagement)
    meeting = factory.meeting(engagement)
    for name, more in (("group", []), ("answer_follow_up", []), ("group_calendar_file", [meeting.pk])):
        address = reverse(f"consultants:{name}", args=[engagement.application_id, *more])
        assert bente.get(address).status_code == 404

    page = read(bente.get(page_of(engagement)))

    assert "Er det dig, Bente Dahl?" in page
    for secret in (applications.WORKPLACE, factory.AGREEMENT, engagement.application.reference, "Tove", "Karen"):
        assert secret not in page
    assert bente.post(page_of(engagement), TYPED).status_code == 409
    assert engagement.successors.get().accepted_at is None
    asked = read(bente.get(OWN))
    assert f'href="{page_of(engagement)}"' in asked
    assert applications.WORKPLACE not in asked


def test_opening_a_link_answers_nothing(bente, engagement):
    for name in ("take_over", "turn_down"):
        assert bente.get(page_of(engagement, name)).status_code == 405
    assert engagement.successors.get().accepted_at is None


def test_yes_opens_the_groups_page_but_not_the_application(bente, engagement):
    page = read(post(bente, page_of(engagement, "take_over")))

    assert "Tak. Du er nu kontaktperson." in page
    assert "Jeres konsulent</h2>" in page
    assert f'"/ansoegninger/{engagement.application_id}/forloeb/beskeder/">Skriv en besked til SPARK</a>' in page
    assert bente.get(f"/ansoegninger/{engagement.application_id}/").status_code == 404
    assert 'href="/ansoegninger/mine-forloeb/"' in page
    own = read(bente.get(OWN))
    assert applications.WORKPLACE in own
    assert OWN in read(bente.get("/ansoegninger/"))
    assert "I gang" in own


def test_no_erases_the_person_and_signs_them_out(bente, engagement):
    answer = bente.post(page_of(engagement, "turn_down"))

    assert answer.url == "/slettet/"
    assert not User.objects.filter(email=BENTE).exists()
    assert bente.get(OWN).url.startswith("/log-ind/")


def test_no_from_somebody_we_know_from_elsewhere(bente, engagement):
    applications.name_too(applications.draft(), BENTE)

    page = read(post(bente, page_of(engagement, "turn_down")))

    assert "Vi har slettet dine oplysninger som kontaktperson." in page
    assert "Du er ikke med i noget forløb." in page


def test_a_successor_can_hand_on_or_be_erased(bente, engagement):
    bente.post(page_of(engagement, "take_over"))

    page = read(bente.get(page_of(engagement)))

    assert "Vil du slettes?" in page
    assert bente.post(page_of(engagement, "turn_down")).url == "/slettet/"


# ── The former contact, and the desk ────────────────────────────────────────────────────────────────────────────────
def test_the_former_contact_is_told_kindly_and_sees_nothing(client, engagement):
    ask_bente(engagement)
    contacts.take_over(engagement_id=engagement.pk, by=applications.person(BENTE), now=NOW)
    client.force_login(applications.person(TOVE))

    page = read(client.get(page_of(engagement, "group")))

    assert "Du er ikke længere kontaktperson i forløbet" in page
    for secret in ("Bente", "Karen Lund", factory.PLACE):
        assert secret not in page
    assert client.get(page_of(engagement)).status_code == 404
    assert client.get(f"/ansoegninger/{engagement.application_id}/").status_code == 200
    assert client.post(reverse("consultants:show_place", args=[engagement.application_id])).status_code == 404


def test_a_former_successor_is_told_the_same(client, engagement):
    ask_bente(engagement)
    engagement.successors.update(accepted_at=NOW, ended_at=NOW)
    client.force_login(applications.person(BENTE))

    assert "Du er ikke længere kontaktperson" in read(client.get(page_of(engagement, "group")))


def test_whoever_was_followed_can_be_erased_from_the_page_that_says_so(bente, engagement):
    bente.post(page_of(engagement, "take_over"))
    to = contacts.Person(Role.UNION_REPRESENTATIVE, "Carla Friis", "carla.friis@odense.example")
    contacts.hand_on(engagement_id=engagement.pk, by=applications.person(BENTE), to=to, now=NOW)
    carla = applications.person("carla.friis@odense.example")
    contacts.take_over(engagement_id=engagement.pk, by=carla, now=NOW)

    page = read(bente.get(page_of(engagement, "group")))
    assert "Slet mine oplysninger" in page
    bente.post(page_of(engagement, "turn_down"))
    assert not engagement.successors.filter(email=BENTE).exists()
    assert not User.objects.filter(email=BENTE).exists()
    # Who signed the application is known by that, and is erased there.
    bente.force_login(applications.person(TOVE))
    assert "Slet mine oplysninger" not in read(bente.get(page_of(engagement, "group")))


def test_the_consultant_sees_who_is_asked_and_who_has_taken_over(client, engagement):
    ask_bente(engagement)
    client.force_login(factory.consultant())
    desk = reverse("consultants:engagement", args=[engagement.pk])

    asked = read(client.get(desk))
    assert "Bente Dahl (Tillidsrepræsentant (TR)) blev" in asked
    assert "En ny kontaktperson blev spurgt" in asked

    contacts.take_over(engagement_id=engagement.pk, by=applications.person(BENTE), now=NOW + timedelta(days=1))
    page = read(client.get(desk))
    assert f'href="mailto:{BENTE}"' in page
    assert f'href="mailto:{TOVE}"' not in page
    assert "En ny kontaktperson overtog" in page


# ── One's own engagements ───────────────────────────────────────────────────────────────────────────────────────────
def test_ones_own_engagements_are_listed_the_newest_first(tove, django_assert_num_queries):
    engagements = [factory.active(at=factory.OPENED, application=applications.granted()) for _ in range(2)]
    tove.get(OWN)
    with django_assert_num_queries(5):
        page = read(tove.get(OWN))
    assert page.count(applications.WORKPLACE) == 2
    for engagement in engagements:
        assert f'href="{page_of(engagement, "group")}"' in page
