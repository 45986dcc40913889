"""The page everybody reads before they answer, and the answers themselves."""

import pytest
from django.urls import reverse

from applications.lifecycle import Status
from applications.models import Answer, Application
from tests.applications.room import ANDERS, METTE, TOVE, ask, disagree, named, read, snapshot
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


def url(name, application, *more):
    return reverse(f"applications:{name}", args=[application.pk, *more])


def typed(application, **more):
    seen = read(application)
    return {"number": seen.number, "sha256": seen.sha256, **more}


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_the_whole_version_is_shown_with_both_answers(as_person):
    application = make.awaiting(yes=[METTE])
    page = as_person(TOVE).get(url("consensus", application))
    text = page.content.decode()
    for part in (
        make.TEXT,
        make.THEME,
        make.WORKPLACE,
        "Odense Kommune",
        "Mette Holm: Leder (kontaktperson)",
        "I deltager i evalueringen",
        "I er enige om at søge",
    ):
        assert part in text
    assert "Mette Holm: sagde ja 3. november 2026 kl. 09.00" in text
    assert "Anders Maar: mangler, spurgt 3. november 2026 kl. 09.00" in text
    assert text.count(read(application).sha256) == 2
    assert "Vi mangler 2 svar" in text


def test_the_last_yes_submits_and_says_so(as_person):
    application = make.awaiting(yes=[METTE, TOVE])
    client = as_person(ANDERS)
    assert "Du er den sidste" in client.get(url("consensus", application)).content.decode()
    page = client.post(url("agree", application), typed(application), follow=True)
    assert page.redirect_chain == [(url("receipt_page", application), 302)]
    assert told(page) == ["Alle har sagt ja, og vi har modtaget SPARK-2026-0001."]
    assert Application.objects.get().status == Status.SUBMITTED


def test_a_yes_among_others_thanks(as_person):
    application = make.awaiting()
    page = as_person(TOVE).post(url("agree", application), typed(application), follow=True)
    assert told(page) == ["Tak. Dit ja er gemt. Vi mangler stadig svar fra andre."]
    again = as_person(TOVE).get(url("consensus", application)).content.decode()
    assert "Du har sagt ja til denne tekst." in again
    assert "Ja, vi er enige" not in again


@pytest.mark.parametrize("spoiled", [{}, {"number": "x"}, {"number": "9", "sha256": "0" * 64}, {"sha256": "æ" * 64}])
def test_a_yes_to_anything_else_than_the_version_is_refused(as_person, spoiled):
    application = make.awaiting()
    before = snapshot()
    data = {**typed(application), **spoiled} if spoiled else {}
    page = as_person(TOVE).post(url("agree", application), data, follow=True)
    assert told(page) == ["Teksten er ændret, siden du åbnede den. Læs den igen, og se, hvad der er nyt."]
    assert page.redirect_chain == [(url("consensus", application), 302)]
    assert snapshot() == before


def test_an_old_page_cannot_sign_the_new_text_and_the_new_page_says_what_changed(as_person):
    application = make.awaiting(yes=[TOVE])
    old_page = typed(application)
    disagree(application, METTE)
    Application.objects.filter(pk=application.pk).update(change_wish="At vi er to om natten", tried="")
    ask(application)
    client = as_person(TOVE)
    page = client.post(url("agree", application), old_page, follow=True)
    assert "Teksten er ændret" in told(page)[0]
    assert Answer.objects.filter(version__number=2).count() == 0
    text = page.content.decode()
    assert "Nyt, siden du sagde ja til version 1" in text
    assert (
        '<dd>At <del><span class="sr-only">slettet: </span>alle<span class="sr-only"> (slut)</span></del>'
        '<ins><span class="sr-only">tilføjet: </span>vi<span class="sr-only"> (slut)</span></ins> er <del>'
    ) in text
    assert [(change.label, change.before, change.after) for change in page.context["changes"]] == [
        ("Hvad I har prøvet", "Vi har talt om det på to personalemøder", "Ingenting skrevet"),
        ("Hvad der skal være anderledes", "At alle er trygge ved at møde ind", "At vi er to om natten"),
    ]


def test_a_text_asked_about_again_unchanged_says_that_nothing_is_new(as_person):
    application = make.awaiting(yes=[TOVE])
    disagree(application, METTE)
    ask(application)
    assert "Ingenting i teksten er ændret" in as_person(TOVE).get(url("consensus", application)).content.decode()
    assert (
        "Nyt, siden du sagde nej til version 1" in as_person(METTE).get(url("consensus", application)).content.decode()
    )
    assert "Nyt, siden" not in as_person(ANDERS).get(url("consensus", application)).content.decode()


def refused():
    application = make.awaiting()
    disagree(application, METTE)
    return application


@pytest.mark.parametrize(
    ("build", "heading"),
    [
        (make.awaiting, "Er I enige?"),
        (lambda: make.awaiting(yes=[TOVE]), "Det, I er bedt om at sige ja til"),
        (refused, "Det, I sidst blev bedt om at sige ja til"),
        (make.submitted, "Det, I har sagt ja til"),
    ],
)
def test_the_text_is_called_what_it_is_to_the_reader_now(as_person, build, heading):
    application = build()
    text = as_person(TOVE).get(url("consensus", application)).content.decode()
    assert f"<title>{heading} – SPARK</title>" in text
    assert f"<h1>{heading}</h1>" in text


def test_a_no_is_told_with_its_reason_on_the_status_page_of_everybody(as_person):
    application = make.awaiting(yes=[METTE])
    page = as_person(TOVE).post(
        url("disagree", application), typed(application, reason="Vi skal have natten med <b>nu</b>"), follow=True
    )
    assert told(page) == ["Tak for svaret. Teksten er åben igen, og de andre har fået besked."]
    text = as_person(ANDERS).get(url("status", application)).content.decode()
    assert "Tove Riis sagde »nej, ikke endnu«" in text
    assert "Vi skal have natten med &lt;b&gt;nu&lt;/b&gt;" in text


def test_a_no_without_a_reason_is_shown_again_with_nothing_lost(as_person):
    application = make.awaiting()
    before = snapshot()
    page = as_person(TOVE).post(url("disagree", application), typed(application, reason="  "))
    text = page.content.decode()
    assert page.status_code == 422
    assert "<title>Fejl: Er I enige?" in text
    assert text.count("Skriv, hvad der skal ændres, før du kan sige ja") == 2
    assert '<details class="details other-answer" open>' in text
    too_long = as_person(TOVE).post(url("disagree", application), typed(application, reason="æ" * 1001))
    assert too_long.status_code == 422
    assert "æ" * 1001 in too_long.content.decode()
    assert snapshot() == before


def test_a_no_to_an_old_text_keeps_what_was_typed(as_person):
    application = make.awaiting()
    page = as_person(TOVE).post(
        url("disagree", application), {"number": 9, "sha256": "0" * 64, "reason": "Natten mangler"}
    )
    assert page.status_code == 409
    assert "Natten mangler" in page.content.decode()
    assert "Teksten er ændret" in page.content.decode()


def test_answers_that_come_too_late_are_told_so(as_person):
    application = make.awaiting()
    late = typed(application, reason="Natten mangler")
    disagree(application, METTE)
    for name, data in (("agree", late), ("disagree", late), ("disagree", {})):
        page = as_person(TOVE).post(url(name, application), data, follow=True)
        assert told(page) == ["Ansøgningen venter ikke længere på dit svar. Her kan du se, hvor langt den er."]
    stale = as_person(TOVE).get(url("consensus", application)).content.decode()
    assert "Det her er den version, I sidst blev spurgt om" in stale
    assert "Ja, vi er enige" not in stale


def test_a_draft_has_nothing_to_agree_on_yet(as_person):
    application = make.draft()
    page = as_person(TOVE).get(url("consensus", application), follow=True)
    assert told(page) == ["I er ikke blevet bedt om at sige ja endnu. Ansøgningen er stadig en kladde."]


def test_a_yes_is_taken_back_once(as_person):
    application = make.submitted()
    page = as_person(TOVE).post(url("take_back", application), follow=True)
    assert told(page) == ["Dit ja er taget tilbage. Ansøgningen venter på, at I bliver enige."]
    page = as_person(TOVE).post(url("take_back", application), follow=True)
    assert told(page) == ["Du har ikke noget ja at tage tilbage lige nu."]


def test_the_text_is_opened_again_once(as_person):
    application = make.submitted()
    page = as_person(TOVE).post(url("reopen", application), follow=True)
    assert page.redirect_chain == [(url("check", application), 302)]
    assert Application.objects.get().status == Status.DRAFT
    page = as_person(METTE).post(url("reopen", application), follow=True)
    assert told(page) == ["Teksten kan ikke åbnes, som det står lige nu."]


def test_somebody_taken_off_the_version_is_not_named_by_it(as_person):
    application = make.awaiting()
    person = named(application, TOVE)
    Answer.objects.filter(signatory=person).delete()
    person.delete()
    assert "En person, der ikke længere er med: Tillids" in (
        as_person(METTE).get(url("consensus", application)).content.decode()
    )


def test_an_author_who_is_not_named_leaves_the_answer_to_the_named(as_person):
    application = make.draft(author=make.person("lone@odense.example"))
    page = as_person("lone@odense.example").post(url("reopen", application), follow=True)
    assert told(page) == ["Det kan kun de personer, der er nævnt i ansøgningen."]
    ask(application)
    assert as_person("lone@odense.example").get(url("consensus", application)).status_code == 404
