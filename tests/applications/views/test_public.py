"""Pages that everybody may read. Where nobody is signed in, the tests have no database: the pages must not ask."""

import pytest

from tests.factories.accounts import UserFactory, staff


@pytest.mark.parametrize(
    ("address", "title"),
    [("/was", "Tilgængelighedserklæring – SPARK"), ("/privatliv/", "Privatliv – SPARK")],
)
def test_a_static_text_needs_nobody_signed_in(client, address, title):
    answer = client.get(address)
    assert answer.status_code == 200
    assert f"<title>{title}</title>" in answer.content.decode()
    assert answer.content.count(b"<h1>") == 1
    assert len(answer.content) <= 15_000
    assert client.post(address).status_code == 405


def test_the_accessibility_statement_gives_phone_and_mail_and_where_to_complain(client, settings):
    text = client.get("/was").content.decode()
    main = text[text.index("<main") : text.index("</main")]
    assert 'href="tel:33703902"' in main
    assert f'href="mailto:{settings.CONTACT_MAIL}"' in main
    assert "Digitaliseringsstyrelsen" in main
    assert "Vurderingen er vores egen" in main


def test_the_privacy_text_says_who_why_how_long_and_where_to_complain(client):
    text = client.get("/privatliv/").content.decode()
    for promise in (
        "KL og Forhandlingsfællesskabet er fælles dataansvarlige",
        "artikel 6, stk. 1, litra f",
        "databeskyttelseslovens § 12",
        "30 dage efter, at de er lukket",
        "24 måneder efter sidste opfølgning",
        "klage til Datatilsynet",
        "<strong>sessionid</strong>",
        "<strong>csrftoken</strong>",
    ):
        assert promise in text


def test_the_footer_of_every_page_leads_to_both_texts(client):
    for address in ("/was", "/findes-ikke"):
        footer = client.get(address).content.decode().partition("<footer")[2]
        assert 'href="/was"' in footer
        assert 'href="/privatliv/"' in footer
        assert 'href="tel:33703902"' in footer


@pytest.mark.django_db
def test_the_privacy_text_leads_nobody_to_a_page_that_is_not_theirs(client):
    way = 'href="/ansoegninger/mine-oplysninger/"'
    assert way in client.get("/privatliv/").content.decode()
    client.force_login(UserFactory())
    assert way in client.get("/privatliv/").content.decode()
    client.force_login(staff())
    page = client.get("/privatliv/").content.decode()
    assert way not in page
    assert "Ring eller skriv til os. Vi svarer senest efter en måned." in page
