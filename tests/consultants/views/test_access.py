"""The head sees who has opened a case, and who has opened many."""

from datetime import timedelta

import pytest

from accounts.models import Role
from applications.actions import access
from applications.models import AccessLog, Purpose
from consultants.models import AccessAlert
from tests.consultants.desk import NOW, staff
from tests.consultants.pages import text_of
from tests.factories import applications

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

OVERVIEW = "/sekretariat/adgang/"


def note(application, reader, page="application", **more):
    facts = {"purpose": Purpose.TRIAGE, "now": NOW - timedelta(hours=2), **more}
    access.note(user=reader, case=access.Case(application.pk), page=page, **facts)


def test_the_head_sees_who_has_opened_a_case_and_what_for(leader):
    application, karen = applications.submitted(), staff()
    note(application, karen)
    note(application, karen, page="decline", has_sent=True)
    note(application, karen, page="a_page_of_tomorrow")
    note(applications.submitted(), staff("Sara Holm"))

    page = text_of(leader.get(f"/sekretariat/ansoegninger/{application.pk}/hvem-har-set/"))

    assert "Vurdering 21. november 2026 kl. 09.00 · Karen Lund" in page
    assert "Giv afslag (sendte en formular) 21. november 2026 kl. 09.00 · Karen Lund" in page
    assert "Ansøgningen 21. november 2026 kl. 09.00 · Karen Lund" in page
    assert "Sara Holm" not in page
    assert "Hvem har set sagen" in text_of(leader.get(f"/sekretariat/ansoegninger/{application.pk}/"))


def test_a_case_nobody_has_opened_says_so(leader):
    application = applications.submitted()
    page = text_of(leader.get(f"/sekretariat/ansoegninger/{application.pk}/hvem-har-set/"))
    assert "Ingen har åbnet sagen endnu" in page
    # Looking at who has looked is a look, too.
    page = text_of(leader.get(f"/sekretariat/ansoegninger/{application.pk}/hvem-har-set/"))
    assert "Hvem har set sagen 21. november 2026 kl. 11.00 · Hanne Skov" in page


def test_a_consultant_finds_neither_page_nor_link(desk):
    application = applications.submitted()
    assert desk.get(OVERVIEW).status_code == 404
    assert desk.get(f"/sekretariat/ansoegninger/{application.pk}/hvem-har-set/").status_code == 404
    assert "Hvem har set sagen" not in text_of(desk.get(f"/sekretariat/ansoegninger/{application.pk}/"))


def test_the_overview_lists_alerts_and_every_opening_or_one_persons(leader):
    mine, theirs = applications.submitted(), applications.submitted()
    karen, sara = staff(), staff("Sara Holm", Role.CONSULTANT, is_active=False)
    note(mine, karen)
    note(theirs, sara)
    AccessAlert.objects.create(reader=sara, cases=61, at=NOW, hour=NOW)

    everybody = text_of(leader.get(OVERVIEW))
    assert "21. november 2026 kl. 11.00: Sara Holm havde åbnet 61 sager på en time." in everybody
    assert mine.reference in everybody
    assert theirs.reference in everybody

    only = text_of(leader.get(f"{OVERVIEW}?hvem={sara.pk}"))
    assert mine.reference not in only
    assert theirs.reference in only
    assert mine.reference in text_of(leader.get(f"{OVERVIEW}?hvem=999999"))


def test_an_empty_overview_says_so(leader):
    page = text_of(leader.get(OVERVIEW))
    assert "Det er ikke sket." in page
    assert "Der er ingen opslag at vise." in page


def test_long_lists_are_paged(leader):
    application, karen = applications.submitted(), staff()
    AccessLog.objects.bulk_create(
        AccessLog(application=application, reader=karen, purpose="triage", page="application", at=NOW)
        for _ in range(51)
    )
    first = leader.get(OVERVIEW)
    assert len(first.context["rows"]) == 50
    second = leader.get(OVERVIEW + first.context["page"].next)
    assert len(second.context["rows"]) == 1
