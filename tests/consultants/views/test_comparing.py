"""Why above, why below: both sums term by term, and earlier engagements nearby."""

from datetime import timedelta

import pytest

from applications.models import AccessLog, Application
from consultants.models import Engagement
from consultants.views import comparing
from tests.consultants.desk import NOW, WEEKS_AGO, head, opened, staff
from tests.consultants.pages import text_of
from tests.factories import applications, consultants, joint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def ranked(*points, at=WEEKS_AGO, sentences=("Kommunen <her>", "Branchen", "3 ugers ventetid", "Fællesforløb")):
    application = applications.submitted(at=at)
    reasons = [{"points": each, "sentence": told} for each, told in zip(points, sentences, strict=False)]
    Application.objects.filter(pk=application.pk).update(points=sum(points), priority_reasons=reasons, ranked_at=NOW)
    application.refresh_from_db()
    return application


def compare(client, first, med):
    return client.get(f"/sekretariat/ansoegninger/{first.pk}/sammenlign/", {"med": med})


def test_both_sums_stand_side_by_side_and_the_difference_in_words(desk):
    first, second = ranked(30, 5, 3), ranked(0, 12, 3, 10)
    page = text_of(compare(desk, first, f" {second.reference.lower()} "))
    assert f"{first} står over {second} med 13 point mere. Mest betyder kommune (+30)." in page
    assert f"{second} får flere point for branche og fællesforløb." in page
    assert "Kommune 30 Kommunen <her> 0 Kommunen <her> +30" in page
    assert "Fællesforløb 0 Giver ingen point 10 Fællesforløb -10" in page
    assert "I alt 38 25" in page


def test_it_does_not_matter_from_which_side_one_looks():
    first, second = ranked(30, 5, 3), ranked(0, 12, 3)
    told = comparing.verdict(first, second, comparing.terms(first, second))
    assert told == comparing.verdict(second, first, comparing.terms(second, first))


def test_a_lead_in_every_term_is_told_without_a_but(desk):
    first, second = ranked(15, 5, 3), ranked(0, 5, 1)
    page = text_of(compare(desk, first, second.reference))
    assert "får flere point for" not in page


def test_equal_points_are_told_by_who_asked_first(desk):
    later, first = ranked(15, at=WEEKS_AGO + timedelta(days=1)), ranked(15)
    page = text_of(compare(desk, later, first.reference))
    assert f"Begge har 15 point. {first} går forud, fordi den blev modtaget først, 3. november 2026." in page


def test_whoever_has_answered_stands_first_in_the_queue_whatever_the_points(desk):
    first, answered = ranked(15), ranked(4)
    Application.objects.filter(pk=answered.pk).update(answered_at=NOW)
    page = text_of(compare(desk, first, answered.reference))
    assert f"{first} står over {answered} med 11 point mere." in page
    assert f"I køen står {answered} øverst lige nu, fordi gruppen har svaret på jeres spørgsmål." in page
    Application.objects.filter(pk=first.pk).update(answered_at=NOW)
    assert "I køen står" not in text_of(compare(desk, first, answered.reference))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (applications.submitted, "har ingen point endnu. De bliver regnet inden for et par minutter."),
        (applications.needs_information, "har ingen point endnu. De bliver regnet, når gruppen har svaret."),
        (applications.declined, "fik ingen point, mens den lå på bordet."),
    ],
)
def test_what_has_no_points_says_whether_it_will(desk, make, told):
    other = make()
    page = text_of(compare(desk, ranked(15), other.reference))
    assert f"{other} {told}" in page
    assert "I alt" not in page


@pytest.mark.parametrize(
    "typed", ["{0}", "{0} ", "spark-2026-{1}", "SPARK 2026 {1}", "2026-{1}", "2026-000{1}", "{1}", "000{1}"]
)
def test_a_reference_is_known_however_it_is_typed(desk, typed):
    first, second = ranked(15), ranked(3)
    number = str(int(second.reference.rpartition("-")[2]))
    assert compare(desk, first, typed.format(second.reference, number)).context["second"] == second


def test_a_number_of_several_years_asks_for_the_year(desk):
    first, second, older = ranked(15), ranked(3), ranked(4)
    Application.objects.filter(pk=older.pk).update(reference=second.reference.replace("2026", "2025"))
    response = compare(desk, first, second.reference[-4:])
    assert response.status_code == 422
    told = f"Flere har det nummer: {second.reference}, {second.reference.replace('2026', '2025')}. Skriv også året"
    assert told in text_of(response)
    assert compare(desk, first, f"2025-{second.reference[-4:]}").context["second"] == older


@pytest.mark.parametrize("med", ["", "HEJ", "SPARK-1999-0001", "2026-0000", "x" * 30, "own", "withdrawn"])
def test_no_such_other_application(desk, med):
    first = ranked(15)
    named = {"own": first.reference, "withdrawn": applications.withdrawn().reference}
    response = compare(desk, first, named.get(med, med))
    assert response.status_code == 422
    assert AccessLog.objects.count() == 1


def test_the_form_alone_asks_and_both_cases_are_noted(desk):
    first, second = ranked(15), ranked(3)
    assert "Sammenlign med" in text_of(desk.get(f"/sekretariat/ansoegninger/{first.pk}/sammenlign/"))
    compare(desk, first, second.reference)
    assert AccessLog.objects.filter(application=second, page="compare").count() == 1
    assert "Hvorfor over eller under en anden?" in text_of(desk.get(f"/sekretariat/ansoegninger/{first.pk}/"))


# ── Earlier engagements ─────────────────────────────────────────────────────────────────────────────────────────────
def test_earlier_engagements_nearby_stand_on_the_case_the_same_workplace_first(client):
    application = applications.submitted(at=NOW)
    (mine,) = application.workplaces.all()
    same = opened(at=WEEKS_AGO - timedelta(days=400), consultant=staff("Bo Dahl"))
    other = opened(at=WEEKS_AGO, consultant=staff())
    same.application.workplaces.update(name=mine.name.upper())
    other.application.workplaces.update(name="Et andet sted")
    client.force_login(staff())
    response = client.get(f"/sekretariat/ansoegninger/{application.pk}/")
    assert [(row.pk, row.is_same_workplace, row.may_open) for row in response.context["earlier"]] == [
        (same.pk, True, False),
        (other.pk, False, True),
    ]
    assert "samme arbejdsplads" in text_of(response)
    assert f'href="/sekretariat/forloeb/{same.pk}/"' not in response.content.decode()
    client.force_login(head())
    response = client.get(f"/sekretariat/ansoegninger/{application.pk}/")
    assert f'href="/sekretariat/forloeb/{same.pk}/"' in response.content.decode()


def test_whoever_may_open_an_earlier_engagement_gets_the_way_there(client):
    karen, bo = staff(), staff("Bo Dahl")
    handed_over, long_ago = (opened(at=WEEKS_AGO, consultant=karen) for _ in range(2))
    for given in (handed_over, long_ago):
        consultants.handed_over(given, bo, at=NOW)
    long_ago.assignments.filter(consultant=karen).update(reads_until=NOW.date() - timedelta(days=1))
    beside = opened(at=WEEKS_AGO, consultant=bo)
    consultants.beside(beside, karen)
    application = applications.submitted(at=NOW)
    client.force_login(karen)
    rows = client.get(f"/sekretariat/ansoegninger/{application.pk}/").context["earlier"]
    assert {row.pk: row.may_open for row in rows} == {handed_over.pk: True, long_ago.pk: False, beside.pk: True}
    assert set(Engagement.objects.visible_to(karen)) == {handed_over, beside}


def test_the_same_workplace_stands_there_however_many_came_after_it_nearby(client):
    same = opened(at=WEEKS_AGO - timedelta(days=1500), consultant=staff())
    nearby = [opened(at=WEEKS_AGO - timedelta(days=days), consultant=staff()) for days in range(6)]
    for each in nearby:
        each.application.workplaces.update(name="Et andet sted")
    application = applications.submitted(at=NOW)
    Application.objects.filter(pk=application.pk).update(look_alike_ids=[same.application.pk])
    client.force_login(staff())
    rows = client.get(f"/sekretariat/ansoegninger/{application.pk}/").context["earlier"]
    assert [row.pk for row in rows] == [same.pk, *(each.pk for each in nearby[:4])]


def test_what_was_called_off_or_lies_elsewhere_is_no_earlier_engagement(client):
    application = applications.submitted(at=NOW)
    consultants.cancelled()
    elsewhere = opened(at=WEEKS_AGO, consultant=staff())
    elsewhere.application.workplaces.update(municipality=applications.municipality("741", "Samsø"))
    client.force_login(staff())
    assert client.get(f"/sekretariat/ansoegninger/{application.pk}/").context["earlier"] == []


def test_of_a_joint_one_the_first_workplace_stands_and_how_many_more(client):
    application = applications.submitted(at=NOW)
    granted = joint.granted()
    opened(at=WEEKS_AGO, consultant=staff(), application=granted)
    client.force_login(staff())
    (row,) = client.get(f"/sekretariat/ansoegninger/{application.pk}/").context["earlier"]
    first, *more = granted.workplaces.all()
    assert row.places == f"{first.name} og {len(more)} mere"
