"""SPARK-linjen, contact with the municipalities, and stories that are told only while a workplace says yes."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from consultants.actions import spread as verbs
from consultants.models import Outreach, PhoneCall, Story
from tests.consultants.desk import NOW, head, staff, steering
from tests.consultants.pages import post, read
from tests.factories import applications, spread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

ROOM = "/sekretariat/udbredelse/"
PHONE, OUTREACH, STORIES, NEW = (f"{ROOM}{rest}" for rest in ("telefon/", "kommuner/", "historier/", "historier/ny/"))
PUBLIC = "/historier/"
TODAY = NOW.date()
AHEAD = "Dagen er ikke kommet endnu. Ret datoen."


def day(name, on):
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


def told(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def ids():
    there, kind, theme = applications.municipality(), applications.sector(), applications.theme()
    return {"municipality": there.pk, "sector": kind.pk, "theme": theme.pk}


# ── SPARK-linjen ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_call_is_written_without_anybodys_name_and_sent_twice_it_is_one(desk, ids):
    assert "Der er ikke skrevet opkald ind endnu." in read(desk.get(PHONE))
    typed = {**ids, **day("called_on", TODAY), "minutes": "25", "led_to_application": "on", "token": uuid4()}
    page = post(desk, PHONE, **typed)
    assert told(page) == ["Opkaldet er skrevet ind."]
    post(desk, PHONE, **typed)
    call = PhoneCall.objects.get()
    assert (call.called_on, call.minutes, call.led_to_application, call.entered_by) == (TODAY, 25, True, staff())
    assert str(call) == "Opkald 21.11.2026"
    post(desk, PHONE, **{**typed, "token": "x", "theme": "", "led_to_application": ""})
    text = read(desk.get(PHONE))
    assert "Intet bestemt" in text
    assert text.count("<span>Ja</span>") == text.count("<span>Nej</span>") == 1
    assert "2 opkald i 2026." in read(desk.get(ROOM))


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"minutes": "0"}, "Skriv et tal, der er mindst 1"),
        ({"minutes": "lidt"}, "Skriv antallet af minutter med tal"),
        ({"municipality": ""}, "Vælg en kommune"),
        ({"sector": "x"}, "Vælg en af de viste muligheder"),
        (day("called_on", TODAY + timedelta(days=1)), AHEAD),
        (day("called_on", date(2015, 12, 31)), "SPARK begyndte i 2016. Skriv en dag fra dengang til i dag"),
    ],
)
def test_a_call_that_lacks_something_is_not_written(desk, ids, changed, error):
    page = desk.post(PHONE, {**ids, **day("called_on", TODAY), "minutes": "25", **changed})
    assert page.status_code == 422
    assert read(page).count(error) >= 2
    assert not PhoneCall.objects.exists()


def test_calls_page_by_page(desk):
    spread.many(30)
    first = desk.get(PHONE).context["page"]
    assert len(first.rows) == 25
    assert len(desk.get(f"{PHONE}{first.next}").context["page"].rows) == 5


# ── What was entered wrongly ────────────────────────────────────────────────────────────────────────────────────────
def test_a_call_is_corrected_when_it_has_led_to_an_application(desk, ids):
    call = spread.call(on=TODAY, minutes=20)
    address = f"{PHONE}{call.pk}/"
    assert f'href="{address}"' in read(desk.get(PHONE))
    page = desk.get(address)
    assert (page.context["form"]["minutes"].value(), page.context["form"]["theme"].value()) == (20, None)
    typed = {**ids, **day("called_on", TODAY), "minutes": "25", "led_to_application": "on"}
    after = post(desk, address, **typed, set=page.context["seen"])
    assert told(after) == ["Opkaldet er rettet."]
    call.refresh_from_db()
    assert (call.minutes, call.led_to_application, call.theme) == (25, True, applications.theme())
    # The double press finds it as it is.
    assert told(post(desk, address, **typed, set=page.context["seen"])) == ["Opkaldet er rettet."]


def test_a_contact_is_corrected_and_the_municipality_tells_all_of_them(desk, ids):
    odense = applications.municipality()
    there = f"{OUTREACH}{odense.pk}/"
    assert "Der er ikke skrevet nogen kontakt ind." in read(desk.get(there))
    contact = spread.outreach(on=date(2026, 10, 1))
    spread.call(on=date(2026, 10, 2), theme=applications.theme())
    spread.call(on=date(2026, 10, 3))
    assert f'href="{there}"' in read(desk.get(OUTREACH))
    text = read(desk.get(there))
    assert ("1. oktober 2026" in text, text.count("20 minutter")) == (True, 2)
    address = f"{ROOM}kontakt/{contact.pk}/"
    assert f'href="{address}"' in text
    page = desk.get(address)
    typed = {"municipality": odense.pk, **day("on", date(2026, 9, 30)), "channel": "meeting"}
    after = post(desk, address, **typed, set=page.context["seen"])
    assert told(after) == ["Kontakten er rettet."]
    assert ("30. september 2026" in read(after), "Møde" in read(after)) == (True, True)


def test_the_second_to_correct_is_told_what_stands(desk, ids):
    call, contact = spread.call(on=TODAY), spread.outreach(on=TODAY)
    typed = {**ids, **day("called_on", TODAY), "minutes": "25", "set": "old"}
    refused = desk.post(f"{PHONE}{call.pk}/", typed)
    stands = (
        "Nu står der: 21. november 2026, Odense, Social og handicap, intet bestemt tema, 20 minutter, førte ikke til"
    )
    assert (refused.status_code, stands in read(refused), 'value="25"' in read(refused)) == (422, True, True)
    # Having read it, they may.
    post(desk, f"{PHONE}{call.pk}/", **typed | {"set": refused.context["seen"], "led_to_application": "on"})
    refused = desk.post(f"{PHONE}{call.pk}/", typed)
    theme = applications.theme().short_title
    assert f"Odense, Social og handicap, {theme}, 25 minutter, førte til en ansøgning" in read(refused)
    typed = {"municipality": ids["municipality"], **day("on", date(2026, 9, 30)), "channel": "meeting", "set": "old"}
    refused = desk.post(f"{ROOM}kontakt/{contact.pk}/", typed)
    assert "Nu står der: 21. november 2026, Odense, Mail." in read(refused)
    contact.refresh_from_db()
    assert contact.channel == "mail"


def test_a_correction_into_the_future_is_none(desk, ids):
    call, contact = spread.call(on=TODAY), spread.outreach(on=TODAY)
    tomorrow = TODAY + timedelta(days=1)
    for address, typed in (
        (f"{PHONE}{call.pk}/", {**ids, **day("called_on", tomorrow), "minutes": "25"}),
        (f"{ROOM}kontakt/{contact.pk}/", {**ids, **day("on", tomorrow), "channel": "mail"}),
    ):
        page = desk.post(address, typed)
        assert (page.status_code, read(page).count(AHEAD)) == (422, 2)


def test_what_never_was_is_erased_once(desk):
    call, contact = spread.call(), spread.outreach()
    for address, words in (
        (f"{PHONE}{call.pk}/", "Opkaldet er slettet."),
        (f"{ROOM}kontakt/{contact.pk}/", "Kontakten er slettet."),
    ):
        assert f'action="{address}slet/"' in read(desk.get(address))
        for _ in range(2):
            assert told(post(desk, f"{address}slet/")) == [words]
        assert desk.get(address).status_code == 404
    assert (PhoneCall.objects.count(), Outreach.objects.count()) == (0, 0)


# ── Kommuner ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_each_municipality_with_its_last_contact_and_by_what(desk):
    odense = applications.municipality()
    others = [
        type(odense).objects.create(code=code, name=name, sort_key=name, province=odense.province)
        for code, name in (("901", "aby"), ("902", "bby"), ("903", "cby"))
    ]
    spread.outreach(on=date(2026, 10, 1))
    spread.outreach(on=date(2026, 9, 1), channel="event")
    spread.call(on=date(2026, 10, 2), municipality=others[0])
    spread.outreach(on=date(2026, 10, 1), channel="letter", municipality=others[1])
    spread.call(on=date(2026, 9, 2), municipality=others[1])
    page = desk.get(OUTREACH)
    assert {(row.name, row.on, row.by) for row in page.context["rows"]} == {
        (str(odense), date(2026, 10, 1), "Mail"),
        ("aby", date(2026, 10, 2), "SPARK-linjen"),
        ("bby", date(2026, 10, 1), "Brev"),
        ("cby", None, ""),
    }
    assert "1 kommune har vi endnu ikke været i kontakt med." in read(page)
    assert "1 kommune har vi endnu ikke" in read(desk.get(ROOM))
    typed = {"municipality": others[2].pk, **day("on", TODAY), "channel": "meeting", "token": uuid4()}
    after = post(desk, OUTREACH, **typed)
    assert told(after) == ["Kontakten til cby er skrevet ind."]
    assert "Vi har været i kontakt med alle kommuner." in read(after)
    post(desk, OUTREACH, **typed)
    assert str(Outreach.objects.latest("id")) == "Møde 21.11.2026"
    assert Outreach.objects.count() == 4
    assert "Vi har været i kontakt med alle kommuner." in read(desk.get(ROOM))


def test_a_contact_to_come_is_none_yet(desk, ids):
    typed = {"municipality": ids["municipality"], **day("on", TODAY + timedelta(days=1)), "channel": "mail"}
    page = desk.post(OUTREACH, typed)
    assert page.status_code == 422
    assert read(page).count(AHEAD) == 2
    assert not Outreach.objects.exists()


# ── Stories ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def story_form(ids, **changed):
    """As the page sends it that was opened just now."""
    place = {name: ids[name] for name in ("municipality", "theme")}
    read = Story.objects.values_list("edit_number", flat=True).first() or 0
    return {"title": spread.TITLE, "text": spread.TEXT, "read": read, **place, **changed}


YES = {"consent_by": "Lederen og tillidsrepræsentanten", **day("consent_on", date(2026, 11, 20))}


def step(story, name):
    return reverse(f"consultants:{name}_story", args=[story.pk])


def public(client, story):
    return client.get(f"{PUBLIC}{story.pk}/").status_code


def test_a_story_is_public_only_with_a_yes_and_gone_the_moment_it_is_taken_back(desk, client, ids):
    assert "Der er ingen historier endnu." in read(desk.get(STORIES))
    token = uuid4()
    page = post(desk, NEW, **story_form(ids, token=token))
    post(desk, NEW, **story_form(ids, token=token))
    story = Story.objects.get()
    assert (story.pk, story.written_by, str(story)) == (token, staff(), spread.TITLE)
    assert "Venter på et ja" in read(page)
    page = post(desk, step(story, "publish"))
    assert told(page) == ["Historien kan først offentliggøres, når arbejdspladsen har sagt ja til den."]
    assert public(client, story) == 404

    address = reverse("consultants:story", args=[story.pk])
    assert "Arbejdspladsen har sagt ja" in read(post(desk, address, **story_form(ids, **YES)))
    assert public(client, story) == 404
    assert told(post(desk, step(story, "publish"))) == ["Historien er offentliggjort."]
    post(desk, step(story, "publish"))
    assert public(client, story) == 200
    text = read(client.get(PUBLIC))
    assert spread.TITLE in text
    assert "Odense" not in text
    assert "Odense" not in read(client.get(f"{PUBLIC}{story.pk}/"))
    assert spread.TEXT in read(client.get(f"{PUBLIC}{story.pk}/"))
    assert "Offentliggjort" in read(desk.get(STORIES))
    assert "1 er offentliggjort." in read(desk.get(ROOM))

    page = post(desk, step(story, "withdraw"))
    assert told(page) == ["Samtykket er slettet, og historien er taget ned."]
    assert "Arbejdspladsen trak sit ja tilbage 21. november 2026." in read(page)
    assert public(client, story) == 404
    assert "Der er ingen historier lige nu." in read(client.get(PUBLIC))
    post(desk, step(story, "publish"))
    assert public(client, story) == 404


def test_the_municipality_is_named_where_it_may_be(client):
    story = spread.story(consent_by="Lederen", consent_on=TODAY, published_at=NOW, shows_municipality=True)
    assert "Odense" in read(client.get(PUBLIC))
    assert "Odense" in read(client.get(f"{PUBLIC}{story.pk}/"))


def test_taken_down_it_may_be_put_up_again(desk, client):
    story = spread.story(consent_by="Lederen", consent_on=TODAY, published_at=NOW)
    assert told(post(desk, step(story, "take_down"))) == ["Historien er taget ned."]
    assert public(client, story) == 404
    post(desk, step(story, "publish"))
    assert public(client, story) == 200


def test_other_words_void_the_yes_and_take_the_story_down(desk, client, ids):
    story = spread.story(consent_by=YES["consent_by"], consent_on=date(2026, 11, 20), published_at=NOW)
    address = reverse("consultants:story", args=[story.pk])
    same = post(desk, address, **story_form(ids, **YES))
    assert told(same) == ["Historien er gemt."]
    assert public(client, story) == 200
    page = post(desk, address, **story_form(ids, **YES, shows_municipality="on"))
    assert told(page) == [
        "Historien er gemt.",
        "Historien er taget ned, fordi den er ændret. Arbejdspladsen skal sige ja igen.",
    ]
    assert public(client, story) == 404
    story.refresh_from_db()
    assert (story.has_consent, story.consent_by) == (False, "")
    post(desk, step(story, "withdraw"))  # nothing to take back
    story.refresh_from_db()
    assert story.withdrawn_at is None


def test_a_new_yes_to_new_words_stands_and_one_that_is_deleted_takes_it_down(desk, client, ids):
    story = spread.story(consent_by="Lederen", consent_on=date(2026, 11, 1), published_at=NOW)
    Story.objects.update(withdrawn_at=NOW - timedelta(days=5))
    address = reverse("consultants:story", args=[story.pk])
    post(desk, address, **story_form(ids, **YES, title="En anden"))
    story.refresh_from_db()
    assert (story.consent_on, story.published_at, story.withdrawn_at) == (date(2026, 11, 20), None, None)
    post(desk, step(story, "publish"))
    page = post(desk, address, **story_form(ids, title="En anden"))
    assert "Historien er taget ned, fordi den er ændret" in told(page)[1]
    assert public(client, story) == 404


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"title": ""}, "Skriv en overskrift"),
        ({"text": "x" * 6001}, "Teksten må højst fylde 6000 tegn."),
        ({"consent_by": "Lederen"}, "Skriv, hvornår de sagde ja"),
        (day("consent_on", TODAY), "Skriv, hvem der har sagt ja"),
        ({"consent_by": "Lederen", **day("consent_on", TODAY + timedelta(days=1))}, AHEAD),
        ({"consent_by": "Lederen", **day("consent_on", TODAY), "consent_on_day": "40"}, "Skriv dagen med et tal"),
    ],
)
def test_a_story_that_lacks_something_is_not_saved(desk, ids, changed, error):
    page = desk.post(NEW, story_form(ids, **changed))
    assert page.status_code == 422
    assert read(page).count(error) >= 2
    assert not Story.objects.exists()


def test_what_looks_like_a_cpr_number_is_warned_of(desk, ids):
    page = desk.post(NEW, story_form(ids, text="Født 010190-1234", title=""))
    assert "Noget i teksten ligner et CPR-nummer." in read(page)


def test_what_is_not_there_is_404(desk, client):
    for name in ("publish_story", "take_down_story", "withdraw_story"):
        assert desk.post(reverse(f"consultants:{name}", args=[uuid4()])).status_code == 404
    assert desk.get(reverse("consultants:story", args=[uuid4()])).status_code == 404


def test_only_the_secretariat_enters_these(ids):
    story = spread.story()
    call = verbs.Call(TODAY, applications.municipality(), applications.sector(), None, 5, led_to_application=False)
    for other in (steering(), applications.person(), staff("Gone Hansen", is_active=False)):
        with pytest.raises(verbs.NotTheSecretariat):
            verbs.log_call(call=call, token=uuid4(), by=other, now=NOW)
        for verb in (verbs.publish, verbs.withdraw_consent):
            with pytest.raises(verbs.NotTheSecretariat):
                verb(story_id=story.pk, by=other, now=NOW)
    verbs.log_call(call=call, token=uuid4(), by=head(), now=NOW)
    assert PhoneCall.objects.count() == 1
