from datetime import date

import pytest
from django.db import InternalError

from themes import catalogue
from themes.models import GuidanceLink, Theme

pytestmark = pytest.mark.django_db


def test_six_themes_with_their_links_stand_in_order():
    catalogue.load()
    assert [theme.key for theme in Theme.objects.all()] == [page.key for page in catalogue.PAGES]
    assert str(Theme.objects.get(key="harassment")) == "Chikane, herunder mobning og seksuel chikane"
    assert [str(link) for link in GuidanceLink.objects.filter(theme__key="harassment")] == [
        "Et sundt arbejdsliv: værktøjer om krænkelser",
        "Bekendtgørelsen om psykisk arbejdsmiljø",
        "Arbejdstilsynet om psykisk arbejdsmiljø",
    ]


def test_loading_again_touches_nothing():
    catalogue.load()
    Theme.objects.update(summary="Rettet")
    catalogue.load()
    assert set(Theme.objects.values_list("summary", flat=True)) == {"Rettet"}
    assert GuidanceLink.objects.count() == 18


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2018, 9, 30), False),
        (date(2018, 10, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_theme_is_open_from_its_first_day_to_its_last(day, is_open):
    theme = Theme(open_from=date(2018, 10, 1), open_until=date(2026, 12, 31))
    assert theme.is_open_on(day) is is_open


def test_a_theme_without_a_last_day_stays_open():
    assert Theme(open_from=date(2018, 10, 1)).is_open_on(date(2090, 1, 1))


def test_the_database_lets_no_key_change():
    catalogue.load()
    with pytest.raises(InternalError, match="Cannot update rows from themes_theme"):
        Theme.objects.filter(key="violence").update(key="threats")
