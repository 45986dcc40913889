import pytest

from accounts.models import Role
from tests.factories.accounts import staff
from themes.models import Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


@pytest.fixture
def administrator(client):
    client.force_login(staff(Role.ADMIN))
    return client


def links(theme):
    rows = list(theme.links.all())
    form = {"links-TOTAL_FORMS": len(rows), "links-INITIAL_FORMS": len(rows)}
    for number, link in enumerate(rows):
        form |= {f"links-{number}-{field}": getattr(link, field) for field in ("id", "title", "url", "position")}
        form[f"links-{number}-theme"] = theme.pk
    return form


def test_the_administrator_edits_a_theme_but_not_its_key(administrator):
    theme = Theme.objects.get(key="change")
    typed = {
        "key": "noget_andet",
        "title": theme.title,
        "short_title": theme.short_title,
        "summary": "Ny kort tekst",
        "about": theme.about,
        "typical_situations": theme.typical_situations,
        "what_spark_can_do": theme.what_spark_can_do,
        "position": 1,
        "open_from": "13.04.2016",
        "open_until": "",
        **links(theme),
        "links-0-DELETE": "on",
    }
    response = administrator.post(f"/administration/themes/theme/{theme.pk}/change/", typed)
    assert response.status_code == 302
    theme.refresh_from_db()
    assert (theme.key, theme.summary, theme.links.count()) == ("change", "Ny kort tekst", 2)


def test_a_new_theme_gets_its_key(administrator):
    page = administrator.get("/administration/themes/theme/add/").content.decode()
    assert 'name="key"' in page


def test_a_theme_is_never_deleted(administrator):
    theme = Theme.objects.get(key="change")
    assert administrator.post(f"/administration/themes/theme/{theme.pk}/delete/", {"post": "yes"}).status_code in (
        403,
        404,
    )
    assert Theme.objects.filter(key="change").exists()


def test_only_the_administrator_enters(client):
    client.force_login(staff(Role.CONSULTANT))
    assert client.get("/administration/themes/theme/").status_code == 404
