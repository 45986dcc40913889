"""The letter to a workplace's contact: neutral, with the text of article 14, and unsent once its reason is gone."""

from uuid import UUID

import pytest

from applications.actions import signing, workplaces
from applications.models import WorkplaceContact
from notifications import registry
from notifications.letters import Unwanted, word
from notifications.models import Notification
from notifications.registry import Owed
from tests.factories import applications as make
from tests.factories import joint

pytestmark = pytest.mark.django_db

MARKERS = (
    make.THEME, make.TEXT, joint.LAERKEHOEJ, joint.HAVBLIK, "Odense", "Samsø", "HovedMED", "Vold", "vold", "Kim", "Ida",
    "formand", joint.KIMS_PHONE, "20 11",
)  # fmt: skip


def letter(application, email=joint.KIM):
    contact = WorkplaceContact.objects.get(workplace__application=application, email=email)
    return compose(application, contact.pk)


def compose(application, pk):
    return registry.compose(
        "contact-told", Owed(about_id=application.pk, recipient_key=f"contact:{pk}", occurrence="", now=make.MORNING)
    )


def test_the_letter_says_who_gave_the_data_and_how_to_say_that_it_is_not_you():
    application = joint.submitted()
    found = letter(application)
    words = word(found)
    assert (found.to, words.subject) == (joint.KIM, "Du er nævnt som kontaktperson i en ansøgning til SPARK")
    for text in (words.text, words.html):
        assert f"{joint.METTE} har givet os dit navn" in text
        assert "Det er ikke mig" in text
        assert "klage til Datatilsynet" in text
        assert "Du skal ikke svare på noget." in text
        assert f"http://localhost:8000/ansoegninger/{application.pk}/arbejdsplads/" in text
        assert "odense" not in text.replace(joint.METTE, "")
        assert [marker for marker in MARKERS if marker in text] == []


def test_an_unknown_giver_is_one_of_those_who_apply():
    application = joint.submitted()
    WorkplaceContact.objects.update(added_by=None)
    assert "af en af dem, der søger." in word(letter(application)).text
    WorkplaceContact.objects.filter(email=joint.KIM).update(added_by=make.person(joint.KIM))
    assert "af en af dem, der søger." in word(letter(application)).text


def test_the_letter_loses_its_reason():
    application = joint.submitted()
    pk = WorkplaceContact.objects.get(email=joint.KIM).pk
    signing.reopen(application_id=application.pk, by=make.person(joint.METTE), now=make.MORNING)
    assert compose(application, pk) == Unwanted(because="the application has moved on")
    WorkplaceContact.objects.all().delete()
    assert compose(application, pk) == Unwanted(because="the person is no longer the contact")


def told(application):
    return [
        registry.compose(each.kind, Owed(each.about_id, each.recipient_key, each.occurrence, make.MORNING))
        for each in Notification.objects.filter(kind="contact-declined").order_by("recipient_key")
    ]


def decline(application):
    workplaces.decline_contact(application_id=application.pk, by=make.person(joint.KIM), now=make.MORNING)


def test_those_who_named_a_contact_hear_that_it_was_not_them():
    application = joint.submitted()
    decline(application)
    letters = told(application)
    assert {each.to for each in letters} == {joint.METTE, joint.TOVE, joint.SANNE, joint.VIGGO}
    words = word(letters[0])
    assert words.subject == f"Der er nyt i {application.reference}"
    for text in (words.text, words.html):
        assert "Vi har slettet personens oplysninger." in text
        assert f"http://localhost:8000/ansoegninger/{application.pk}/" in text
        assert [marker for marker in MARKERS if marker in text] == []


def test_nobody_hears_of_a_contact_of_an_application_that_has_ended():
    application = joint.submitted()
    decline(application)
    signing.withdraw(application_id=application.pk, by=make.person(joint.METTE), now=make.MORNING)
    assert told(application) == [Unwanted(because="the application has ended")] * 4


def test_whoever_is_not_named_any_more_hears_nothing_of_contacts():
    application = joint.submitted()
    decline(application)
    first = Notification.objects.filter(kind="contact-declined").order_by("recipient_key").first()
    Notification.objects.filter(pk=first.pk).update(recipient_key=f"signatory:{UUID(int=0)}")
    assert told(application)[0] == Unwanted(because="the person is no longer named")
