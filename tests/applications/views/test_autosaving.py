import re
from datetime import date

import pytest

from applications.actions.completeness import Step
from tests.applications.desk import ANDERS, METTE, WISH, begun, fresh, last_event, save
from tests.factories import applications as make
from themes.models import Theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

PAGE = f"{16 * 'a'}-0"


def autosave(client, application, number, typed, *, read=0, page=PAGE):
    typed = {**typed, "edit_number": str(read), "side": page}
    return client.post(f"/ansoegninger/{application.pk}/trin/{number}/", typed, headers={"accept": "application/json"})


def test_half_a_step_is_saved_while_it_is_typed(as_person):
    application, client = begun(), as_person(METTE)

    first = autosave(client, application, 3, {"situation": "Vi er uenige om, hv"})
    assert (first.status_code, first.json()) == (200, {"edit": 1, "said": "Gemt kl. 09.00."})
    second = autosave(client, application, 3, {"situation": "Vi er uenige om, hvad der"}, read=1)

    assert second.json()["edit"] == 2
    assert fresh(application).situation == "Vi er uenige om, hvad der"
    assert last_event(application).data == {"edit": 2, "step": 3, "fields": ["situation"], "page": 16 * "a", "order": 0}
    assert fresh(application).expires_on == date(2026, 12, 3)


def test_what_is_wrong_stays_on_the_screen_and_the_rest_is_saved(as_person):
    application, client = make.draft(), as_person(METTE)
    typed = {"managers_taking_part": "2", "employees_taking_part": "mange", "earliest_start_day": "32"}

    answer = autosave(client, application, 4, {**typed, "unsuitable_days": "Tirsdage"})

    assert answer.status_code == 200
    assert answer.json()["said"] == (
        "Gemt kl. 09.00, men ikke »Hvor mange medarbejderrepræsentanter deltager i møderne?«"
        " og »Hvornår kan I tidligst begynde?«."
    )
    saved, before = fresh(application), application
    assert (saved.managers_taking_part, saved.unsuitable_days) == (2, "Tirsdage")
    assert (saved.employees_taking_part, saved.earliest_start) == (before.employees_taking_part, before.earliest_start)


def test_no_theme_chosen_yet_is_no_error(as_person):
    application, client = begun(), as_person(METTE)
    theme = Theme.objects.get(key="violence")
    assert autosave(client, application, 2, {"themes": [theme.pk]}).status_code == 200
    assert list(fresh(application).themes.all()) == [theme]
    wrong = autosave(client, application, 2, {"themes": ["999999"]}, read=1)
    assert "men ikke »Vælg et eller flere temaer«" in wrong.json()["said"]
    assert list(fresh(application).themes.all()) == [theme]


def test_a_workplace_is_saved_whole_or_not_at_all(as_person):
    application, client = make.draft(), as_person(METTE)
    half = autosave(client, application, 1, {"body": "local_med", "workplace_name": "Ny"})
    assert half.json()["said"] == "Trinnet bliver gemt, når alle felter er udfyldt."
    assert fresh(application).workplaces.get().name == make.WORKPLACE


def test_a_page_that_saves_while_it_is_typed_can_be_sent_at_any_moment(as_person):
    application, client = begun(), as_person(METTE)
    autosave(client, application, 3, {**WISH, "tried": "Samtaler"})
    # The button was pressed before the answer came: the page still says 0.
    sent = {**WISH, "tried": "Samtaler og møder", "edit_number": "0", "side": PAGE}
    assert client.post(f"/ansoegninger/{application.pk}/trin/3/", sent).status_code == 302
    assert fresh(application).tried == "Samtaler og møder"


def test_a_save_that_was_long_on_its_way_does_not_undo_a_later_one(as_person):
    application, client = begun(), as_person(METTE)
    name = 16 * "a"
    autosave(client, application, 3, {**WISH, "tried": "Samtaler og møder"}, page=f"{name}-2")

    late = autosave(client, application, 3, {**WISH, "tried": "Samt"}, page=f"{name}-1")

    assert late.status_code == 409
    assert fresh(application).tried == "Samtaler og møder"


def test_nothing_of_anybody_elses_is_overwritten(as_person):
    application, client = make.draft(), as_person(METTE)
    save(application, Step.WISH, {**WISH, "tried": "Anders' ord"}, email=ANDERS)

    answer = autosave(client, application, 3, {**WISH, "tried": "Mettes ord"})

    assert answer.status_code == 409
    assert answer.json() == {"said": "Anders Maar har gemt noget andet på dette trin imens. Dit er ikke gemt."}
    assert fresh(application).tried == "Anders' ord"


def test_ones_own_other_page_is_called_so(as_person):
    application, client = begun(), as_person(METTE)
    save(application, Step.WISH, {**WISH, "tried": "Fra den anden fane"}, email=METTE)
    answer = autosave(client, application, 3, {**WISH, "tried": "Fra denne fane"})
    assert answer.json() == {"said": "Du har gemt noget andet på dette trin imens. Dit er ikke gemt."}


def test_who_saved_before_their_address_was_corrected_is_not_called_by_the_old_one(as_person):
    application = make.draft()
    save(application, Step.WISH, {**WISH, "tried": "Anders' ord"}, email=ANDERS)
    application.signatories.filter(email=ANDERS).update(email="anders@ny.example")
    client = as_person(METTE)
    answer = autosave(client, application, 3, {**WISH, "tried": "Mettes ord"})
    assert answer.json()["said"].startswith("En anden har gemt")
    assert ANDERS not in client.get("/ansoegninger/").content.decode()


def test_an_unknown_other_is_somebody_else(as_person):
    from applications.actions import record
    from applications.models import Application

    application = make.draft()
    Application.objects.update(edit_number=1)
    record.log(application, "edited", by=None, now=make.MORNING, edit=1, step=Step.WISH)
    answer = autosave(as_person(METTE), application, 3, {**WISH, "tried": "Mettes ord"})
    assert answer.json()["said"].startswith("En anden har gemt")


def test_what_is_being_agreed_on_is_not_saved_either(as_person):
    application = make.awaiting()
    assert autosave(as_person(METTE), application, 3, WISH).status_code == 302
    assert fresh(application).situation == make.TEXT


@pytest.mark.parametrize("side", ["", "a" * 16, f"{16 * 'A'}-0", f"{17 * 'a'}-0", f"{16 * 'a'}-{7 * '9'}", "'; drop"])
def test_a_page_without_a_name_of_ours_has_none(as_person, side):
    application, client = begun(), as_person(METTE)
    autosave(client, application, 3, WISH, page=side)
    assert "page" not in last_event(application).data


def test_the_step_page_carries_what_the_script_needs(as_person):
    page = as_person(METTE).get(f"/ansoegninger/{begun().pk}/trin/3/").content.decode()
    assert "data-autosave" in page
    assert re.search(r'<script src="/static/js/writing[^"]*" defer></script>', page)
    assert 'name="sammenlign"' in page
