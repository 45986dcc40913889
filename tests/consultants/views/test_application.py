"""One application on the desk, read from top to bottom."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import actions
from applications.actions import record, signing, triage, versions
from applications.consensus import Kind, Role
from applications.lifecycle import Status
from applications.models import Answer, ApplicationEvent, Signatory, Workplace
from consultants.actions import queue
from consultants.views import told
from tests.consultants.desk import NOW, WEEKS_AGO, opened, place, staff, steering
from tests.factories import applications, joint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def address(application):
    return reverse("consultants:application", args=[application.pk])


def read(browser, application):
    response = browser.get(address(application))
    assert response.status_code == 200
    return response.content.decode()


# ── Doors ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_others_find_nothing_here(client):
    application = applications.submitted()
    for other in (steering(), applications.person()):
        client.force_login(other)
        assert client.get(address(application)).status_code == 404


@pytest.mark.parametrize("state", ["draft", "awaiting", "withdrawn"])
def test_what_is_not_at_the_desk_is_not_there_for_a_consultant(desk, state):
    assert desk.get(address(getattr(applications, state)())).status_code == 404


def test_what_does_not_exist_is_not_there(desk):
    assert desk.get("/sekretariat/ansoegninger/00000000-0000-4000-8000-000000000000/").status_code == 404
    assert desk.get("/sekretariat/ansoegninger/SPARK-2026-0001/").status_code == 404


def test_a_granted_one_leads_its_consultant_to_the_engagement(desk):
    engagement = opened(at=WEEKS_AGO)
    response = desk.get(address(engagement.application))
    assert response.headers["Location"] == reverse("consultants:engagement", args=[engagement.pk])


def test_a_granted_one_is_nobody_elses(desk):
    engagement = opened(at=WEEKS_AGO, consultant=staff("Bo Dahl"))
    assert desk.get(address(engagement.application)).status_code == 404


def test_the_head_reads_a_granted_one_and_finds_the_engagement(leader):
    engagement = opened(at=WEEKS_AGO)
    page = read(leader, engagement.application)
    assert applications.TEXT in page
    assert "Vi glæder os til at hjælpe jer." in page
    assert "1. december 2026" in page
    assert reverse("consultants:engagement", args=[engagement.pk]) in page
    assert "Næste skridt" not in page


# ── The text ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_everything_they_agreed_on_is_there(desk):
    application = applications.submitted(
        at=WEEKS_AGO,
        absent_roles=[Role.UNION_REPRESENTATIVE],
        absence_reason="Der er valg i januar",
        unsuitable_days="Onsdage",
        declarations={"municipal": "yes", "agreed": "on_the_way", "improvement_order": "beside", "ready": "tja"},
    )
    page = read(desk, application)
    for words in (
        "SPARK-2026-0001",
        "Individuelt forløb",
        "TRIO",
        "Bostedet Lærkehøj, Odense · Social og handicap · 48 medarbejdere",
        applications.THEME,
        applications.TEXT,
        "Vi har talt om det på to personalemøder",
        "At alle er trygge ved at møde ind",
        "Støtte til voksne med udviklingshæmning",
        "1 leder og 2 medarbejderrepræsentanter",
        "2. januar 2027",
        "Onsdage",
        "Tillidsrepræsentant (TR)<br>Der er valg i januar",
        "Kommunal arbejdsplads: ja<br>Leder og medarbejdere er enige: på vej<br>",
        (
            "Påbud fra Arbejdstilsynet: ja, og de søger hjælp til det forebyggende ved siden af<br>"
            "Kan begynde inden for et halvt år: tja"
        ),
    ):
        assert words in page


def test_what_was_left_open_says_so(desk):
    application = applications.submitted(
        earliest_start=None, managers_taking_part=2, employees_taking_part=None, declarations={}
    )
    page = read(desk, application)
    assert "2 ledere og 0 medarbejderrepræsentanter" in page
    assert "<dd>Ingen</dd>" in page
    assert "Roller, de ikke har" not in page


def test_a_joint_application_lists_its_workplaces(desk):
    application = applications.submitted(kind=Kind.JOINT)
    Workplace.objects.create(
        application=application,
        name="Plejecenter Havblik",
        municipality=place("741", "Samsø"),
        sector=applications.sector("eldercare", "Ældreområdet"),
        employees=30,
        position=1,
    )
    page = read(desk, application)
    assert "<h1>Bostedet Lærkehøj og 1 mere</h1>" in page
    assert "2 arbejdspladser i 2 kommuner: Odense, Samsø</p>" in page
    assert "<dd>2 arbejdspladser i 2 kommuner</dd>" in page
    assert '<p class="people__name">Plejecenter Havblik</p>' in page
    assert "Ældreområdet, 30 medarbejdere" in page


def test_what_the_group_is_changing_is_not_read_over_its_shoulder(leader):
    application = applications.submitted()
    signing.reopen(application_id=application.pk, by=applications.person(), now=NOW)
    page = read(leader, application)
    assert "Gruppen er ved at rette i ansøgningen" in page
    assert applications.TEXT not in page
    assert "Mette Holm" not in page


# ── Why it ranks where it does ──────────────────────────────────────────────────────────────────────────────────────
def test_the_priority_is_explained_term_by_term(desk):
    application = applications.submitted(at=WEEKS_AGO)
    queue.rank_all(NOW)
    page = read(desk, application)
    for words in (
        "<strong>52</strong> point",
        '<span class="reason-list__points">+30</span> <span>Kommunen har aldrig haft et forløb</span>',
        '<span class="reason-list__points">+2</span> <span>2 ugers ventetid</span>',
        "Beregnet 21. november 2026 kl. 11.00",
        "3. november 2026",
        "18 dage",
    ):
        assert words in page


def test_before_it_is_ranked_the_page_says_so(desk):
    assert "Prioriteres snart." in read(desk, applications.submitted())
    page = read(desk, applications.needs_information())
    assert "Ingen point endnu." in page
    assert "tiden står stille" in page
    assert "Fik ingen point." in read(desk, applications.declined())


# ── What can be done ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        ("submitted", {"bevilg", "spoerg", "venteliste", "afslag"}),
        ("waiting", {"bevilg", "afslag"}),
        ("needs_information", set()),
        ("declined", set()),
    ],
)
def test_only_what_is_possible_is_offered(desk, state, buttons):
    application = getattr(applications, state)()
    page = read(desk, application)
    offered = {
        step for step in ("bevilg", "spoerg", "venteliste", "afslag") if f"{address(application)}{step}/" in page
    }
    assert offered == buttons


def test_a_declined_one_shows_its_letter_and_its_reason(desk):
    page = read(desk, applications.declined())
    assert "Der var desværre ikke plads." in page
    assert "Ikke plads" in page


# ── Questions ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_questions_and_answers_stand_in_order(desk):
    application = applications.submitted()
    triage.ask_for_information(
        application_id=application.pk, by=staff(), question="Hvor mange er I\nom natten?", now=WEEKS_AGO
    )
    page = read(desk, application)
    assert "Hvor mange er I<br>om natten?" in page
    assert "Gruppen har ikke svaret endnu." in page
    triage.answer_request(application_id=application.pk, by=applications.person(), answer="To <ad gangen>", now=NOW)
    page = read(desk, application)
    assert "Gruppen svarede 21. november 2026" in page
    assert "To &lt;ad gangen&gt;" in page


# ── Who agreed ──────────────────────────────────────────────────────────────────────────────────────────────────────
def voices(browser, application):
    found = browser.get(address(application)).context["versions"]
    return [
        (
            version.number,
            version.is_current,
            [(voice.person.name, voice.answer and voice.answer.agrees, voice.is_valid_yes, voice.remark)
             for voice in version.voices],
        )
        for version in found
    ]  # fmt: skip


def test_everybodys_yes_and_when(desk):
    application = applications.submitted(at=WEEKS_AGO)
    assert voices(desk, application) == [
        (
            1,
            True,
            [("Mette Holm", True, True, ""), ("Tove Riis", True, True, ""), ("Anders Maar", True, True, "")],
        )
    ]
    page = read(desk, application)
    assert "3. november 2026 kl. 09.00" in page
    assert "Leder" in page
    assert "(kontaktperson)" in page
    assert "mette.holm@odense.example" not in page


def test_a_no_a_removal_and_the_version_after_it(desk):
    application = applications.awaiting(at=WEEKS_AGO)
    tove = application.signatories.get(name="Tove Riis")
    Answer.objects.create(
        signatory=tove,
        version=application.versions.get(),
        agrees=False,
        reason="Vi mangler natholdet",
        address=tove.email,
        at=WEEKS_AGO,
    )
    application.move_to(Status.DRAFT)
    application.save()
    Signatory.objects.filter(pk=tove.pk).update(removed_at=NOW)
    version = versions.freeze(application, record.people(application), by=application.author, now=NOW)
    application.move_to(Status.AWAITING_CONSENSUS)
    application.save()
    applications.say_yes(application, version, at=NOW)
    application.move_to(Status.SUBMITTED)
    application.reference, application.first_submitted_at, application.waiting_since = (
        "SPARK-2026-0900",
        NOW,
        NOW.date(),
    )
    application.save()
    assert voices(desk, application) == [
        (2, True, [("Mette Holm", True, True, ""), ("Anders Maar", True, True, "")]),
        (1, False, [("Tove Riis", False, False, "Fjernet efter nej")]),
    ]
    assert "“Vi mangler natholdet”" in read(desk, application)


def test_a_new_address_leaves_an_old_yes_that_no_longer_counts(leader):
    application = applications.submitted(at=WEEKS_AGO)
    tove = application.signatories.get(name="Tove Riis")
    Signatory.objects.filter(pk=tove.pk).update(email="tove.ny@odense.example")
    found = voices(leader, application)[0][2]
    assert found == [
        ("Mette Holm", True, True, ""),
        ("Tove Riis", True, False, "Svaret kom fra en tidligere e-mailadresse"),
        ("Tove Riis", None, False, ""),
        ("Anders Maar", True, True, ""),
    ]
    # So that the database's own guard, which looks when the test ends, finds everything in order.
    Signatory.objects.filter(pk=tove.pk).update(email=tove.email)


def test_a_yes_taken_back_says_when(leader):
    application = applications.needs_information(at=WEEKS_AGO)
    Answer.objects.filter(signatory__name="Tove Riis").update(taken_back_at=NOW)
    found = voices(leader, application)[0][2]
    assert ("Tove Riis", True, False, "Taget tilbage 21. november 2026") in found
    assert ("Tove Riis", None, False, "") in found


def test_somebody_removed_who_had_said_yes(leader):
    application = applications.needs_information(at=WEEKS_AGO)
    Signatory.objects.filter(name="Tove Riis").update(removed_at=NOW)
    found = voices(leader, application)[0][2]
    assert [row for row in found if row[0] == "Tove Riis"] == [("Tove Riis", True, True, "Fjernet fra ansøgningen")]


# ── What happened ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_timeline_is_told_newest_first_in_words(desk):
    application = applications.submitted()
    triage.set_waiting(application_id=application.pk, by=staff(), now=NOW)
    for verb, at in (("submitted", WEEKS_AGO), ("noget_nyt", NOW)):
        ApplicationEvent.objects.create(application=application, verb=verb, at=at)
    events = desk.get(address(application)).context["events"]
    assert [(event.text, event.by) for event in events] == [
        ("Sat på venteliste", "Karen Lund"),
        ("Ansøgningen blev modtaget", ""),
    ]


def test_the_timeline_calls_the_group_by_the_names_on_the_application(desk):
    application = applications.submitted()
    named = Signatory.objects.get(application=application, name="Tove Riis")
    tove, stranger = applications.person(named.email), applications.person("nobody@example.org")
    for verb, actor in (("agreed", tove), ("reopened", stranger)):
        ApplicationEvent.objects.create(application=application, verb=verb, at=NOW, actor=actor)
    events = desk.get(address(application)).context["events"]
    assert [(event.text, event.by) for event in events] == [
        ("Gruppen begyndte at rette i ansøgningen", ""),
        ("Sagde ja", "Tove Riis"),
    ]


def test_every_verb_of_the_applicants_room_has_its_words():
    verbs = set()
    for module in Path(actions.__path__[0]).glob("*.py"):
        verbs |= set(re.findall(r'log\(application, "(\w+)"', module.read_text()))
    assert verbs >= {"submitted", "granted", "person_corrected"}
    assert verbs <= set(told._TOLD)


# ── Constant work ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_long_history_takes_the_same_statements(desk):
    application = applications.submitted()
    triage.set_waiting(application_id=application.pk, by=staff(), now=NOW)
    desk.get(address(application))

    def statements():
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address(application)).status_code == 200
        return len(asked)

    few = statements()
    for number in range(200):
        at = WEEKS_AGO + timedelta(minutes=number)
        ApplicationEvent.objects.create(
            application=application, verb="reminded", at=at, actor=staff(f"Person {number}")
        )
        application.requests.create(question=f"Nummer {number}", asked_at=at, answer="Ja", answered_at=at)
    assert statements() == few <= 18


def test_sixty_workplaces_are_counted_first_and_listed_behind_a_fold(desk):
    application = joint.submitted()
    joint.fill(application, 60)
    page = read(desk, application)
    assert "<h1>Bostedet Lærkehøj og 59 mere</h1>" in page
    assert "60 arbejdspladser i 3 kommuner: Odense, Samsø, Læsø</p>" in page
    assert page.count("people__name") == 60
    assert '<details class="fold">' in page
    assert "<summary>De 60 arbejdspladser</summary>" in page
    assert '<a href="tel:+4520212223">+45 20 21 22 23</a>' in page
    assert 'Odense <span class="muted">(21)</span>' in page
