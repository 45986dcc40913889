"""Five plain words, the next date, and what the group can do from here."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from applications.lifecycle import Status
from applications.models import Application, PrioritisationRound
from notifications.models import Notification
from tests.applications.room import ANDERS, METTE, TOVE, named, owed, snapshot
from tests.factories import applications as make

pytestmark = pytest.mark.django_db

EVERY_PAGE = (
    "status", "consensus", "withdraw", "receipt", "receipt_page", "decision", "answer_request", "messages",
)  # fmt: skip
EVERY_POST = ("agree", "disagree", "take_back", "reopen", "withdraw", "answer_request", "messages", "read")


def url(name, application, *more):
    return reverse(f"applications:{name}", args=[application.pk, *more])


def told(response):
    return [str(message) for message in response.context["messages"]]


def stages(page):
    return [(stage.word, stage.when, stage.state) for stage in page.context["stages"]]


def test_a_draft_leads_to_writing_on(as_person):
    application = make.draft()
    page = as_person(TOVE).get(url("status", application))
    assert stages(page) == [
        ("Kladde", "3. november 2026", "current"),
        ("Venter på enighed", "", "ahead"),
        ("Modtaget", "", "ahead"),
        ("Vurderes", "", "ahead"),
        ("Afgjort", "", "ahead"),
    ]
    text = page.content.decode()
    assert url("check", application) in text
    assert (
        "Kladden bliver lukket 3. december 2026, hvis ingen skriver videre på den, og slettet 30 dage senere." in text
    )


def test_awaiting_shows_who_is_missing_and_what_to_do_about_it(as_person):
    application = make.awaiting(yes=[METTE])
    application.events.create(verb="asked", at=make.MORNING, data={"version": 1})
    page = as_person(TOVE).get(url("status", application))
    text = page.content.decode()
    assert stages(page)[:2] == [
        ("Kladde", "3. november 2026", "done"),
        ("Venter på enighed", "3. november 2026", "current"),
    ]
    assert "Vi mangler 2 svar" in text
    assert "Sagde ja 3. november 2026 kl. 09.00" in text
    assert url("consensus", application) in text
    assert url("remind", application, named(application, ANDERS).pk) in text
    assert url("remind", application, named(application, TOVE).pk) not in text
    assert url("remind", application, named(application, METTE).pk) not in text


def test_received_names_the_next_round(as_person):
    make.round_on()
    application = make.submitted()
    page = as_person(TOVE).get(url("status", application))
    assert stages(page)[2:4] == [
        ("Modtaget", "3. november 2026", "current"),
        ("Vurderes", "Runden 1. december 2026", "ahead"),
    ]
    text = page.content.decode()
    assert "Ansøgningen bliver vurderet på runden 1. december 2026" in text
    assert url("receipt_page", application) in text
    assert "<h1>Jeres ansøgning SPARK-2026-0001</h1>" in text


def promised(page):
    """The round that the page names in its sentence of what happens next."""
    return re.search(r"på (runden [\d]+\. \w+ \d+|den næste runde)", page.content.decode())[1]


@pytest.mark.parametrize(
    ("opened", "build", "day"),
    [
        (timedelta(days=1), make.submitted, "runden 10. november 2026"),  # frozen with it
        (timedelta(seconds=-1), make.submitted, "runden 8. december 2026"),  # frozen without it
        (timedelta(days=1), make.waiting, "runden 10. november 2026"),
        # Whoever answers from now on comes too late for what is frozen.
        (timedelta(days=1), make.needs_information, "runden 8. december 2026"),
    ],
)
def test_an_opened_round_is_promised_to_its_candidates_only(as_person, time_machine, opened, build, day):
    time_machine.move_to(make.MORNING + timedelta(days=2))
    make.round_on(date(2026, 12, 8))
    PrioritisationRound.objects.create(meets_on=date(2026, 11, 10), capacity=8, opened_at=make.MORNING + opened)
    assert promised(as_person(TOVE).get(url("status", build()))) == day


def test_whoever_answered_after_the_opening_comes_to_the_next_round(as_person):
    make.round_on(date(2026, 12, 8))
    application = make.submitted()
    PrioritisationRound.objects.create(
        meets_on=date(2026, 11, 10), capacity=8, opened_at=make.MORNING + timedelta(hours=2)
    )
    application.events.create(verb="information_answered", at=make.MORNING + timedelta(hours=3))
    assert promised(as_person(TOVE).get(url("status", application))) == "runden 8. december 2026"


def test_a_round_that_is_being_decided_is_named_after_its_day(as_person, time_machine):
    make.round_on(date(2026, 12, 8))
    PrioritisationRound.objects.create(
        meets_on=date(2026, 11, 10), capacity=8, opened_at=make.MORNING + timedelta(days=7)
    )
    application = make.submitted()
    time_machine.move_to(datetime(2026, 11, 11, 9, tzinfo=UTC))
    assert promised(as_person(TOVE).get(url("status", application))) == "runden 10. november 2026"


@pytest.mark.parametrize(
    ("build", "current", "sentence"),
    [
        (make.needs_information, "Vurderes", "på den næste runde"),
        (make.waiting, "Vurderes", "I er på venteliste og bliver vurderet igen på den næste runde"),
        (make.declined, "Afgjort", "Læs, hvad I kan gøre i stedet"),
        (make.granted, "Afgjort", "Alt, der sker nu, står på siden om jeres forløb."),
    ],
)
def test_every_later_state_says_where_it_is(as_person, build, current, sentence):
    application = build()
    PrioritisationRound.objects.update(closed_at=make.MORNING)
    page = as_person(TOVE).get(url("status", application))
    assert [word for word, _, state in stages(page) if state == "current"] == [current]
    assert sentence in page.content.decode()


def test_what_ended_early_says_how(as_person):
    application = make.withdrawn()
    application.events.create(verb="withdrawn", at=make.MORNING + timedelta(days=2))
    draft = make._moved(make.draft(people=[(n, f"x{e}", r) for n, e, r in make.TRIO]), Status.EXPIRED)
    draft.events.create(verb="begun", at=make.MORNING)
    assert stages(as_person(TOVE).get(url("status", application))) == [
        ("Kladde", "5. november 2026", "done"),
        ("Modtaget", "3. november 2026", "done"),
        ("Trukket tilbage", "5. november 2026", "current"),
    ]
    assert stages(as_person(f"x{TOVE}").get(url("status", draft)))[-1] == ("Udløbet", "", "current")


def test_the_history_is_told_in_sentences(as_person):
    application = make.submitted()
    tove, consultant = named(application, TOVE), make.person("karen@spark.example")
    consultant.roles = ["consultant"]
    consultant.save()
    story = [
        ("asked", METTE, {"version": 1}),
        ("agreed", TOVE, {"version": 1, "signatory": str(tove.pk)}),
        ("person_corrected", METTE, {"signatory": str(tove.pk), "fields": ["name", "email", "phone"]}),
        ("reminded", "frank@odense.example", {"signatory": "gone"}),
        ("set_waiting", "karen@spark.example", {}),
        ("step_saved", METTE, {"step": 3}),
    ]
    for minute, (verb, email, data) in enumerate(story):
        application.events.create(
            verb=verb, actor=make.person(email), data=data, at=make.MORNING + timedelta(minutes=minute)
        )
    page = as_person(ANDERS).get(url("status", application))
    assert [(line.text, line.by) for line in page.context["events"]] == [
        ("Ansøgningen kom på venteliste", ""),
        ("En person, der ikke længere er med fik en påmindelse", ""),
        ("Navn, e-mailadresse og telefonnummer blev rettet for Tove Riis", "Mette Holm"),
        ("Tove Riis sagde ja til version 1", ""),
        ("Alle blev bedt om at sige ja til version 1", "Mette Holm"),
    ]


def test_the_reference_leads_to_the_page_of_those_who_may_see_it(as_person):
    application = make.submitted()
    address = reverse("applications:by_reference", args=["spark-2026-0001"])
    assert as_person(TOVE).get(address).url == url("status", application)
    assert as_person("frank@odense.example").get(address).status_code == 404
    assert as_person(TOVE).get(reverse("applications:by_reference", args=["SPARK-2026-0002"])).status_code == 404


def test_a_colleague_is_reminded_once_a_day(as_person):
    application = make.awaiting(yes=[METTE])
    client, tove = as_person(METTE), named(application, TOVE)
    for expected in ("Påmindelsen er på vej.", "Personen har allerede fået en påmindelse i dag."):
        page = client.post(url("remind", application, tove.pk), follow=True)
        assert told(page)[0].startswith(expected)
    page = client.post(url("remind", application, named(application, METTE).pk), follow=True)
    assert told(page) == ["Personen skal ikke svare på noget lige nu."]
    assert client.post(url("remind", application, application.pk)).status_code == 404
    assert owed("consensus-reminder") == [TOVE]


def test_withdrawing_asks_first(as_person):
    application = make.submitted()
    client = as_person(TOVE)
    assert "Det kan ikke fortrydes" in client.get(url("withdraw", application)).content.decode()
    assert Application.objects.get().status == Status.SUBMITTED
    assert told(client.post(url("withdraw", application), follow=True)) == ["Ansøgningen er trukket tilbage."]
    for again in (client.post, client.get):
        page = again(url("withdraw", application), follow=True)
        assert told(page) == ["Ansøgningen kan ikke trækkes tilbage, som den står nu."]


# ── Whose page it is ────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("email", ["frank.fremmed@odense.example", "per@odense.example", "karen@spark.example"])
def test_strangers_the_removed_and_staff_find_nothing(as_person, email):
    application = make.draft()
    gone = make.name_too(application, "per@odense.example")
    gone.accepted_at, gone.removed_at = make.MORNING, make.MORNING
    gone.save()
    make.person("karen@spark.example").roles = ["consultant"]
    if email.startswith("karen"):
        user = make.person(email)
        user.roles = ["consultant", "head"]
        user.save()
    client = as_person(email)
    before = snapshot()
    for name in EVERY_PAGE:
        assert client.get(url(name, application)).status_code == 404
    for name in EVERY_POST:
        assert client.post(url(name, application)).status_code == 404
    for name in ("correct", "remind"):
        assert client.post(url(name, application, named(application, TOVE).pk)).status_code == 404
    assert snapshot() == before


def test_an_author_who_was_taken_off_finds_nothing(as_person):
    application = make.draft()
    me = named(application, METTE)
    me.removed_at = make.MORNING
    me.save()
    assert as_person(METTE).get(url("status", application)).status_code == 404


def test_who_has_not_said_who_they_are_sees_names_and_roles_only(as_person):
    application = make.awaiting(accepted=False)
    client = as_person(TOVE)
    before = snapshot()
    for name in EVERY_PAGE:
        text = client.get(url(name, application)).content.decode()
        assert "Ja, det er mig" in text
        assert "Mette Holm" in text
        for secret in (make.TEXT, make.WORKPLACE, make.THEME, METTE, "51 23 45 67"):
            assert secret not in text
    for name in EVERY_POST:
        assert client.post(url(name, application)).status_code == 409
    assert snapshot() == before


def test_signed_out_leads_to_the_sign_in(client):
    application = make.submitted()
    for name in EVERY_PAGE:
        assert client.get(url(name, application)).url.startswith("/log-ind/")


def test_the_pages_cost_the_same_however_long_the_story(as_person, django_assert_max_num_queries):
    application = make.awaiting(yes=[METTE])
    client = as_person(TOVE)

    def count(name):
        client.get(url(name, application))
        with django_assert_max_num_queries(14) as queries:
            assert client.get(url(name, application)).status_code == 200
        return len(queries)

    before = [count(name) for name in ("status", "consensus")]
    for number in range(20):
        make.name_too(application, f"{number}@odense.example")
        application.events.create(
            verb="agreed", actor=make.person(f"{number}@odense.example"), at=make.MORNING, data={"version": 1}
        )
    assert [count(name) for name in ("status", "consensus")] == before
    assert Notification.objects.count() == 0
