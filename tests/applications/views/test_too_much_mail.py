"""What a person reads when we will not send yet another mail, or not yet."""

import pytest

from applications import letter_limits
from applications.models import Application
from tests.applications.room import METTE, TOVE, named, snapshot
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


def told(page):
    return [str(message) for message in page.context["messages"]]


def use_up(address, *, letters):
    for _ in range(letters):
        letter_limits.moments([address], now=make.MORNING)


def strangers(email):
    addresses = [f"{number}@example.org" for number in range(letter_limits.STRANGERS.most)]
    letter_limits.count_strangers(addresses, by=make.person(email), now=make.MORNING)


def test_a_letter_that_waits_says_until_when(as_person):
    application, client = make.draft(accepted=False), as_person(METTE)
    use_up(TOVE, letters=5)
    people = f"/ansoegninger/{application.pk}/trin/5/"
    client.post(f"/ansoegninger/{application.pk}/personer/{named(application, TOVE).pk}/inviter/")
    assert "Den næste bliver sendt 3. november 2026 kl. 10.00." in client.get(people).content.decode()


def test_inviting_strangers_in_bulk_ends_kindly_on_the_page_it_came_from(as_person):
    application, client = make.draft(accepted=False), as_person(METTE)
    strangers(METTE)
    page = f"/ansoegninger/{application.pk}/trin/5/"
    before = snapshot()
    answer = client.post(
        f"/ansoegninger/{application.pk}/personer/{named(application, TOVE).pk}/inviter/",
        headers={"referer": f"http://testserver{page}"},
        follow=True,
    )
    assert answer.redirect_chain == [(page, 302)]
    assert told(answer) == [
        (
            "Du har bedt os skrive til mange nye personer i dag. Alt er gemt. Du kan bede os skrive til flere "
            "4. november 2026 kl. 09.00."
        )
    ]
    assert snapshot() == before


def test_a_reminder_to_an_address_that_has_had_too_much_is_refused(as_person):
    application, client = make.awaiting(), as_person(METTE)
    use_up(TOVE, letters=41)
    answer = client.post(f"/ansoegninger/{application.pk}/personer/{named(application, TOVE).pk}/paamind/", follow=True)
    assert answer.redirect_chain == [(f"/ansoegninger/{application.pk}/", 302)]
    assert told(answer) == [
        (
            "En af personerne har fået meget mange mails fra os. Alt er gemt. Prøv igen 4. november 2026 kl. 09.00, "
            "eller ring til personen."
        )
    ]


def test_a_corrected_address_keeps_what_was_typed(as_person):
    application, client = make.awaiting(), as_person(METTE)
    strangers(METTE)
    page = client.post(
        f"/ansoegninger/{application.pk}/personer/{named(application, TOVE).pk}/",
        {"name": "Tove Riis", "email": "ny.tove@odense.example", "phone": "51 23 45 67"},
    )
    assert page.status_code == 422
    assert "ny.tove@odense.example" in page.content.decode()
    assert page.content.decode().count("Du har bedt os skrive til mange nye personer i dag") == 2
    assert Application.objects.get().status == "awaiting_consensus"
