"""From grant to held follow-up: all that a consultant and a group do together, with half a year in between."""

import re
from collections import Counter
from datetime import timedelta

import pytest

from tests.journeys import letters
from tests.journeys.group import Group
from tests.journeys.secretariat import Consultant

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("journeys")]

WORKPLACE, DOMAIN = "Daghjemmet Lyngbakken", "lyngbakken.example.org"
HOVEDMED = "hovedmed@lyngbakken-kommune.example.org"
AGENDA = "Hvad vi er gode til\nHvad der er svært"
SUMMARY = "Vi talte om vagtplanen. Den bliver lagt på et fælles møde."
TRIAL = "Vi lægger vagtplanen sammen hver anden torsdag"
EVALUATION = "Hvordan gik det med SPARK?"


class Desk(Consultant):
    """What this journey does besides."""

    def sign_in(self):
        """Again: an hour has passed."""
        self.visitor.page.context.clear_cookies()
        self.visitor.sign_in_as_staff()

    def on(self, page, *, follow="", mark=None, press="", **fields):
        """One form of the engagement: open its page, fill it in, send it."""
        visitor = self.visitor
        visitor.open(f"{self.engagement}{page}")
        if follow:
            visitor.follow(follow)
        for name, value in (mark or {}).items():
            visitor.mark(name, value)
        visitor.type(**fields)
        visitor.press(press)


@pytest.fixture
def dorte(visit):
    """Who runs it."""
    visitor = visit("dorte@spark.example.org")
    visitor.become_staff("--role", "consultant", "--name", "Dorte Kjeldsen")
    return Desk(visitor)


@pytest.fixture
def group(visit, stack):
    """The three of the workplace, who have applied."""
    stack.lay_ready("an_engagement")
    found = Group(visit, WORKPLACE, DOMAIN)
    ((pk, reference),) = stack.ask(
        "select application.id, reference from applications_application application"
        " join applications_workplace workplace on workplace.application_id = application.id where name = %s",
        WORKPLACE,
    )
    found.status, found.number = f"/ansoegninger/{pk}/", reference
    return found


def test_an_engagement_from_grant_to_held_follow_up(dorte, group, visit, stack):
    dorte.visitor.sign_in_as_staff()
    when_it_is_granted(dorte, group, stack)
    meetings = when_three_meetings_are_planned(dorte, group, stack)
    when_the_first_has_an_agenda(dorte, group, meetings)
    when_the_agreement_is_written_together_and_agreed_on(dorte, group)
    when_hovedmed_is_told(dorte, visit)

    stack.wait_until_day(meetings[0])
    when_the_first_is_held_and_told_of(dorte, group, stack)
    when_it_rests_and_goes_on(dorte)
    when_the_last_is_called_off(dorte, group, meetings)

    stack.wait_until_day(meetings[1])
    when_it_ends(dorte)
    when_somebody_answers_unseen(group, visit, stack)
    when_three_months_have_passed(group, stack)

    when_half_a_year_has_passed(group, stack)
    when_the_visit_is_booked_and_held(dorte, group, stack)
    then_each_letter_came_once(dorte, group, stack)


# ── The beginning ───────────────────────────────────────────────────────────────────────────────────────────────────
def when_it_is_granted(dorte, group, stack):
    dorte.case = f"/sekretariat{group.status}"
    dorte.grant(to="Dorte Kjeldsen")
    assert dorte.visitor.sees("er bevilget. Dorte Kjeldsen har fået forløbet")
    stack.wait_an_hour()  # the minute in which it can be regretted
    dorte.sign_in()
    ((pk,),) = stack.ask("select id from consultants_engagement where application_id = %s", group.id)
    dorte.engagement = f"/sekretariat/forloeb/{pk}/"
    dorte.note_contact()


def when_three_meetings_are_planned(dorte, group, stack):
    days = [stack.today + timedelta(days=ahead) for ahead in (4, 11, 18)]
    she = dorte.visitor
    she.open(f"{dorte.engagement}moeder/")
    she.follow("Planlæg flere møder")
    for number, day in enumerate(days, start=1):
        she.date(f"moede-{number}-date", day)
        she.type(
            **{f"moede-{number}-begins": "9.00", f"moede-{number}-ends": "11.30", f"moede-{number}-place": "Salen"}
        )
    she.press("Planlæg møderne")
    assert she.sees("3 møder er planlagt.")
    for person in (group.mette, group.tobias, she):
        told = [letters.calendar_in(person.letters.next(f"Nyt møde i {group.number}")) for _ in days]
        assert {each["DTSTART"][:8] for each in told} == {f"{day:%Y%m%d}" for day in days}
        assert len({each["UID"] for each in told}) == 3
    return days


def when_the_first_has_an_agenda(dorte, group, meetings):
    dorte.visitor.follow(f"{meetings[0].day}. ")
    dorte.visitor.type(agenda=AGENDA, homework="Tag jeres vagtplan med.")
    dorte.visitor.press("Gem")
    mette = group.mette
    mette.open(f"{group.status}forloeb/")
    mette.sign_in()
    assert mette.sees("Dagsorden: Hvad vi er gode til Hvad der er svært")
    assert mette.sees("Jeres opgave inden mødet: Tag jeres vagtplan med.")


def when_the_agreement_is_written_together_and_agreed_on(dorte, group):
    dorte.write_agreement(change_wish="Vi vil lægge vagtplanen sammen.", what_we_do="Tre møder og en prøvehandling.")
    group.tobias.open(f"{group.status}forloeb/aftale/")
    group.tobias.sign_in()
    group.tobias.follow("Ret aftalen")
    group.tobias.type(who_does_what="Arbejdsmiljørepræsentanten samler op.")
    group.tobias.press("Gem aftalen")
    assert dorte.visitor.letters.next(f"Der er nyt i {group.number}")
    dorte.visitor.open(dorte.engagement)
    assert dorte.visitor.sees("Arbejdsmiljørepræsentanten samler op.")
    dorte.visitor.press("Sig ja for SPARK")
    for contact in (group.tobias, group.mette):
        contact.open(f"{group.status}forloeb/aftale/")
        assert contact.sees("Aftalen gælder, når alle tre parter har sagt ja til den.")
        contact.press("Ja, vi er enige")
    assert group.mette.sees("I er alle enige om aftalen.")


def when_hovedmed_is_told(dorte, visit):
    hanne, hovedmed = visit("hanne.leder@spark.example.org"), visit(HOVEDMED)
    hanne.become_staff("--role", "head", "--name", "Hanne Leder")
    hanne.sign_in_as_staff()
    hanne.open("/sekretariat/indstillinger/hovedmed/")
    hanne.mark("state", "til")
    hanne.press("Gem")
    dorte.on("hovedmed/", email=HOVEDMED, press="Send beskeden")
    assert dorte.visitor.sees("Besked givet")
    told = letters.words(hovedmed.letters.next("Et SPARK-forløb i jeres kommune"))
    assert "En arbejdsplads i jeres kommune (Odense) er i gang med et SPARK-forløb i " in told
    assert "Tema: Risiko for vold" in told
    assert WORKPLACE not in told


# ── On the way ──────────────────────────────────────────────────────────────────────────────────────────────────────
def when_the_first_is_held_and_told_of(dorte, group, stack):
    dorte.sign_in()
    she = dorte.visitor
    dorte.on("moeder/", press="Mødet er holdt")
    she.open(f"{dorte.engagement}moeder/")
    she.follow(f"{stack.today.day}. ")
    she.type(summary=SUMMARY, managers_came="1", union_representatives_came="1", employees_came="4")
    she.press("Gem")
    assert she.page.input_value("[name=employees_came]") == "4"
    she.open(f"{dorte.engagement}proevehandlinger/")
    she.type(text=TRIAL, owner="Leder og TR")
    she.date("due_on", stack.today + timedelta(days=6))
    she.press("Tilføj")
    amina = group.amina
    amina.open(f"{group.status}forloeb/")
    amina.sign_in()
    amina.unfold("Referat")
    assert amina.sees(SUMMARY)
    assert amina.sees(TRIAL)


def when_it_rests_and_goes_on(dorte):
    dorte.on("", follow="Sæt på pause", reason="Ny leder fra den første", press="Sæt på pause")
    assert dorte.visitor.sees("Ny leder fra den første")
    dorte.on("", follow="Genoptag forløbet", reason="Den nye leder er klar", press="Genoptag forløbet")
    assert dorte.visitor.sees("Forløbet er i gang igen.")
    dorte.on("proevehandlinger/", follow="Hvordan gik det?", mark={"outcome": "helped"}, press="Gem")
    assert dorte.visitor.sees(TRIAL)


def when_the_last_is_called_off(dorte, group, meetings):
    she = dorte.visitor
    she.open(f"{dorte.engagement}moeder/")
    she.follow(f"Aflys mødet {meetings[2].day}. ")
    she.type(reason="Vi er færdige før tid.")
    she.press("Aflys mødet")
    off = letters.calendar_in(group.mette.letters.next(f"Aflyst møde i {group.number}"))
    assert (off["METHOD"], off["SEQUENCE"], off["DTSTART"][:8]) == ("CANCEL", "1", f"{meetings[2]:%Y%m%d}")


# ── The end ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def when_it_ends(dorte):
    dorte.sign_in()
    dorte.on("", press="Mødet er holdt")
    answers = {"wants_follow_up": "ja", "evaluation_asked": "ja", "story_consent": "no"}
    dorte.on("afslut/", mark=answers, outcome="Mette lægger nu planen med de andre.", press="Afslut forløbet")
    assert dorte.visitor.sees("Teksterne nævner måske »Mette«.")
    dorte.visitor.type(outcome="De lægger nu planen sammen.")
    dorte.visitor.press("Afslut forløbet")
    assert dorte.visitor.sees("Forløbet er afsluttet.")


def when_somebody_answers_unseen(group, visit, stack):
    stack.wait_until_day(stack.today + timedelta(days=4))  # past a weekend, whatever today is
    stack.ring("consultants.tasks.plan_evaluations")
    links = [letters.link_in(person.letters.next(EVALUATION), "/evaluering/") for person in group.people]
    assert len(set(links)) == 3
    somebody = visit("nobody@example.org")
    somebody.open(links[1])
    for question, answer in (
        ("satisfaction", "4"), ("would_recommend", "yes"), ("stronger_cooperation", "yes"), ("clearer_roles", "no"),
        ("would_apply_again", "dont_know"),
    ):  # fmt: skip
        somebody.mark(question, answer)
    somebody.press("Send svaret")
    assert somebody.heading == "Tak for dit svar"
    somebody.open(links[1])
    assert somebody.heading == "Tak for dit svar"
    stack.wait_until_day(stack.today + timedelta(days=18))
    stack.ring("consultants.tasks.plan_evaluations")
    for person in (group.mette, group.amina):  # who have not answered
        person.letters.next(EVALUATION)


def when_three_months_have_passed(group, stack):
    stack.wait_until_day(stack.today + timedelta(days=80))
    stack.ring("consultants.tasks.plan_evaluations")
    for person in group.people:
        person.letters.next(EVALUATION)
    stack.wait_until_day(stack.today + timedelta(days=18))
    stack.ring("consultants.tasks.plan_evaluations")
    for person in group.people:
        person.letters.next(EVALUATION)
    assert [len(person.letters.all(EVALUATION)) for person in group.people] == [4, 3, 4]
    assert stack.ask("select count(*), count(engagement_id) from consultants_evaluationanswer") == [(1, 0)]


# ── Half a year later ───────────────────────────────────────────────────────────────────────────────────────────────
def when_half_a_year_has_passed(group, stack):
    stack.wait_until_day(group.follow_up_due_on - timedelta(weeks=3))
    stack.ring("consultants.tasks.plan_reminders")
    mette = group.mette
    mette.open(
        letters.link_in(mette.letters.next(f"Der er nyt i {group.number}", saying="/opfoelgning/"), "/opfoelgning/")
    )
    mette.sign_in()
    mette.mark("wish", "yes")
    for ahead, name in ((10, "first"), (12, "second"), (14, "third")):
        mette.date(name, stack.today + timedelta(days=ahead))
    mette.press("Send jeres svar")
    assert mette.sees("Tak for jeres svar. Jeres konsulent kontakter jer om en dag.")


def when_the_visit_is_booked_and_held(dorte, group, stack):
    she, day = dorte.visitor, stack.today + timedelta(days=12)
    she.letters.next(f"Svar om opfølgning i {group.number}")
    dorte.sign_in()
    she.open("/sekretariat/opfoelgning/")
    she.press(re.compile(rf"^Book {day.day}\. .* i {group.number}$"))  # at the hours and place of last time
    assert she.sees("Opfølgningsbesøget er aftalt.")
    for person in (group.mette, group.tobias, she):
        told = letters.calendar_in(person.letters.next(f"Nyt møde i {group.number}"))
        assert told["DTSTART"][:8] == f"{day:%Y%m%d}"
    assert stack.ask("select place from consultants_meeting where kind = 'follow_up'") == [("Salen",)]
    stack.wait_until_day(day + timedelta(days=1))
    dorte.sign_in()
    she.open(dorte.engagement)
    she.follow("Notér, at det er holdt")
    she.press("Notér, at det er holdt")
    assert she.sees("Opfølgningsbesøget er noteret som holdt.")


def then_each_letter_came_once(dorte, group, stack):
    stack.ring("consultants.tasks.plan_reminders")
    stack.manage("deliver_letters")
    news, planned, off = f"Der er nyt i {group.number}", f"Nyt møde i {group.number}", f"Aflyst møde i {group.number}"
    of_both = {planned: 4, off: 1}
    # Tobias hears nothing of the agreement that he has written himself.
    assert count(group.mette, group) == {**of_both, news: 4, EVALUATION: 4}
    assert count(group.tobias, group) == {**of_both, news: 3, EVALUATION: 3}
    assert count(group.amina, group) == {news: 1, EVALUATION: 4}
    hers = ("Du har fået et forløb: {}", "Opfølgning i {}", "Svar om opfølgning i {}")
    assert count(dorte.visitor, group) == {**of_both, news: 1, **{subject.format(group.number): 1 for subject in hers}}


def count(person, group):
    """How many came of each sort; those of signing in left aside."""
    subjects = Counter(str(each["Subject"]) for each in person.letters.all())
    return {subject: number for subject, number in subjects.items() if group.number in subject or subject == EVALUATION}
