"""The day, as a consultant and the head see it in the morning."""

from datetime import UTC, date, datetime, timedelta

import pytest

from applications.models import Application
from consultants.models import FollowUpVisit, Meeting, Task
from tests.consultants.desk import NOW, WEEKS_AGO, opened, staff
from tests.factories import applications, consultants

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

QUEUE = "/sekretariat/ansoegninger/"
DAY = "/sekretariat/"


def text(response):
    return response.content.decode()


def references(response):
    return [row.application.reference for row in response.context["rows"]]


def follow_up(engagement, due_on):
    return FollowUpVisit.objects.create(engagement=engagement, due_on=due_on, entered_at=NOW)


def meeting(engagement, starts_at, **fields):
    fields = {"kind": "intro", "ends_at": starts_at + timedelta(hours=2), **fields}
    return Meeting.objects.create(engagement=engagement, starts_at=starts_at, **fields)


def test_a_quiet_day(desk):
    page = text(desk.get(DAY))
    for told in (
        "21. november 2026",
        "Ingen møder i dag",
        "Alle er kontaktet.",
        "Intet nyt at læse.",
        "Ingen de næste otte uger.",
        "Ingen opgaver.",
        "Der er ingen ansøgninger at vurdere lige nu",
    ):
        assert told in page
    for calm in ("Haster", "Se alle"):
        assert calm not in page


def test_my_day_shows_what_is_mine_to_do(desk):
    mine = opened(at=WEEKS_AGO)
    for number in range(6):
        consultants.task(mine, title=f"Opgave {number}", due_on=date(2026, 11, 20 + number), owner=staff())
    response = desk.get(DAY)
    assert [each.title for each in response.context["tasks"].first] == [f"Opgave {number}" for number in range(5)]
    page = text(response)
    for told in ("Skulle være gjort 20. november 2026", "Senest 21. november 2026", "Se alle 6 opgaver"):
        assert told in page
    assert len(desk.get(response.context["tasks"].href).context["page"].rows) == 6
    Task.objects.exclude(title="Opgave 0").delete()
    assert "Se den ene opgave<" in text(desk.get(DAY))


def test_my_day_shows_what_is_mine_and_how_much_of_it(desk):
    colleague = staff("Bo Dahl")
    mine = opened(at=NOW, due=date(2026, 11, 27))
    late = opened(at=WEEKS_AGO, due=date(2026, 11, 10))
    opened(at=NOW, consultant=colleague)
    follow_up(mine, date(2026, 11, 20))
    follow_up(late, date(2027, 1, 16))
    follow_up(opened(at=WEEKS_AGO, consultant=colleague), date(2026, 11, 20))
    # The edges of the day in Copenhagen, and just beyond.
    for starts_at, place_of in (
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), "I går"),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), "Rådhuset, lokale 3"),
        (datetime(2026, 11, 21, 22, 59, tzinfo=UTC), "Jernbanegade 1"),
        (datetime(2026, 11, 21, 23, 0, tzinfo=UTC), "I morgen"),
    ):
        meeting(mine, starts_at, place=place_of)
    response = desk.get(DAY)
    context, page = response.context, text(response)
    assert [each.place for each in context["meetings"]] == ["Rådhuset, lokale 3", "Jernbanegade 1"]
    assert (context["late"].first, context["new"].first) == ([late], [mine])
    assert [each.engagement for each in context["follow_ups"].first] == [mine, late]
    for told in (
        "kl. 00.00",
        "Skulle være taget 10. november 2026",
        "Kontakt senest 27. november 2026",
        "Se den ene, hvor kontakten er for sen",
        "Se den ene, der venter på første kontakt",
        "Skulle være holdt 20. november 2026",
        "Senest 16. januar 2027",
        "Se alle 2, der venter på opfølgning",
    ):
        assert told in page


def test_of_more_meetings_than_anybody_holds_those_to_come_are_shown_and_all_behind_a_link(desk):
    mine = opened(at=WEEKS_AGO)
    for number in range(14):  # of two hours; the sixth ends now
        meeting(mine, NOW + timedelta(minutes=20 * (number - 2), hours=-3), place=f"Lokale {number}")
    response = desk.get(DAY)
    assert [each.place for each in response.context["meetings"]] == [f"Lokale {number}" for number in range(2, 14)]
    assert "Se alle 14 møder i dag" in text(response)
    response = desk.get(f"{DAY}?moeder=alle")
    assert [each.place for each in response.context["meetings"]] == [f"Lokale {number}" for number in range(14)]
    assert "møder i dag" not in text(response)


def test_a_follow_up_farther_off_can_wait(desk):
    follow_up(opened(at=WEEKS_AGO), date(2027, 1, 17))
    heap = desk.get(DAY).context["follow_ups"]
    assert (heap.first, str(heap.count), heap.href) == ([], "1", "/sekretariat/opfoelgning/")


def test_the_heads_day_is_everybodys(leader):
    opened(at=NOW)
    opened(at=NOW, consultant=staff("Bo Dahl"))
    assert str(leader.get(DAY).context["new"].count) == "2"


def test_the_first_of_the_queue_and_how_many_there_are(desk):
    applications.many_submitted(7, at=NOW)
    response = desk.get(DAY)
    assert len(response.context["rows"]) == 5
    assert "Se alle 7 på bordet" in text(response)
    assert references(response) == references(desk.get(QUEUE))[:5]


def test_a_heap_shows_its_first_five_and_leads_to_all(desk):
    for day in range(6):
        opened(at=NOW, due=date(2026, 11, 27) - timedelta(days=day))
    heap = desk.get(DAY).context["new"]
    assert [each.first_contact_due_on.day for each in heap.first] == [22, 23, 24, 25, 26]
    assert (str(heap.count), heap.href) == ("6", "/sekretariat/forloeb/?status=nye")


def answered(hours_ago):
    application = applications.submitted()
    Application.objects.filter(pk=application.pk).update(answered_at=NOW - timedelta(hours=hours_ago))
    return application


def test_answers_that_came_in_stand_with_the_oldest_first(desk):
    late, early = answered(1), answered(30)
    applications.submitted()
    response = desk.get(DAY)
    assert response.context["answers"].first == [early, late]
    page = text(response)
    assert "svarede 20. november 2026" in page
    assert f'href="{QUEUE}{early.pk}/?fra=svar%3Dja"' in page
    assert "Se alle 2, der har svaret" in page


def test_every_number_is_as_long_as_the_list_behind_it(desk):
    for due in (20, 19, 21, 22, 23):
        opened(at=WEEKS_AGO, due=date(2026, 11, due))
    for hours in range(3):
        answered(hours)
    follow_up(opened(at=WEEKS_AGO, due=date(2026, 11, 30)), date(2026, 11, 20))
    context = desk.get(DAY).context
    told = {name: str(context[name].count) for name in ("late", "new", "answers", "follow_ups")}
    assert told == {"late": "2", "new": "4", "answers": "3", "follow_ups": "1"}
    for name, count in told.items():
        listed = desk.get(context[name].href)
        assert (listed.status_code, f"<strong>{count}</strong>" in text(listed)) == (200, True), name
    for name in ("late", "new", "answers"):
        assert len(desk.get(context[name].href).context["rows"]) == int(told[name])
