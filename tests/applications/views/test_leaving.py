"""From the first mail to "Dine oplysninger er slettet", by a code to that address."""

import re

import pytest

from accounts import sealing
from accounts.models import SignInCode
from applications.actions import leaving, people
from applications.models import Signatory
from notifications import registry
from notifications.letters import word
from notifications.models import Notification
from notifications.registry import Owed
from tests.applications.actions.test_leaving import everywhere
from tests.applications.room import METTE, TOVE, ask, named
from tests.factories import applications as make

pytestmark = pytest.mark.django_db


def at(application):
    return f"/ansoegninger/{application.pk}/slet-mig/"


def mail_to(email, kind):
    key = f"signatory:{Signatory.objects.get(email=email).pk}"
    letter = Notification.objects.get(kind=kind, recipient_key=key)
    return word(registry.compose(kind, Owed(letter.about_id, key, letter.occurrence, make.MORNING))).text


def sign_in_from(client, address, email):
    """The way of a person who follows a link: to the sign-in, a code by mail, and back to the page."""
    client.get(address, follow=True)
    page = client.get(address)
    client.post(page["Location"], {"email": email})
    code = SignInCode.objects.get(email=email)
    typed = page["Location"].replace("/log-ind/?", "/log-ind/kode/?")
    return client.post(typed, {"code": sealing.unseal(code.sealed_code)})


@pytest.mark.parametrize("kind", ["invitation", "consensus-asked"])
def test_the_first_mail_leads_to_being_erased(client, kind):
    application = make.draft(accepted=False)
    if kind == "invitation":
        tove = named(application, TOVE)
        people.invite(application_id=application.pk, signatory_id=tove.pk, by=make.person(METTE), now=make.MORNING)
    else:
        ask(application)
    (link,) = re.findall(r"http://\S+(/ansoegninger/\S+/slet-mig/)", mail_to(TOVE, kind))
    back = sign_in_from(client, link, TOVE)
    assert back["Location"] == link
    page = client.get(link).content.decode()
    assert "Vil du slettes fra ansøgningen?" in page
    assert make.TEXT not in page
    assert client.post(link)["Location"] == "/slettet/"
    assert everywhere(TOVE, "Tove Riis") == set()
    assert client.get(link)["Location"].startswith("/log-ind/")


def test_after_yes_it_is_me_the_price_is_said_first(as_person):
    application = make.awaiting()
    client = as_person(TOVE)
    page = client.get(at(application)).content.decode()
    assert "alle skal sige ja på ny" in page
    client.post(at(application))
    text = as_person(METTE).get(f"/ansoegninger/{application.pk}/").content.decode()
    assert "Tillidsrepræsentant (TR) er ikke med længere og har fået slettet sine oplysninger" in text


def test_the_author_sees_that_the_address_was_declined(as_person):
    application = make.draft(accepted=False)
    leaving.leave(application_id=application.pk, by=make.person(TOVE), now=make.MORNING)
    text = as_person(METTE).get(f"/ansoegninger/{application.pk}/").content.decode()
    assert "Tillidsrepræsentant (TR) svarede »det er ikke mig« eller ville ikke være med" in text


def test_a_received_application_says_what_to_do_instead(as_person):
    application = make.submitted()
    client = as_person(TOVE)
    page = client.get(at(application))
    assert "tag dit ja tilbage" in page.content.decode()
    assert "Slet mine oplysninger</button>" not in page.content.decode()
    assert client.post(at(application)).status_code == 409
    assert Signatory.objects.filter(email=TOVE).exists()


def test_who_is_named_elsewhere_stays_signed_in(as_person):
    application = make.draft()
    make.draft(people=[("Tove Riis", TOVE, make.TRIO[0][2])])
    page = as_person(TOVE).post(at(application), follow=True)
    assert page.redirect_chain == [("/ansoegninger/", 302)]
    assert "Vi har slettet dine oplysninger fra ansøgningen. Du står stadig" in page.content.decode()


def test_who_has_nothing_to_do_with_it_finds_nothing(as_person):
    application = make.draft()
    client = as_person("fremmed@odense.example")
    assert client.get(at(application)).status_code == 404
    assert client.post(at(application)).status_code == 404
    application.delete()
    assert as_person(TOVE).post(at(application)).status_code == 404


def test_a_removed_person_sees_nothing_of_the_application(as_person):
    application = make.draft()
    Signatory.objects.filter(email=TOVE).update(removed_at=make.MORNING)
    page = as_person(TOVE).get(at(application)).content.decode()
    assert "Du er ikke længere nævnt i ansøgningen" in page
    for secret in (make.TEXT, make.WORKPLACE, "Mette Holm"):
        assert secret not in page


def test_the_question_is_not_asked_when_all_is_over_but_erasing_is_offered(as_person):
    application = make.draft(accepted=False)
    application.move_to("expired")
    application.save()
    page = as_person(TOVE).get(f"/ansoegninger/{application.pk}/").content.decode()
    assert "Ja, det er mig" not in page
    assert "du kan få dine oplysninger slettet nu" in page


def test_the_last_page_is_for_nobody_in_particular(client):
    assert "Du er logget ud" in client.get("/slettet/").content.decode()
