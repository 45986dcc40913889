from datetime import date

import pytest

from applications.actions import drafting, record
from applications.actions.completeness import MissingPart, latest_start, missing_parts
from applications.consensus import Body, Role
from tests.applications.desk import begun
from tests.factories import applications as make
from themes.models import Theme

TODAY = date(2026, 11, 3)


def sentences(application, today=TODAY):
    return [(part.step.value, part.sentence) for part in missing_parts(application, record.people(application), today)]


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 11, 21), date(2027, 5, 21)),
        (date(2026, 6, 30), date(2026, 12, 30)),
    ],
)
def test_half_a_year_is_six_calendar_months(today, last):
    assert latest_start(today) == last


@pytest.mark.django_db
def test_a_whole_draft_lacks_nothing():
    assert sentences(make.draft()) == []


@pytest.mark.django_db
def test_an_empty_draft_lacks_everything_in_the_forms_order():
    assert sentences(begun()) == [
        (1, "Vælg, hvem I søger som"),
        (1, "Skriv, hvilken arbejdsplads det handler om"),
        (2, "Vælg mindst ét tema"),
        (3, "Beskriv jeres situation"),
        (3, "Skriv, hvad der skal være anderledes bagefter"),
        (3, "Beskriv jeres kerneopgave"),
        (4, "Skriv, hvor mange ledere der deltager"),
        (4, "Skriv, hvor mange medarbejderrepræsentanter der deltager"),
        (4, "Skriv, hvornår I tidligst kan begynde"),
        (5, "I mangler en leder"),
        (5, "I mangler en tillidsrepræsentant (TR). Har I ingen, så skriv hvorfor"),
        (5, "I mangler en arbejdsmiljørepræsentant (AMR). Har I ingen, så skriv hvorfor"),
        (5, "Vælg en kontaktperson fra ledelsen"),
        (5, "Vælg en kontaktperson fra medarbejderne"),
        (6, "Bekræft, at I vil deltage i evalueringen"),
        (6, "Bekræft, at I har læst, hvordan vi bruger jeres oplysninger"),
    ]


@pytest.mark.django_db
def test_the_verbs_about_writing_answer_the_same():
    assert drafting.missing_parts is missing_parts
    assert drafting.MissingPart is MissingPart


@pytest.mark.django_db
def test_a_theme_that_has_closed_since_is_named():
    application = make.draft()
    Theme.objects.update(open_until=date(2026, 11, 2))
    assert sentences(application) == [(2, "Temaet »Vold og trusler« er lukket for ansøgninger. Vælg et andet")]


@pytest.mark.django_db
def test_a_start_that_has_passed_or_is_too_far_off():
    assert sentences(make.draft(earliest_start=date(2026, 11, 2))) == [
        (4, "Datoen for, hvornår I tidligst kan begynde, er passeret. Skriv en ny")
    ]
    assert sentences(make.draft(earliest_start=date(2027, 5, 4))) == [
        (4, "I skal kunne begynde inden for et halvt år. Skriv en tidligere dato")
    ]
    assert sentences(make.draft(earliest_start=date(2027, 5, 3))) == []


@pytest.mark.django_db
def test_a_trio_without_a_tr_explains_it():
    without_tr = [person for person in make.TRIO if person[2] != Role.UNION_REPRESENTATIVE]
    absent = [Role.UNION_REPRESENTATIVE.value]
    assert sentences(make.draft(people=without_tr, absent_roles=absent)) == [
        (5, "Skriv, hvorfor I ikke har en TR eller en AMR")
    ]
    assert sentences(make.draft(people=without_tr, absent_roles=absent, absence_reason="Valg i maj")) == []


@pytest.mark.django_db
def test_a_leader_alone_is_no_trio_whatever_is_absent():
    both = [Role.UNION_REPRESENTATIVE.value, Role.WORKING_ENVIRONMENT_REPRESENTATIVE.value]
    alone = make.draft(people=make.TRIO[:1], absent_roles=both, absence_reason="Ingen vil")
    assert sentences(alone) == [
        (5, "I mangler mindst én medarbejderrepræsentant"),
        (5, "Vælg en kontaktperson fra medarbejderne"),
    ]


@pytest.mark.django_db
def test_a_med_committee_needs_its_chair_and_vice_chair():
    assert sentences(make.draft(body=Body.LOCAL_MED)) == [
        (5, "I mangler formanden for MED-udvalget"),
        (5, "I mangler næstformanden for MED-udvalget"),
    ]


@pytest.mark.django_db
def test_contacts_can_be_called():
    application = make.draft()
    application.signatories.update(phone="")
    assert sentences(application) == [
        (5, "Skriv et telefonnummer til kontaktpersonen fra ledelsen"),
        (5, "Skriv et telefonnummer til kontaktpersonen fra medarbejderne"),
    ]


@pytest.mark.django_db
def test_a_removed_person_does_not_count():
    application = make.draft()
    application.signatories.filter(role=Role.MANAGER).update(removed_at=make.MORNING, is_contact=False)
    assert sentences(application) == [(5, "I mangler en leder"), (5, "Vælg en kontaktperson fra ledelsen")]
