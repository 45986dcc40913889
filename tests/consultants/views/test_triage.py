"""Asking, letting wait, declining, granting: what is typed is never lost, and nobody is overwritten."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role, User
from applications.actions import signing, triage
from applications.actions.access import Case, note
from applications.lifecycle import Status
from applications.models import Application, DecisionLetter, PrioritisationRound
from applications.models.application import DeclineReason
from consultants.actions import engagements
from consultants.forms.triage import DECLINE_TEXT, GRANT_TEXT, OUTSIDE_ROUNDS
from consultants.models import Engagement
from notifications.models import Notification
from tests.consultants.desk import NOW, WEEKS_AGO, head, opened, place, profile, staff, steering
from tests.factories import applications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

STEPS = ("spoerg", "venteliste", "afslag", "bevilg")
LETTER = "Kære alle\n\nI er velkomne <her>."
WAITING = "I bliver vurderet igen i hver af de kommende runder"


def step(application, name):
    return f"/sekretariat/ansoegninger/{application.pk}/{name}/"


def page_of(application):
    return reverse("consultants:application", args=[application.pk])


def text(response):
    return response.content.decode()


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def state(application):
    application.refresh_from_db()
    return application.status


@pytest.fixture
def application():
    return applications.submitted(at=WEEKS_AGO)


@pytest.fixture
def in_round():
    return applications.round_on(date(2026, 12, 1), capacity=2)


def grant_form(**changed):
    return {"round": "", "urgency_reason": "", "consultant": str(staff().pk), "text": LETTER, "trin": "send", **changed}


# ── Doors ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", STEPS)
def test_others_find_nothing_here(client, application, name):
    for other in (steering(), applications.person()):
        client.force_login(other)
        assert client.get(step(application, name)).status_code == 404
        assert client.post(step(application, name), {"text": LETTER}).status_code == 404
    assert state(application) == Status.SUBMITTED


def test_waiting_is_only_posted(desk, application):
    assert desk.get(step(application, "venteliste")).status_code == 405


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("made", ["draft", "awaiting"])
def test_what_was_never_submitted_is_not_there(desk, name, made):
    hidden = getattr(applications, made)()
    assert desk.post(step(hidden, name), {"text": LETTER}).status_code == 404


# ── Ask ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_question_goes_to_everybody_and_stops_the_clock(desk, application):
    assert "Bed om oplysninger" in text(desk.get(step(application, "spoerg")))
    response = desk.post(step(application, "spoerg"), {"question": "Hvor mange er I om natten?"})
    assert response.headers["Location"] == page_of(application)
    assert told(response) == ["Spørgsmålet er sendt til alle på ansøgningen. Ventetiden står stille, til de svarer."]
    assert state(application) == Status.NEEDS_INFORMATION
    request = application.requests.get()
    assert (request.question, request.asked_by, request.asked_at) == ("Hvor mange er I om natten?", staff(), NOW)
    assert (application.days_waited, application.waiting_since) == (18, None)


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ("", "Skriv, hvad du vil spørge om"),
        (" \n ", "Skriv, hvad du vil spørge om"),
        ("x" * 2001, "Teksten må højst fylde 2000 tegn. Nu fylder den 2001."),
        ("Hvad\x00?", "Teksten indeholder et tegn, som ikke kan gemmes. Skriv den igen."),
    ],
)
def test_a_question_that_is_none_is_refused_and_kept(desk, application, question, error):
    response = desk.post(step(application, "spoerg"), {"question": question})
    assert response.status_code == 422
    assert text(response).count(error) == 2
    assert question.strip("\x00 \n")[:30] in text(response)
    assert state(application) == Status.SUBMITTED


# ── Wait ────────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_waiting_list(desk, application):
    response = desk.post(step(application, "venteliste"))
    assert response.headers["Location"] == step(application, "svar")
    assert told(response) == [
        "SPARK-2026-0001 står nu på venteliste. Mailen til gruppen venter et minut, så du kan fortryde."
    ]
    assert state(application) == Status.WAITING
    assert WAITING in text(desk.get(page_of(application)))
    page = text(desk.get(step(application, "svar")))
    assert "Fortryd afgørelsen" in page
    assert WAITING in page
    assert Notification.objects.filter(kind="decision").count() == 3
    # Once: pressed again it is no legal move.
    desk.post(step(application, "venteliste"))
    assert Notification.objects.filter(kind="decision").count() == 3


def test_the_letter_about_the_waiting_list_is_read_before_it_leaves(desk, application):
    page = text(desk.get(page_of(application)))
    assert "Sæt på venteliste og send brevet" in page
    assert WAITING in page


# ── Decline ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_no_is_read_as_the_letter_it_becomes_before_it_is_sent(desk, application):
    assert DECLINE_TEXT.splitlines()[0] in text(desk.get(step(application, "afslag")))
    typed = {"reason": "capacity", "text": LETTER}
    response = desk.post(step(application, "afslag"), {**typed, "trin": "se"})
    page = text(response)
    assert response.status_code == 200
    assert "I er velkomne &lt;her&gt;." in page
    assert "Ikke plads" in page
    assert '<input type="hidden" name="reason" value="capacity"' in page
    assert state(application) == Status.SUBMITTED
    assert not Notification.objects.exists()

    back = text(desk.post(step(application, "afslag"), {**typed, "trin": "ret"}))
    assert "<h1>Giv afslag</h1>" in back
    assert "I er velkomne &lt;her&gt;." in back
    assert 'value="capacity" checked' in back
    assert state(application) == Status.SUBMITTED

    response = desk.post(step(application, "afslag"), {**typed, "trin": "send"})
    assert response.headers["Location"] == step(application, "svar")
    assert told(response) == [
        "SPARK-2026-0001 har fået afslag. Mailen til gruppen venter et minut, så du kan fortryde."
    ]
    assert state(application) == Status.DECLINED
    letter = application.letters.get()
    assert (letter.granted, letter.reason, letter.text) == (False, DeclineReason.CAPACITY, LETTER.replace("\n", "\r\n")
            if "\r" in letter.text else LETTER)  # fmt: skip
    assert (letter.written_by, letter.written_at) == (staff(), NOW)
    assert Notification.objects.filter(kind="decision").count() == 3


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, ["Vælg, hvorfor gruppen får afslag", "Skriv brevet"]),
        ({"reason": "capacity", "text": "  "}, ["Skriv brevet"]),
        ({"reason": "fordi", "text": LETTER}, ["Vælg en af de viste muligheder"]),
        ({"reason": "capacity", "text": "x" * 5001}, ["Teksten må højst fylde 5000 tegn. Nu fylder den 5001."]),
        ({"reason": "capacity", "text": "\x00"}, ["Teksten indeholder et tegn, som ikke kan gemmes. Skriv den igen."]),
    ],
)
def test_a_no_that_lacks_something_is_not_sent(desk, application, typed, errors):
    response = desk.post(step(application, "afslag"), {**typed, "trin": "send"})
    assert response.status_code == 422
    for error in errors:
        assert text(response).count(error) >= 2
    assert state(application) == Status.SUBMITTED


# ── Grant ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_yes_opens_the_engagement_in_its_round(desk, application, in_round):
    shown = text(desk.get(step(application, "bevilg")))
    assert GRANT_TEXT.splitlines()[0] in shown
    assert "1. december 2026 · 0 af 2 bevilget, plads til 2" in shown
    assert "Karen Lund · 0 af 120 timer om måneden" in shown
    typed = grant_form(round=str(in_round.pk))
    letter = text(desk.post(step(application, "bevilg"), {**typed, "trin": "se"}))
    for words in ("<dd>1. december 2026</dd>", "Karen Lund", "I er velkomne &lt;her&gt;."):
        assert words in letter
    assert "Hvorfor nu" not in letter
    assert not Engagement.objects.exists()
    assert "<h1>Bevilg et forløb</h1>" in text(desk.post(step(application, "bevilg"), {**typed, "trin": "ret"}))

    response = desk.post(step(application, "bevilg"), typed)
    engagement = Engagement.objects.get(application=application)
    assert response.headers["Location"] == step(application, "svar")
    assert told(response) == [
        "SPARK-2026-0001 er bevilget. Karen Lund har fået forløbet, og gruppen får besked om et minut."
    ]
    assert state(application) == Status.GRANTED
    assert (application.round, application.urgency_reason) == (in_round, "")
    assert engagement.assignments.get().consultant == staff()


def test_what_a_colleague_gets_is_no_longer_mine(desk, application, in_round):
    colleague = staff("Bo Dahl")
    typed = grant_form(round=str(in_round.pk), consultant=str(colleague.pk))
    response = desk.post(step(application, "bevilg"), typed, follow=True)
    assert state(application) == Status.GRANTED
    # Whoever has decided sees the letter, and can regret it; the case itself is the colleague's.
    assert "Fortryd afgørelsen" in text(response)
    assert desk.get(page_of(application)).status_code == 404


def test_outside_the_rounds_with_a_reason(desk, application, in_round):
    typed = grant_form(round=OUTSIDE_ROUNDS, urgency_reason="Overfald i går")
    letter = text(desk.post(step(application, "bevilg"), {**typed, "trin": "se"}))
    assert "Uden for runderne" in letter
    assert "Overfald i går" in letter
    desk.post(step(application, "bevilg"), typed)
    assert state(application) == Status.GRANTED
    assert (application.round, application.urgency_reason) == (None, "Overfald i går")


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"round": ""}, ["Vælg en runde, eller at det haster"]),
        ({"round": "999999"}, ["Vælg en af de viste muligheder"]),
        ({"round": OUTSIDE_ROUNDS}, ["Skriv, hvorfor det ikke kan vente til en runde"]),
        ({"round": OUTSIDE_ROUNDS, "urgency_reason": "  "}, ["Skriv, hvorfor det ikke kan vente til en runde"]),
        (
            {"round": OUTSIDE_ROUNDS, "urgency_reason": "x" * 301},
            ["Teksten må højst fylde 300 tegn. Nu fylder den 301."],
        ),
        (
            {"urgency_reason": "Det haster"},
            ["Slet teksten, eller vælg, at det haster: I en runde skal der ingen grund til"],
        ),
        ({"consultant": ""}, ["Vælg en konsulent"]),
        ({"consultant": "0"}, ["Vælg en af de viste muligheder"]),
        ({"text": ""}, ["Skriv brevet"]),
    ],
)
def test_a_yes_that_lacks_something_is_not_sent(desk, application, in_round, changed, errors):
    typed = {**grant_form(round=str(in_round.pk)), **changed}
    response = desk.post(step(application, "bevilg"), typed)
    assert response.status_code == 422
    for error in errors:
        assert text(response).count(error) == 2
    assert LETTER.splitlines()[0] in text(response) or changed == {"text": ""}
    assert state(application) == Status.SUBMITTED


def test_nobody_without_the_role_can_be_chosen(desk, application, in_round):
    staff("Gone Hansen", is_active=False)
    for other in (head(), steering(), applications.person(), staff("Gone Hansen")):
        typed = grant_form(round=str(in_round.pk), consultant=str(other.pk))
        assert desk.post(step(application, "bevilg"), typed).status_code == 422
    assert state(application) == Status.SUBMITTED


def test_a_closed_round_can_not_be_chosen(desk, application, in_round):
    PrioritisationRound.objects.update(closed_at=NOW)
    response = desk.post(step(application, "bevilg"), grant_form(round=str(in_round.pk)))
    assert response.status_code == 422
    assert "1. december 2026" not in text(response)


def test_a_full_round_says_so_and_can_not_grant(desk, application):
    full = applications.round_on(date(2026, 12, 1), capacity=1)
    opened(at=WEEKS_AGO)
    assert "1. december 2026 · 1 af 1 bevilget, fuld" in text(desk.get(step(application, "bevilg")))
    response = desk.post(step(application, "bevilg"), grant_form(round=str(full.pk)))
    assert response.status_code == 422
    assert text(response).count("Runden blev fyldt imens. Vælg en anden runde") == 2
    assert state(application) == Status.SUBMITTED


@pytest.mark.parametrize(
    ("meanwhile", "error"),
    [
        (lambda: PrioritisationRound.objects.update(closed_at=NOW), "Runden blev lukket imens. Vælg en anden runde"),
        (lambda: User.objects.filter(name="Bo Dahl").update(is_active=False), "Konsulenten kan ikke længere få forløb"),
    ],
)
def test_what_changes_between_reading_and_sending_is_told(desk, application, in_round, monkeypatch, meanwhile, error):
    """The moment between the page's questions and the verb's lock is too short to hit from outside."""
    from consultants.actions import engagements

    verb = engagements.open

    def later(**told):
        meanwhile()
        told["consultant"].refresh_from_db()
        return verb(**told)

    monkeypatch.setattr(engagements, "open", later)
    typed = grant_form(round=str(in_round.pk), consultant=str(staff("Bo Dahl").pk))
    response = desk.post(step(application, "bevilg"), typed)
    assert response.status_code == 422
    assert error in text(response)
    assert LETTER.splitlines()[0] in text(response)
    assert state(application) == Status.SUBMITTED


# ── Whom to give it to ──────────────────────────────────────────────────────────────────────────────────────────────
def test_everybodys_load_is_shown_and_whoever_fits_best_is_proposed(desk, application):
    fyn, thy = place("461", "Odense").province, place("787", "Thisted", "Nordjylland").province
    profile(staff(), hours=60, base=thy)
    profile(staff("Åse Bro"), hours=12, base=fyn)
    profile(staff("Ib Vig"), hours=0)
    profile(staff("Bo Dahl"), base=fyn)
    for who in (staff(), staff("Åse Bro")):
        opened(at=WEEKS_AGO, consultant=who)
    ended = opened(at=WEEKS_AGO, consultant=staff("Bo Dahl"))
    ended.assignments.update(until=NOW)
    response = desk.get(step(application, "bevilg"))
    choices = response.context["form"].fields["consultant"].choices
    assert [label for _, label in choices] == [
        "Bo Dahl · 0 af 120 timer om måneden",
        "Karen Lund · 7 af 60 timer om måneden",
        "Åse Bro · 7 af 12 timer om måneden",
        "Ib Vig · 0 af 0 timer om måneden",
    ]
    shown = text(response)
    assert f'value="{staff("Bo Dahl").pk}" checked' in shown
    assert shown.count(">Forslag<") == 1
    assert shown.index("<h3>Bo Dahl") < shown.index(">Forslag<") < shown.index("<h3>Karen Lund")
    assert "<li>Har haft 1 forløb om Vold og trusler</li>" in shown
    assert "så der er ikke plads til et forløb mere" in shown.partition("<h3>Åse Bro")[2].partition("<h3>Ib Vig")[0]
    assert shown.index("De andre konsulenter") < shown.index("<h3>Ib Vig")


def test_a_team_of_nobody_says_so(client, application, in_round):
    client.force_login(head())
    assert "Der er ingen konsulenter, der kan få forløb." in text(client.get(step(application, "bevilg")))


# ── Two people at once ──────────────────────────────────────────────────────────────────────────────────────────────
def test_a_colleague_was_quicker_and_what_they_did_stands(desk, client, application):
    triage.decline(
        application_id=application.pk, by=head(), reason=DeclineReason.CAPACITY, text="Desværre.", now=WEEKS_AGO
    )
    for name, typed in (
        ("spoerg", {"question": "Hvor mange?"}),
        ("venteliste", {}),
        ("afslag", {"reason": "duplicate", "text": LETTER, "trin": "send"}),
        ("bevilg", grant_form(round=OUTSIDE_ROUNDS, urgency_reason="Nu")),
    ):
        response = desk.post(step(application, name), typed)
        sentence = (
            "Intet er ændret: SPARK-2026-0001 står nu som »Afslået«. Afslået, Hanne Skov 3. november 2026 kl. 09.00."
        )
        if typed:
            assert response.status_code == 409
            assert sentence in text(response)
            assert "Hvor mange?" in text(response) or "I er velkomne &lt;her&gt;." in text(response)
        else:
            assert response.headers["Location"] == page_of(application)
            assert told(response)[-1] == sentence
    assert DecisionLetter.objects.get().text == "Desværre."
    assert state(application) == Status.DECLINED


def test_ones_own_decision_sent_again_leads_to_its_letter(desk):
    application = applications.submitted()
    typed = {"reason": "duplicate", "text": LETTER, "trin": "send"}
    desk.post(step(application, "afslag"), typed)

    again = desk.post(step(application, "afslag"), typed, follow=True)

    assert again.redirect_chain[0][0].endswith("/svar/")
    assert "Du har allerede sendt det." in text(again)
    assert application.letters.count() == 1
    other = desk.post(step(application, "afslag"), typed | {"text": "Andre ord"})
    assert other.status_code == 409
    assert "<h1>Det er allerede gjort</h1>" in text(other)
    assert "Andre ord" in text(other)


def test_who_opens_the_page_too_late_is_told(desk):
    declined = applications.declined()
    response = desk.get(step(declined, "bevilg"))
    assert response.headers["Location"] == page_of(declined)


def granted_by_a_colleague(application):
    engagements.open(
        application_id=application.pk,
        consultant=staff("Bo Dahl"),
        by=staff("Bo Dahl"),
        round_id=None,
        urgency_reason="Nu",
        text="Ja.",
        now=NOW,
    )


@pytest.mark.parametrize("name", STEPS)
def test_what_a_colleague_granted_is_out_of_sight_but_not_unexplained(desk, application, name):
    desk.get(page_of(application))
    granted_by_a_colleague(application)
    response = desk.post(step(application, name))
    assert response.headers["Location"] == "/sekretariat/ansoegninger/"
    assert told(response)[0].startswith("Intet er ændret: SPARK-2026-0001 står nu som »Bevilget«.")
    response = desk.post(step(application, name), {"text": LETTER})
    assert response.status_code == 409
    assert "I er velkomne &lt;her&gt;." in text(response)
    assert 'href="/sekretariat/ansoegninger/"' in text(response)
    if name != "venteliste":
        assert desk.get(step(application, name)).status_code == 404


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("read", [None, timedelta(hours=13)])
def test_what_nobody_had_before_their_eyes_lately_is_not_there(desk, application, name, read):
    if read is not None:
        note(user=staff(), case=Case(application.pk), purpose="triage", page="application", now=NOW - read)
    granted_by_a_colleague(application)
    assert desk.post(step(application, name), {"text": LETTER}).status_code == 404


def test_the_group_began_to_change_it(desk, application):
    desk.get(page_of(application))
    signing.reopen(application_id=application.pk, by=applications.person(), now=NOW)
    response = desk.post(step(application, "venteliste"))
    assert response.headers["Location"] == "/sekretariat/ansoegninger/"
    assert "SPARK-2026-0001 står nu som »Kladde«. Gruppen begyndte" in told(response)[0]
    assert state(application) == Status.DRAFT


def test_sending_twice_grants_once(desk, application, in_round):
    typed = grant_form(round=str(in_round.pk), consultant=str(staff().pk))
    desk.get(step(application, "bevilg"))
    desk.post(step(application, "bevilg"), typed)
    response = desk.post(step(application, "bevilg"), typed, follow=True)
    assert "Du har allerede sendt det." in text(response)
    assert "står nu som »Bevilget«" in text(response)
    assert Engagement.objects.count() == 1
    assert Application.objects.get().letters.count() == 1


# ── Constant work ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_forms_take_few_statements(desk, application, in_round):
    profile(staff())
    for number in range(30):
        profile(staff(f"Konsulent {number}"))
        applications.round_on(date(2027, 1, 1 + number))
    desk.get(page_of(application))

    def statements(method, name, **typed):
        with CaptureQueriesContext(connection) as asked:
            method(step(application, name), **typed)
        return len(asked)

    assert statements(desk.get, "spoerg") <= 10
    assert statements(desk.get, "afslag") <= 10
    assert statements(desk.get, "bevilg") <= 10


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.HEAD])
def test_both_decide(client, application, role):
    client.force_login(staff("Een Mere", role))
    client.post(step(application, "venteliste"))
    assert state(application) == Status.WAITING
