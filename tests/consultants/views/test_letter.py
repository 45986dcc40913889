"""The letter of a decision: a minute to regret or to write it better, and the group sees nothing before it leaves."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages

from applications.actions import decisions, triage
from applications.lifecycle import Status
from applications.models import ApplicationEvent
from applications.models.application import DeclineReason
from consultants.actions import engagements, regretting
from tests.consultants.desk import NOW, WEEKS_AGO, head, staff
from tests.consultants.pages import text_of
from tests.factories import applications, joint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

METTE = applications.TRIO[0][1]


def declined(by=None, at=NOW, hold=decisions.WINDOW):
    application = applications.submitted(at=WEEKS_AGO)
    triage.decline(
        application_id=application.pk,
        by=by or staff(),
        reason=DeclineReason.CAPACITY,
        text="Desværre <ikke>.",
        now=at,
        hold=hold,
    )
    return application


def granted(by=None, to=None):
    application = applications.submitted(at=WEEKS_AGO)
    engagements.open(
        application_id=application.pk,
        consultant=to or staff("Bo Dahl"),
        by=by or staff(),
        round_id=applications.round_on(date(2026, 12, 1), capacity=1).pk,
        urgency_reason="",
        text="Velkommen.",
        now=NOW,
        hold=decisions.WINDOW,
    )
    return application


def waiting():
    application = applications.submitted(at=WEEKS_AGO)
    triage.set_waiting(application_id=application.pk, by=staff(), now=NOW, hold=decisions.WINDOW)
    return application


def page_of(application, rest=""):
    return f"/sekretariat/ansoegninger/{application.pk}/{rest}"


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def later(seconds):
    return time_machine.travel(NOW + timedelta(seconds=seconds), tick=False)


# ── The desk ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_letter_says_until_when_it_waits(desk):
    application = declined()
    page = text_of(desk.get(page_of(application, "svar/")))
    assert "Mailen går tidligst kl. 11.01.00 ." in page
    assert "Desværre <ikke>." in page
    assert "Fortryd afgørelsen" in page
    assert "Ret brevet, eller fortryd afgørelsen" in text_of(desk.get(page_of(application)))


def test_a_decision_is_taken_back(desk):
    application = declined()
    response = desk.post(page_of(application, "svar/fortryd/"))
    assert response.headers["Location"] == page_of(application)
    assert told(response) == ["Afgørelsen er fortrudt. SPARK-2026-0001 er tilbage på bordet, og intet er sendt."]
    page = text_of(desk.get(page_of(application)))
    assert "Afgørelsen blev fortrudt, før brevet blev sendt" in page
    assert "Desværre <ikke>." not in page
    assert "Giv afslag" in page
    response = desk.post(page_of(application, "svar/fortryd/"))
    assert told(response)[-1] == "SPARK-2026-0001 er ikke afgjort, så der er intet at fortryde."
    response = desk.get(page_of(application, "svar/"))
    assert response.headers["Location"] == page_of(application)
    assert told(response)[-1] == "SPARK-2026-0001 er ikke afgjort."


def test_a_place_on_the_waiting_list_is_taken_back_once(desk):
    application = waiting()
    desk.post(page_of(application, "svar/"), {"text": "I venter."})
    page = text_of(desk.get(page_of(application, "svar/")))
    assert "Brevet, version 2 I venter." in page
    assert "Version 1, 21. november 2026 kl. 11.00 · Karen Lund" in page
    desk.post(page_of(application, "svar/fortryd/"))
    application.refresh_from_db()
    assert application.status == Status.SUBMITTED
    response = desk.post(page_of(application, "svar/fortryd/"))
    assert told(response)[-1] == "SPARK-2026-0001 er ikke afgjort, så der er intet at fortryde."


def test_too_late_is_told_and_the_letter_stands(desk):
    application = declined()
    with later(60):
        response = desk.post(page_of(application, "svar/fortryd/"))
        assert response.headers["Location"] == page_of(application, "svar/")
        assert told(response) == ["Det er for sent: Brevet er sendt, og afgørelsen står ved magt."]
        page = text_of(desk.get(page_of(application, "svar/")))
        assert "Brevet er sendt og kan ikke længere rettes." in page
        assert "Fortryd afgørelsen" not in page
    application.refresh_from_db()
    assert application.status == Status.DECLINED


def test_the_letter_is_written_better_and_every_version_kept(desk):
    application = declined()
    response = desk.post(page_of(application, "svar/"), {"text": "Bedre <b>ord</b>."})
    assert response.headers["Location"] == page_of(application, "svar/")
    assert told(response) == ["Brevet er rettet: Version 2 er den, gruppen får."]
    page = text_of(desk.get(page_of(application, "svar/")))
    assert "Brevet, version 2 Bedre <b>ord</b>." in page
    assert "Version 1, 21. november 2026 kl. 11.00 · Karen Lund" in page
    assert "Brevet blev rettet, før det blev sendt" in text_of(desk.get(page_of(application)))
    response = desk.post(page_of(application, "svar/"), {"text": "Bedre <b>ord</b>."})
    assert told(response)[-1] == "Der er ikke rettet noget i brevet."


def test_words_written_too_late_are_kept_on_the_page(desk):
    application = declined()
    with later(75):
        response = desk.post(page_of(application, "svar/"), {"text": "Bedre ord, for sent."})
    assert response.status_code == 422
    assert "Brevet er sendt imens og kan ikke længere rettes." in text_of(response)
    assert "Bedre ord, for sent." in text_of(response)
    assert application.letters.count() == 1


def test_an_empty_letter_is_refused(desk):
    response = desk.post(page_of(declined(), "svar/"), {"text": " "})
    assert response.status_code == 422
    assert "Skriv brevet" in text_of(response)


def test_what_a_colleague_regrets_while_i_write_is_told(desk, monkeypatch):
    """The moment between the page's question and the verb's lock is too short to hit from outside."""
    application, verb = declined(), regretting.rewrite

    def second(**facts):
        regretting.take_back(application_id=application.pk, by=head(), now=NOW)
        return verb(**facts)

    monkeypatch.setattr(regretting, "rewrite", second)
    response = desk.post(page_of(application, "svar/"), {"text": "Bedre."})
    assert told(response) == ["Afgørelsen er fortrudt imens, så der er ikke noget brev at rette."]


def test_whoever_grants_to_a_colleague_can_regret_it(desk):
    application = granted()
    assert desk.get(page_of(application)).status_code == 404
    assert "Velkommen." in text_of(desk.get(page_of(application, "svar/")))
    desk.post(page_of(application, "svar/fortryd/"))
    assert desk.get(page_of(application)).status_code == 200


def test_another_consultant_finds_no_letter_of_a_colleagues_engagement(desk):
    application = granted(by=head())
    assert desk.get(page_of(application, "svar/")).status_code == 404
    assert desk.post(page_of(application, "svar/fortryd/")).status_code == 404


def test_an_engagement_in_use_is_not_undone(desk):
    application = granted(to=staff())
    engagements.contact(engagement_id=application.engagement.pk, by=staff(), contacted_on=NOW.date(), now=NOW)
    response = desk.post(page_of(application, "svar/fortryd/"))
    assert told(response) == ["Forløbet er allerede i gang. Skal det ikke blive til noget, så aflys det i stedet."]
    application.refresh_from_db()
    assert application.status == Status.GRANTED


# ── The group ───────────────────────────────────────────────────────────────────────────────────────────────────────
def of_group(application, rest=""):
    return f"/ansoegninger/{application.pk}/{rest}"


@pytest.mark.parametrize("made", [declined, granted])
def test_the_group_sees_nothing_of_a_decision_that_waits(client, made):
    application = made()
    client.force_login(applications.person(METTE))
    for page in (text_of(client.get(of_group(application))), text_of(client.get("/ansoegninger/"))):
        assert "Modtaget" in page
        assert "SPARK gav svar" not in page
        assert "svaret, og hvad I kan gøre" not in page
        assert "I har fået et forløb" not in page
    assert client.get(of_group(application, "svar/")).headers["Location"] == of_group(application)
    assert client.get(of_group(application, "forloeb/")).status_code == 404
    mine = text_of(client.get("/ansoegninger/mine-oplysninger/mine-oplysninger.json"))
    assert "Modtaget" in mine
    assert "Afslået" not in mine
    assert "Bevilget" not in mine
    with later(60):
        assert "SPARK gav svar" in text_of(client.get(of_group(application)))
        assert client.get(of_group(application, "svar/")).status_code == 200
        assert client.get(of_group(application, "forloeb/")).status_code == (404 if made is declined else 200)


def test_the_group_reads_of_the_waiting_list_once_the_minute_is_over(client):
    application = waiting()
    client.force_login(applications.person(METTE))
    page = text_of(client.get(of_group(application)))
    assert "Modtaget" in page
    assert "venteliste" not in page
    assert client.get(of_group(application, "svar/")).headers["Location"] == of_group(application)
    with later(60):
        assert "Ansøgningen kom på venteliste" in text_of(client.get(of_group(application)))
        assert "I er på venteliste" in text_of(client.get(of_group(application, "svar/")))


@pytest.mark.parametrize("made", [declined, waiting])
def test_the_group_never_learns_of_a_decision_that_was_regretted(client, made):
    application = made()
    regretting.take_back(application_id=application.pk, by=staff(), now=NOW)
    client.force_login(applications.person(METTE))
    with later(3600):
        page = text_of(client.get(of_group(application)))
        assert client.get(of_group(application, "svar/")).headers["Location"] == of_group(application)
    assert "SPARK gav svar" not in page
    assert "venteliste" not in page
    decided = ApplicationEvent.objects.filter(application=application, verb__in=["declined", "set_waiting"])
    assert decided.count() == 1


def test_a_decision_after_a_regretted_one_is_told_once(client):
    application = declined()
    regretting.take_back(application_id=application.pk, by=staff(), now=NOW)
    triage.decline(application_id=application.pk, by=staff(), reason=DeclineReason.CAPACITY, text="Nej.", now=NOW)
    client.force_login(applications.person(METTE))
    page = text_of(client.get(of_group(application)))
    assert page.count("SPARK gav svar") == 1
    assert "Nej." in text_of(client.get(of_group(application, "svar/")))


def test_a_contact_of_a_workplace_is_not_told_early(client):
    application = joint.submitted()
    triage.decline(
        application_id=application.pk,
        by=staff(),
        reason=DeclineReason.CAPACITY,
        text="Nej.",
        now=NOW,
        hold=decisions.WINDOW,
    )
    client.force_login(applications.person(joint.KIM))
    page = of_group(application, "arbejdsplads/")
    assert "SPARK har svaret" not in text_of(client.get(page))
    with later(60):
        assert "SPARK har svaret" in text_of(client.get(page))


def test_the_mail_that_waits_or_was_taken_back_is_not_told_among_my_mails(client):
    application = declined()
    client.force_login(applications.person(METTE))
    mine = "/ansoegninger/mine-oplysninger/mine-oplysninger.json"
    assert "Der er svar på ansøgningen" not in text_of(client.get(mine))
    with later(60):
        assert "Der er svar på ansøgningen" in text_of(client.get(mine))
    regretting.take_back(application_id=application.pk, by=staff(), now=NOW)
    with later(60):
        assert "Der er svar på ansøgningen" not in text_of(client.get(mine))
