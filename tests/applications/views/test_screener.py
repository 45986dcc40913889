import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from accounts.models import Role
from applications.forms import screener
from applications.models import Application, Intake
from tests.applications.desk import METTE, TOVE, YES
from tests.factories import applications as make
from tests.factories.accounts import staff
from tests.world import ELSEWHERE

pytestmark = pytest.mark.django_db


def answer(client, **changes):
    return client.post("/ansoeg/", {**YES, **changes})


def token_of(response):
    return parse_qs(urlsplit(response["Location"]).query)["svar"][0]


def test_all_answers_lead_on_with_a_signed_token(client):
    response = answer(client)
    assert response.status_code == 302
    assert urlsplit(response["Location"]).path == "/ansoegninger/ny/"
    assert screener.unseal(token_of(response)).answers == YES


@pytest.mark.parametrize(
    ("changes", "slug", "words"),
    [
        ({"municipal": "no"}, "ikke-kommunal", "SPARK er for kommunale arbejdspladser"),
        ({"agreed": "no"}, "ikke-enige", "tillidsrepræsentant"),
        ({"personnel_case": "yes"}, "personalesag", "HR"),
        ({"improvement_order": "comply"}, "paabud", "Arbejdstilsynet"),
        ({"ready": "no"}, "ikke-klar", "inden for et halvt år"),
        ({"ready": "no", "agreed": "no"}, "ikke-enige", "Begynd med en samtale"),
    ],
)
def test_a_no_leads_to_a_calm_page_with_the_next_step(client, changes, slug, words):
    response = answer(client, **changes)
    assert urlsplit(response["Location"]).path == f"/ansoeg/{slug}/"
    page = client.get(response["Location"])
    text = page.content.decode()
    assert page.status_code == 200
    assert words in text
    assert "error" not in text
    assert "33 70 39 02" in text
    back = re.search(r'href="(/ansoeg/\?svar=[^"]+)">Ret jeres svar', text)[1].replace("&amp;", "&")
    form = client.get(back).content.decode()
    question, value = next(iter(changes.items()))
    assert re.search(rf'name="{question}"[^>]*value="{value}" checked', form)


def test_on_the_way_to_agreement_and_an_order_beside_are_no_hindrance(client):
    response = answer(client, agreed="on_the_way", improvement_order="beside")
    assert urlsplit(response["Location"]).path == "/ansoegninger/ny/"


def test_a_page_of_next_steps_stands_alone_too(client):
    assert 'href="/ansoeg/">Ret jeres svar' in client.get("/ansoeg/paabud/").content.decode()
    assert client.get("/ansoeg/noget-andet/").status_code == 404


@pytest.mark.parametrize("typed", [{}, {"municipal": "måske"}, {**YES, "ready": ["\0"]}])
def test_what_is_missing_or_wrong_is_said_at_the_question(client, typed):
    response = client.post("/ansoeg/", typed)
    text = response.content.decode()
    assert response.status_code == 422
    assert "<title>Fejl: Kan SPARK hjælpe jer? – SPARK</title>" in text
    assert "Vælg" in text


def test_given_answers_stay_chosen_when_one_is_missing(client):
    text = client.post("/ansoeg/", {**YES, "ready": ""}).content.decode()
    assert text.count(" checked") == 4
    assert "Der er en fejl på siden" in text


def test_a_token_from_elsewhere_is_a_new_page_with_a_word(client):
    page = client.get("/ansoeg/?svar=noget-andet").content.decode()
    assert "Der er gået mere end et døgn" in page
    assert " checked" not in page


# ── Begin ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_signed_out_people_come_back_with_their_answers(client):
    begin = answer(client)["Location"]
    response = client.get(begin)
    assert urlsplit(response["Location"]).path == "/log-ind/"
    assert parse_qs(urlsplit(response["Location"]).query)["next"] == [begin]


def test_a_visit_says_what_to_have_ready_and_makes_nothing(as_person):
    client = as_person(METTE)
    page = client.get(answer(client)["Location"]).content.decode()
    assert "Der er fem korte trin" in page
    assert "Det tager cirka 20 minutter" in page
    assert Application.objects.count() == 0


def test_whoever_is_named_already_is_led_there_first(as_person):
    theirs, elsewhere = make.submitted(), make.submitted(people=ELSEWHERE)
    client = as_person(METTE)
    page = client.get(answer(client)["Location"]).content.decode()
    assert "Du er allerede med i en ansøgning" in page
    assert f'href="/ansoegninger/{theirs.pk}/"' in page
    assert theirs.reference in page
    # The same workplace has asked before, but without this person: the form tells nothing of it.
    assert elsewhere.reference not in page


def test_what_is_over_and_done_with_is_not_in_the_way(as_person):
    make.withdrawn()
    client = as_person(METTE)
    assert "Du er allerede med" not in client.get(answer(client)["Location"]).content.decode()


def test_pressed_twice_it_leads_to_the_same_draft(as_person):
    client = as_person(METTE)
    token = token_of(answer(client))
    first, second = (client.post("/ansoegninger/ny/", {"svar": token}) for _ in range(2))
    application = Application.objects.get()
    assert first["Location"] == second["Location"] == f"/ansoegninger/{application.pk}/trin/1/"
    assert application.declarations == YES
    assert application.author.email == METTE


def test_another_person_with_the_same_address_bar_gets_a_draft_of_their_own(as_person):
    token = token_of(answer(as_person(METTE)))
    as_person(METTE).post("/ansoegninger/ny/", {"svar": token})
    as_person(TOVE).post("/ansoegninger/ny/", {"svar": token})
    assert {each.author.email for each in Application.objects.all()} == {METTE, TOVE}


@pytest.mark.parametrize("token", ["", "noget-andet"])
def test_without_our_token_the_questions_come_first(as_person, token):
    client = as_person(METTE)
    assert client.get("/ansoegninger/ny/", {"svar": token})["Location"] == "/ansoeg/"
    assert client.post("/ansoegninger/ny/", {"svar": token})["Location"] == "/ansoeg/"
    assert Application.objects.count() == 0


def test_answers_live_for_a_day(as_person, time_machine):
    client = as_person(METTE)
    token = token_of(answer(client))
    time_machine.move_to(make.MORNING + timedelta(days=1, seconds=2))
    client = as_person(METTE)
    assert client.post("/ansoegninger/ny/", {"svar": token})["Location"] == "/ansoeg/"
    assert "Der er gået mere end et døgn" in client.get("/ansoeg/").content.decode()


def test_answers_that_say_no_do_not_begin_a_draft(as_person):
    client = as_person(METTE)
    token = token_of(answer(client, ready="no"))
    assert client.post("/ansoegninger/ny/", {"svar": token})["Location"].startswith("/ansoeg/?svar=")
    assert Application.objects.count() == 0


def test_staff_have_no_page_here(client):
    token = token_of(answer(client))
    client.force_login(staff(Role.CONSULTANT))
    assert client.get(f"/ansoegninger/ny/?svar={token}").status_code == 404
    assert client.get("/ansoegninger/").status_code == 404


def test_whoever_begins_while_intake_is_closed_is_told_before_writing(client):
    leads_to = answer(client)["Location"]
    client.force_login(make.person(METTE))
    Intake.objects.create(is_open=True, at=make.MORNING)
    assert "Vi åbner igen den 1. februar." not in client.get(leads_to).content.decode()
    Intake.objects.create(is_open=False, message="Vi åbner igen den 1. februar.", at=make.MORNING)
    assert "Vi åbner igen den 1. februar." in client.get(leads_to).content.decode()
