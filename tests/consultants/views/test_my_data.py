"""Everything about me: all that any table knows of the person, and nothing about anybody else."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.db.models import EmailField, ForeignKey, ManyToManyField

import clock
from accounts.actions import codes, keeping
from accounts.models import PasswordLink, User
from applications.actions import correcting, drafting, messages, people, triage
from applications.actions.completeness import Step
from applications.models import Signatory, WorkplaceContact
from consultants.models import EngagementContact, EngagementEvent
from notifications import outbox
from tests.applications.actions.test_messages import as_group, as_spark
from tests.applications.room import ANDERS, METTE, TOVE, agree, ask, disagree, named
from tests.factories import applications as make
from tests.factories import consultants
from tests.factories.accounts import staff

pytestmark = pytest.mark.django_db

PAGE = "/ansoegninger/mine-oplysninger/"
FILE = f"{PAGE}mine-oplysninger."


@pytest.fixture(autouse=True)
def _now():
    """An hour in which nothing of the story happens: accounts begin now."""
    with time_machine.travel(make.MORNING + timedelta(hours=5), tick=False):
        yield


# Where each table's knowledge of a person stands in the file.
TOLD = {
    ("accounts.User", "email"): "Din konto",
    ("accounts.SignInCode", "email"): "Koder, du har bedt om for at logge ind",
    ("accounts.PasswordLink", "email"): "Links til at vælge adgangskode",
    ("accounts.KeptPost", "writer"): "Det, vi har gemt, til du er logget ind igen",
    ("applications.WorkplaceContact", "email"): "Arbejdspladser, du er kontaktperson for",
    ("applications.WorkplaceContact", "added_by"): "Personer, du har nævnt",
    ("applications.Signatory", "email"): "Ansøgninger, du er nævnt i",
    ("applications.Signatory", "added_by"): "Personer, du har nævnt",
    ("applications.Application", "author"): "Ansøgninger, du har begyndt eller rettet",
    ("applications.Application", "edited_by"): "Ansøgninger, du har begyndt eller rettet",
    ("applications.ApplicationVersion", "asked_by"): "Tekster, du har bedt de andre svare på",
    ("applications.Answer", "address"): "Dine svar",
    ("applications.InformationRequest", "answered_by"): "Dine svar på spørgsmål fra SPARK",
    ("applications.Message", "author"): "Dine beskeder",
    ("applications.ThreadReading", "reader"): "Hvor langt du har læst i beskederne",
    ("applications.AddressChange", "old"): "E-mailadresser, der er rettet",
    ("applications.AddressChange", "new"): "E-mailadresser, der er rettet",
    ("applications.AddressChange", "by"): "E-mailadresser, der er rettet",
    ("applications.ApplicationEvent", "actor"): "Det, der er sket",
    ("consultants.EngagementContact", "email"): "Forløb, du er spurgt om at være kontaktperson i",
    ("consultants.EngagementContact", "named_by"): "Kontaktpersoner, du har nævnt i forløb",
    ("consultants.FollowUpVisit", "answered_by"): "Dine svar om opfølgning",
    ("consultants.CooperationAgreement", "written_by"): "Samarbejdsaftaler, du har skrevet i",
    ("consultants.AgreementYes", "said_by"): "Samarbejdsaftaler, du har sagt ja til",
    ("consultants.EngagementEvent", "actor"): "Det, du har gjort i forløb",
}
# Only those who hold a role ever stand here, and they have no page in the applicants' room.
STAFF = {
    ("account.EmailAddress", "user"),
    ("account.EmailAddress", "email"),
    ("admin.LogEntry", "user"),
    ("applications.AccessLog", "reader"),
    ("applications.ListRead", "reader"),
    ("applications.CaseNote", "author"),
    ("applications.DecisionLetter", "written_by"),
    ("applications.InformationRequest", "asked_by"),
    ("applications.Intake", "changed_by"),
    ("applications.Message", "handled_by"),
    ("applications.PrioritisationRound", "closed_by"),
    ("consultants.Absence", "consultant"),
    ("consultants.Absence", "entered_by"),
    ("consultants.AccessAlert", "reader"),
    ("consultants.Assignment", "assigned_by"),
    ("consultants.Assignment", "consultant"),
    ("consultants.CalendarFeed", "user"),
    ("consultants.ConsultantProfile", "user"),
    ("consultants.ContactEntry", "written_by"),
    ("consultants.HovedMedAddress", "email"),
    ("consultants.HovedMedNotice", "sent_by"),
    ("consultants.HovedMedSetting", "changed_by"),
    ("consultants.Note", "author"),
    ("consultants.Outreach", "entered_by"),
    ("consultants.PhoneCall", "entered_by"),
    ("consultants.RoundCandidate", "consultant"),
    ("consultants.RoundCandidate", "decided_by"),
    ("consultants.QuestionText", "written_by"),
    ("consultants.SavedView", "owner"),
    ("consultants.ShortcutsOff", "user"),
    ("consultants.Story", "asked_by"),
    ("consultants.Story", "written_by"),
    ("consultants.TrialAction", "written_by"),
    ("consultants.NoteDraft", "author"),
    ("consultants.Task", "done_by"),
    ("consultants.Task", "owner"),
    ("consultants.Task", "written_by"),
    ("notifications.LetterText", "written_by"),
}


def knows_a_person(field):
    if isinstance(field, EmailField):
        return True
    return isinstance(field, ForeignKey | ManyToManyField) and field.related_model is User


def test_every_column_that_knows_a_person_is_told_of_or_is_for_staff_alone():
    found = {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if knows_a_person(field)
    }
    assert found - STAFF - set(TOLD) == set(), "not in the file of «Mine oplysninger»"
    assert (STAFF | set(TOLD)) - found == set()


@pytest.fixture
def file(client):
    """What a person's file says, by title."""

    def read(email):
        client.force_login(make.person(email))
        response = client.get(f"{FILE}json")
        assert response["Content-Disposition"] == 'attachment; filename="mine-oplysninger-spark.json"'
        return json.loads(response.content)["oplysninger"]

    return read


def at(minutes):
    return make.MORNING + timedelta(minutes=minutes)


def _engagement(tove, karen):
    """A closed one, in which Tove has done and been asked all that a group can."""
    closed = consultants.closed(run_by=karen)
    closed.follow_up.answered_by, closed.follow_up.answered_at = tove, at(20)
    closed.follow_up.wish, closed.follow_up.suggested_dates = "yes", "2027-09-01,2027-09-02"
    closed.follow_up.save()
    consultants.agreement(closed, written_by=tove, what_we_do="Toves egen aftale")
    consultants.agreement(closed, number=2).yeses.create(part="employees", said_by=tove, at=at(21))
    EngagementEvent.objects.create(engagement=closed, verb="place_shown", actor=tove, at=at(21))
    took_over = {"engagement": closed, "side": "management", "role": "manager", "named_at": at(26)}
    EngagementContact.objects.create(name="Tove Riis", email=TOVE, named_by=make.person(METTE), **took_over)
    outbox.post("contact-asked", about=closed.pk, recipient=f"{EngagementContact.objects.get().key}", now=at(27))
    took_over |= {"side": "employees", "named_at": at(28)}
    EngagementContact.objects.create(name="Bente Dahl", email="b@odense.example", named_by=tove, **took_over)
    return closed


@pytest.fixture
def story():
    """Tove in every table that can know her, each at a minute or with a word of its own."""
    tove, karen = make.person(TOVE, "Tove Riis"), staff(name="Karen Lund")
    codes.ask(email=TOVE, replacing=None, network="n", now=at(1))
    codes.ask(email=METTE, replacing=None, network="n", now=at(2))
    PasswordLink.objects.create(email=TOVE, purpose="reset", asked_at=at(3), expires_at=at(63))
    application = make.draft()
    Signatory.objects.filter(name="Anders Maar").update(added_by=tove, added_at=at(4))
    save = drafting.Save(tove, application.edit_number, at(5))
    wish = {"situation": "x", "tried": "", "change_wish": "y", "core_task": "z"}
    drafting.save_step(application_id=application.pk, step=Step.WISH, values=wish, save=save)
    ask(application, TOVE, now=at(6))
    agree(application, METTE, now=at(7))
    disagree(application, TOVE, reason="Toves egen begrundelse", now=at(8))
    ask(application, METTE, now=at(9))
    for minute, email in enumerate((METTE, TOVE, ANDERS), start=10):
        agree(application, email, now=at(minute))
    triage.ask_for_information(application_id=application.pk, by=karen, question="Karens spørgsmål", now=at(14))
    triage.answer_request(application_id=application.pk, by=tove, answer="Toves eget svar", now=at(15))
    as_group(application, TOVE, text="Toves egen besked", after=16)
    as_group(application, METTE, text="Mettes besked", after=17)
    answer = as_spark(application, karen, text="Karens besked", after=18)
    messages.mark_read(application_id=application.pk, by=tove, seen=answer.pk)
    correcting.correct_person(
        application_id=application.pk,
        signatory_id=named(application, ANDERS).pk,
        by=tove,
        name="Anders Maar",
        email="anders.ny@odense.example",
        phone="",
        now=at(19),
    )
    closed = _engagement(tove, karen)
    begun = drafting.begin(by=tove, declarations={}, begun_with=uuid4(), now=at(22))
    people.add_person(
        application_id=begun.pk,
        person=people.Person(make.TRIO[0][2], "Bente Dahl", "bente.dahl@odense.example", "", is_contact=False),
        by=tove,
        now=at(23),
    )
    contact = {"phone": "", "added_at": at(24), "told_at": at(25)}
    place, other = application.workplaces.get(), closed.application.workplaces.get()
    WorkplaceContact.objects.create(
        workplace=place, name="Tove Riis", email=TOVE, added_by=make.person(METTE), **contact
    )
    WorkplaceContact.objects.create(
        workplace=other, name="Bente Dahl", email="b@odense.example", added_by=tove, **contact
    )
    typed = "csrfmiddlewaretoken=hemmelig&situation=Toves+halve+s%C3%A6tning&tried="
    keeping.keep(writer_id=tove.pk, page=PAGE, body=typed, replacing=None, now=clock.now())
    return application


MARKS = {
    "Din konto": TOVE,
    "Koder, du har bedt om for at logge ind": "kl. 09.01",
    "Links til at vælge adgangskode": "kl. 09.03",
    "Det, vi har gemt, til du er logget ind igen": "Toves halve sætning",
    "Arbejdspladser, du er kontaktperson for": make.WORKPLACE,
    "Ansøgninger, du er nævnt i": "Tillidsrepræsentant",
    "Personer, du har nævnt": "Kontaktperson på en arbejdsplads",
    "Ansøgninger, du har begyndt eller rettet": "kl. 09.23",
    "Tekster, du har bedt de andre svare på": "kl. 09.06",
    "Dine svar": "Toves egen begrundelse",
    "Dine svar på spørgsmål fra SPARK": "Toves eget svar",
    "Dine beskeder": "Toves egen besked",
    "Hvor langt du har læst i beskederne": "kl. 09.18",
    "E-mailadresser, der er rettet": "kl. 09.19",
    "Det, der er sket": "kl. 09.08",
    "Mails til dig": "Bedt om at sige ja",
    "Dine svar om opfølgning": "1. september 2027, 2. september 2027",
    "Samarbejdsaftaler, du har skrevet i": "Toves egen aftale",
    "Samarbejdsaftaler, du har sagt ja til": "Medarbejderne",
    "Forløb, du er spurgt om at være kontaktperson i": METTE,
    "Kontaktpersoner, du har nævnt i forløb": "kl. 09.28",
    "Mails til dig som ny kontaktperson": "Er du ny kontaktperson?",
    "Det, du har gjort i forløb": "Gruppen slog sted i kalenderen til",
}


def test_it_holds_all_about_me_and_nothing_about_anybody_else(story, file):
    told = file(TOVE)
    assert set(told) == set(MARKS) == set(TOLD.values()) | {"Mails til dig", "Mails til dig som ny kontaktperson"}
    for title, mark in MARKS.items():
        assert mark in json.dumps(told[title], ensure_ascii=False), title
    everything = json.dumps(told, ensure_ascii=False)
    for other in (
        "Mettes besked", "hemmelig",
        "Karens", "Karen Lund", "Anders Maar", "anders", "Mette Holm", "bente", "Bente", make.TEXT,
    ):  # fmt: skip
        assert other not in everything, other
    # Who wrote a person's data in is theirs to know.
    assert {record["Skrevet ind af"] for record in told["Ansøgninger, du er nævnt i"]} == {METTE}


def test_the_others_file_knows_nothing_of_hers(story, file):
    everything = json.dumps(file(METTE), ensure_ascii=False)
    for hers in ("Toves", TOVE, "Tove Riis", "kl. 09.01", "kl. 09.16"):
        assert hers not in everything, hers
    assert "kl. 09.02" in everything
    assert "Mettes besked" in everything


def test_the_paper_is_tagged_and_says_the_same(story, client, file):
    titles = [title for title, records in file(TOVE).items() if records]
    response = client.get(f"{FILE}pdf")
    assert response["Content-Disposition"] == 'attachment; filename="mine-oplysninger-spark.pdf"'
    for mark in (b"<pdfuaid:part>1</pdfuaid:part>", b"/Marked true", b"/StructTreeRoot", b"/Lang(da-DK)"):
        assert mark in response.content, mark
    assert b"Mine oplysninger hos SPARK" in response.content
    text = client.get(PAGE).content.decode()
    for title in titles:
        assert title in text


def test_a_person_nobody_knows_gets_an_almost_empty_file(file, client):
    told = file("ny@odense.example")
    assert [title for title, records in told.items() if records] == ["Din konto"]
    assert client.get(f"{FILE}pdf").content.startswith(b"%PDF-")


def test_staff_and_the_signed_out_have_none(client):
    for end in ("", "mine-oplysninger.json", "mine-oplysninger.pdf"):
        assert client.get(PAGE + end).url.startswith("/log-ind/")
    client.force_login(staff())
    for end in ("", "mine-oplysninger.json", "mine-oplysninger.pdf"):
        assert client.get(PAGE + end).status_code == 404


def test_what_happened_before_there_were_words_for_it_is_told_too(file):
    application = make.draft()
    for verb in ("edited", "messages_seen_off"):
        application.events.create(verb=verb, at=datetime(2026, 11, 4, tzinfo=UTC), actor=make.person(TOVE))
    told = [(each["Hvad"], each["Gjort af"]) for each in file(TOVE)["Det, der er sket"]]
    assert told == [("Teksten blev rettet", "dig"), ("messages_seen_off", "dig")]
