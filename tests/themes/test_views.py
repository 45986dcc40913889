from datetime import date

import pytest

from tests.factories import applications as make
from themes.models import GuidanceLink, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


@pytest.fixture(autouse=True)
def morning(time_machine):
    time_machine.move_to(make.MORNING)


def test_the_catalogue_shows_what_can_be_applied_for_today(client):
    Theme.objects.filter(key="lone_work").update(open_until=date(2026, 11, 2))
    Theme.objects.filter(key="harassment").update(open_from=date(2026, 11, 4))
    page = client.get("/temaer/").content.decode()
    assert 'href="/temaer/violence/">Vold og trusler</a>' in page
    assert "/temaer/lone_work/" not in page
    assert "/temaer/harassment/" not in page


@pytest.mark.parametrize("key", ["change", "cooperation", "violence", "work_content", "harassment", "lone_work"])
def test_each_theme_has_its_page(client, key):
    theme = Theme.objects.get(key=key)
    page = client.get(f"/temaer/{key}/").content.decode()
    assert f"<h1>{theme.title}</h1>" in page
    assert theme.typical_situations.splitlines()[0] in page
    assert theme.what_spark_can_do.splitlines()[-1] in page
    assert theme.links.first().url in page
    assert 'href="/ansoeg/"' in page


def test_a_closed_theme_keeps_its_page_but_takes_no_applications(client):
    Theme.objects.filter(key="lone_work").update(open_until=date(2026, 11, 2))
    page = client.get("/temaer/lone_work/").content.decode()
    assert "Temaet er lukket for nye ansøgninger." in page
    assert "Ansøg om et forløb" not in page


def test_a_theme_with_a_title_alone_is_a_page_too(client):
    Theme.objects.filter(key="change").update(typical_situations="", what_spark_can_do="", about="")
    GuidanceLink.objects.all().delete()
    page = client.get("/temaer/change/").content.decode()
    assert "Kender I det?" not in page
    assert "Læs mere andre steder" not in page


def test_what_is_not_open_yet_or_never_was_is_not_found(client):
    Theme.objects.filter(key="change").update(open_from=date(2026, 11, 4))
    assert client.get("/temaer/change/").status_code == 404
    assert client.get("/temaer/findes-ikke/").status_code == 404


def test_themes_are_read_and_nothing_else(client):
    assert client.post("/temaer/").status_code == 405
    assert client.post("/temaer/change/").status_code == 405


def test_more_themes_cost_no_more_queries(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/temaer/")
    Theme.objects.bulk_create(
        Theme(key=f"t{n}", title="T", short_title="T", summary="T", open_from=date(2020, 1, 1)) for n in range(50)
    )
    with django_assert_num_queries(1):
        client.get("/temaer/")
    with django_assert_num_queries(2):
        client.get("/temaer/change/")
