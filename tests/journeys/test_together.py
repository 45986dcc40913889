"""Two municipalities apply together: four people agree, a workplace's contact reads along, the desk counts right."""

import pytest

from tests.journeys import letters
from tests.journeys.eyes import NARROW
from tests.journeys.group import Group

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("other journeys")]

RECEIPT = "Vi har modtaget"
CONTACT = "Du er nævnt som kontaktperson i en ansøgning til SPARK"
LIST = """Plejecenter Fjordblik; Odense; Ældreområdet; 85; Ida Lund; ida@sammen.example.org; 20 21 22 23
Hjemmeplejen Vest; Odens; Plejecenter; 120
Plejecenter Engdraget\tAabenraa Kommune\tældreområdet\t64"""


class Committees(Group):
    """Mette and Tobias are chair and vice-chair in Aabenraa, Amina and Viggo in Odense."""

    def __init__(self, visit):
        super().__init__(visit, "Hjemmeplejen Nord", "sammen.example.org", width=NARROW)
        self.viggo = visit("viggo@sammen.example.org")
        self.people.append(self.viggo)

    def tell_who(self):
        mette = self.mette
        mette.choose("HovedMED")
        mette.press("Gem og fortsæt")
        assert mette.heading == "Jeres arbejdspladser"
        self.add_one()
        self.paste_the_rest()
        mette.press("Gem og fortsæt")
        assert mette.heading == "Hvad handler det om?"

    def add_one(self):
        mette = self.mette
        mette.press("Tilføj arbejdspladsen")
        assert mette.page.title().startswith("Fejl: ")
        mette.type(ny__name=self.workplace, ny__employees="90", ny__cvr_number="35209115")
        mette.pick("ny-municipality", "Aabenraa")
        mette.pick("ny-sector", "Ældreområdet (plejecenter og hjemmepleje)")
        mette.press("Tilføj arbejdspladsen")
        assert mette.sees("Hjemmeplejen Nord er tilføjet.")

    def paste_the_rest(self):
        mette = self.mette
        mette.follow("indsæt en hel liste")
        mette.type(lines=LIST)
        mette.press("Tilføj arbejdspladserne")
        assert mette.sees("Linje 2: Vi kender ikke kommunen »Odens«. Mente I »Odense«?")
        assert mette.page.input_value("[name=lines]") == LIST
        mette.press("Gem de rigtige nu")
        assert mette.page.input_value("[name=lines]") == LIST.splitlines()[1]
        mette.type(lines=LIST.splitlines()[1].replace("Odens;", "Odense;"))
        mette.press("Tilføj arbejdspladserne")
        assert mette.sees("I søger for 4 arbejdspladser i 2 kommuner.")
        mette.follow("Ret Hjemmeplejen Vest")
        mette.type(ny__postal_code="5200", ny__town="Odense V")
        mette.press("Gem")
        assert mette.heading == "Jeres arbejdspladser"

    def name_everybody(self):
        for role, name, phone, municipality, email in (
            ("chair", "Mette Dam", "20 12 34 56", "Aabenraa", None),
            ("vice_chair", "Tobias Lind", "86 12 34 56", "Aabenraa", self.tobias.email),
            ("chair", "Amina Holm", "", "Odense", self.amina.email),
            ("vice_chair", "Viggo Juul", "", "Odense", self.viggo.email),
        ):
            if name == "Viggo Juul":
                self.mette.open(f"{self.status}tjek/")
                assert self.mette.sees("I mangler næstformanden for MED-udvalget i Odense")
                self.mette.follow("I mangler næstformanden")
            self.mette.pick("person-municipality", municipality)
            self._name(role, name, phone, email)
        self.mette.press("Gem og fortsæt")
        assert self.mette.heading == "Tjek jeres svar"
        assert self.mette.sees("Hjemmeplejen Nord, Ældreområdet, 90 medarbejdere")


def test_two_municipalities_apply_together(visit):
    committees = Committees(visit)
    committees.begin()
    committees.write()
    committees.ask()
    ida = visit("ida@sammen.example.org")
    for person in committees.people:
        assert ida.letters.all(CONTACT) == []
        committees.come(person)
        committees.agree(person)
    reference = committees.reference(committees.viggo)
    for person in committees.people:
        person.letters.next(f"{RECEIPT} {reference}")
    then_the_contact_reads_along_and_nobody_elses_line(ida)
    then_the_desk_shows_one_application(visit, committees, reference)


def then_the_contact_reads_along_and_nobody_elses_line(ida):
    told = ida.letters.next(CONTACT)
    assert "Fjordblik" not in letters.words(told)
    ida.open(letters.link_in(told, "/arbejdsplads/"))
    ida.sign_in()
    assert ida.sees("Plejecenter Fjordblik")
    assert ida.sees("4 arbejdspladser i 2 kommuner")
    assert not any(ida.sees(others) for others in ("Hjemmeplejen", "Engdraget", "sammen.example.org"))
    ida.press("Det er ikke mig")
    assert ida.sees("Vi har slettet dine oplysninger fra ansøgningen.")


def then_the_desk_shows_one_application(visit, committees, reference):
    carl = visit("carl.together@spark.example")
    carl.become_staff("--role", "consultant", "--name", "Carl Vest")
    carl.sign_in_as_staff()
    # Whatever else lies on the desk.
    carl.open(f"/sekretariat/ansoegninger/?q={reference}")
    assert carl.sees(reference)
    assert carl.sees("4 arbejdspladser i 2 kommuner")
    carl.open(f"/sekretariat/ansoegninger/{committees.id}/")
    assert carl.sees("Hjemmeplejen Nord og 3 mere")
    assert carl.sees("Plejecenter Engdraget")
    ((count,),) = committees.mette.stack.ask(
        "select count(*) from applications_application where reference = %s", reference
    )
    assert count == 1
