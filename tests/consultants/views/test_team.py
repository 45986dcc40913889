"""The team's page, one colleague's weeks, days away; and when an application could begin."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from consultants.models import Absence, ConsultantProfile
from tests.consultants.desk import WEEKS_AGO, opened, place, profile, staff
from tests.consultants.pages import post, read
from tests.factories import applications, consultants

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

TEAM = "/sekretariat/holdet/"
OWN = "/sekretariat/holdet/fravaer/"
SETTINGS = "/sekretariat/indstillinger/fravaer/"


def days(first, last):
    typed = {}
    for name, day in (("first_day", first), ("last_day", last)):
        typed |= {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
    return typed


def told(response):
    return [str(message) for message in response.context["messages"]]


def shown(response):
    return [
        (str(row.member.user), row.member.running, row.hours_now, row.hours_ahead, row.is_full, row.away, row.next_free)
        for row in response.context["rows"]
    ]


# ── The team ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_everybodys_hours_absence_and_next_free_day(desk):
    profile(staff(), base=place("461", "Odense").province)
    profile(staff("Åse Bro"), hours=6)
    profile(staff("Bo Dahl"), hours=0)
    opened(at=WEEKS_AGO, consultant=staff())
    opened(at=WEEKS_AGO, consultant=staff("Åse Bro"))
    consultants.absence(staff(), date(2026, 11, 16), date(2026, 12, 4))
    consultants.absence(staff(), date(2027, 2, 1), date(2027, 2, 5))
    consultants.absence(staff("Åse Bro"), date(2026, 12, 21), date(2027, 1, 3))
    consultants.absence(staff("Bo Dahl"), date(2026, 11, 16), date(2026, 11, 20))
    page = desk.get(TEAM)
    assert shown(page) == [
        ("Bo Dahl", 0, 0, 0, False, "", None),
        ("Karen Lund", 1, 7, 6, False, "Væk til 4. december 2026", date(2026, 12, 7)),
        ("Åse Bro", 1, 7, 6, True, "Væk fra 21. december 2026 til 3. januar 2027", None),
    ]
    text = read(page)
    for words in ("7 af 120", "Plads fra", "7. december 2026", "Ikke det næste halve år", "For mange", "Østjylland"):
        assert words in text
    assert OWN in text
    assert SETTINGS not in text


def test_the_head_is_led_to_everybodys_hours_and_an_empty_team_says_so(leader):
    text = read(leader.get(TEAM))
    assert "Ingen konsulenter endnu" in text
    assert SETTINGS in text
    assert OWN not in text
    assert SETTINGS in read(leader.get("/sekretariat/indstillinger/"))


def test_a_colleagues_26_weeks(desk):
    colleague = staff("Bo Dahl")
    opened(at=WEEKS_AGO, consultant=colleague)
    consultants.absence(colleague, date(2026, 12, 24), date(2027, 1, 5))
    page = desk.get(f"{TEAM}{colleague.pk}/")
    lines = page.context["lines"]
    assert len(lines) == 26
    assert [(line.number, line.capacity, line.load, line.free) for line in lines[5:8]] == [
        (52, 17, 2, 15),
        (53, 0, 2, -2),
        (1, 17, 2, 15),
    ]
    away = "fra 24. december 2026 til 5. januar 2027"
    assert [line.away for line in lines[4:9]] == ["", away, away, away, ""]
    text = read(page)
    assert "Plads til et forløb mere fra 23. november 2026." in text
    assert "Uge 53" in text
    profile(colleague, hours=0)
    assert "Ikke plads til et forløb mere det næste halve år." in read(desk.get(f"{TEAM}{colleague.pk}/"))


def test_nobody_else_has_a_calendar(desk, leader):
    gone = staff("Gone Hansen", is_active=False)
    for pk in (gone.pk, 999999, 10**30):
        assert desk.get(f"{TEAM}{pk}/").status_code == 404


# ── Days away ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_consultant_writes_their_own_days_and_takes_them_back(desk):
    assert "Der står intet fravær." in read(desk.get(OWN))
    page = post(desk, OWN, **days(date(2026, 12, 21), date(2027, 1, 3)))
    assert told(page) == ["Fraværet er skrevet ind fra 21. december 2026 til 3. januar 2027."]
    assert "21. december 2026 – 3. januar 2027" in read(page)
    absence = Absence.objects.get()
    assert absence.consultant == staff()
    page = post(desk, reverse("consultants:remove_absence", args=[absence.pk]))
    assert told(page) == ["Fraværet er slettet."]
    assert page.request["PATH_INFO"] == TEAM
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({}, "Skriv den første dag med dag, måned og år"),
        ({}, "Skriv den sidste dag med dag, måned og år"),
        (days(date(2026, 12, 4), date(2026, 12, 1)), "Den sidste dag ligger før den første. Ret en af dem."),
        (days(date(2026, 11, 1), date(2026, 11, 20)), "Skriv dage, der ikke er gået, og højst et år ad gangen."),
        (days(date(2026, 12, 9), date(2026, 12, 9)), "Der står allerede fravær fra 8. december til 10. december 2026."),
    ],
)
def test_days_that_are_refused_are_told_why(desk, typed, error):
    consultants.absence(staff(), date(2026, 12, 8), date(2026, 12, 10))
    page = desk.post(OWN, typed)
    assert page.status_code == 422
    assert read(page).count(error) >= 2
    assert Absence.objects.count() == 1


def test_a_colleagues_days_are_not_mine_to_take_back(desk):
    absence = consultants.absence(staff("Bo Dahl"), date(2026, 12, 8), date(2026, 12, 10))
    assert desk.post(reverse("consultants:remove_absence", args=[absence.pk])).status_code == 302
    assert Absence.objects.exists()


def test_the_head_writes_everybodys(leader):
    page = leader.post(SETTINGS, {"consultant": staff().pk, **days(date(2026, 12, 1), date(2026, 12, 1))}, follow=True)
    assert told(page) == ["Fraværet er skrevet ind den 1. december 2026."]
    absence = Absence.objects.get()
    assert f"<strong>{staff()}</strong>: 1. december 2026</span>" in read(page)
    page = post(leader, reverse("consultants:remove_absence", args=[absence.pk]), fra="indstillinger")
    assert page.request["PATH_INFO"] == SETTINGS
    assert "Der står intet fravær." in read(page)


def test_the_head_chooses_among_consultants_only(leader):
    typed = days(date(2026, 12, 1), date(2026, 12, 1))
    for other in ("", "x", str(10**30), str(staff("Gone Hansen", is_active=False).pk)):
        page = leader.post(SETTINGS, {"consultant": other, **typed})
        assert page.status_code == 422
        assert "Vælg en" in read(page)
    absence = consultants.absence(staff(), date(2026, 12, 1), date(2026, 12, 2))
    assert leader.post(SETTINGS, {"consultant": staff().pk, **typed}).status_code == 422
    assert Absence.objects.get() == absence


def test_days_away_page_by_page(leader):
    for number in range(30):
        consultants.absence(staff(), *2 * [date(2026, 12, 1) + timedelta(days=number)])
    consultants.absence(staff(), date(2026, 11, 1), date(2026, 11, 20))
    first = leader.get(SETTINGS).context["page"]
    assert [row.first_day.day for row in first.rows] == list(range(1, 26))
    rest = leader.get(f"{SETTINGS}{first.next}").context["page"]
    assert [row.first_day.day for row in rest.rows] == list(range(26, 31))


# ── Hours ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_head_settles_hours_and_base(leader):
    base = place("461", "Odense").province
    assert f"<strong>{staff()}</strong>: 120 timer om måneden, intet udgangspunkt" in read(leader.get(SETTINGS))
    page = f"{SETTINGS}{staff().pk}/"
    assert 'value="120"' in read(leader.get(page))
    answer = post(leader, page, hours_a_month="90", base=base.pk)
    assert told(answer) == ["Timerne for Karen Lund er gemt."]
    assert f"90 timer om måneden, {base}" in read(answer)
    assert told(post(leader, page, hours_a_month="90", base=base.pk)) == ["Der var intet at ændre."]
    assert told(post(leader, page, hours_a_month="90")) == ["Timerne for Karen Lund er gemt."]
    assert ConsultantProfile.objects.get().base is None


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"hours_a_month": ""}, "Skriv antallet af timer med tal"),
        ({"hours_a_month": "mange"}, "Skriv antallet af timer med tal"),
        ({"hours_a_month": "201"}, "Skriv et tal, der er højst 200"),
        ({"hours_a_month": "-1"}, "Skriv et tal, der er mindst 0"),
        ({"hours_a_month": "90", "base": "x"}, "Vælg en af de viste landsdele"),
    ],
)
def test_hours_that_are_none_are_refused(leader, typed, error):
    page = leader.post(f"{SETTINGS}{staff().pk}/", typed)
    assert page.status_code == 422
    assert read(page).count(error) == 2


def test_who_is_no_consultant_has_no_hours(leader):
    assert leader.get(f"{SETTINGS}999999/").status_code == 404


# ── Tidligste start ─────────────────────────────────────────────────────────────────────────────────────────────────
def side_of(desk, application):
    return read(desk.get(reverse("consultants:application", args=[application.pk]))).partition("Kan begynde")[2]


def test_an_application_says_when_it_could_begin_and_whether_that_is_in_time(desk):
    application = applications.submitted(at=WEEKS_AGO, earliest_start=None)
    assert "Tidligst 23. november 2026<" in side_of(desk, application)
    assert "Inden for det halve år, til 3. maj 2027" in side_of(desk, application)
    application.earliest_start = date(2027, 1, 4)
    application.save()
    assert "Tidligst 4. januar 2027<" in side_of(desk, application)
    consultants.absence(staff(), date(2026, 11, 23), date(2027, 5, 4))
    assert "Tidligst 4. januar 2027<" in side_of(desk, application)  # what was reckoned stands for a minute
    cache.clear()
    assert "Tidligst 5. maj 2027<" in side_of(desk, application)
    assert "<strong>Senere end det halve år, til 3. maj 2027</strong>" in side_of(desk, application)
    profile(staff(), hours=0)
    cache.clear()
    assert "Ingen har plads det næste halve år" in side_of(desk, application)


def test_one_that_is_decided_begins_no_more(desk):
    assert side_of(desk, applications.declined(at=WEEKS_AGO)) == ""
