"""A workplace of a joint application, and whom to ask there; and a whole list of them pasted at once."""

from typing import Any

from django import forms
from django.http import QueryDict

import danish
from applications.actions.workplaces import Contact, Known, Place
from applications.consensus import MOST_JOINT
from applications.forms import places
from applications.forms.workplace_list import Line, Reader
from applications.models import Municipality, Sector

MOST_LETTERS = 20_000


class WorkplaceForm(forms.Form):
    """One workplace. Its contact is asked for and may be left out, whole or not at all."""

    name = places.workplace_name()
    municipality = places.municipality()
    sector = places.sector("Hvad arbejder de med?")
    employees = places.employees("Antal medarbejdere", "Skriv, hvor mange medarbejdere der er")
    postal_code = places.postal_code()
    town = places.town()
    production_unit = places.production_unit()
    cvr_number = places.CvrNumber()
    contact_name = forms.CharField(
        label="Kontaktpersonens navn",
        max_length=120,
        required=False,
        error_messages=danish.messages("Skriv kontaktpersonens navn"),
    )
    contact_email = danish.DanishEmailField(label="Kontaktpersonens e-mail", required=False)
    contact_phone = danish.DanishPhoneField(label="Kontaktpersonens telefon", required=False)

    PLACE = ("name", "municipality", "sector", "employees")
    MORE = ("postal_code", "town", "production_unit", "cvr_number")
    CONTACT = ("contact_name", "contact_email", "contact_phone")

    def clean(self) -> dict[str, Any]:
        """Somebody with a name and an address, or nobody."""
        found = self.cleaned_data
        if any(found.get(each) or each in self.errors for each in self.CONTACT):
            for each, sentence in (
                ("contact_name", "Skriv kontaktpersonens navn"),
                ("contact_email", "Skriv kontaktpersonens e-mailadresse"),
            ):
                if each in found and not found[each]:
                    self.add_error(each, sentence)
        return found

    def place(self) -> Place:
        """What was typed."""
        found = self.cleaned_data
        phone = found["contact_phone"]
        contact = Contact(found["contact_name"], found["contact_email"], phone.as_e164 if phone else "")
        return Place(
            name=found["name"],
            municipality=found["municipality"],
            sector=found["sector"],
            employees=found["employees"],
            **{each: found[each] for each in self.MORE},
            contact=contact if contact.email else None,
        )

    @staticmethod
    def of(place: Place) -> dict[str, Any]:
        """What the form begins with where ``place`` is stored already."""
        contact = place.contact or Contact("", "")
        return {
            **vars(place),
            "contact_name": contact.name,
            "contact_email": contact.email,
            "contact_phone": contact.phone,
        }


class WorkplaceListForm(forms.Form):
    """A list pasted from elsewhere: each line is read by itself, and each is refused by itself."""

    lines = forms.CharField(
        label="Jeres arbejdspladser",
        help_text="Én arbejdsplads på hver linje. Skriv semikolon mellem oplysningerne, eller kopiér fra et regneark.",
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "wrap": "off", "spellcheck": "false"}),
        error_messages=danish.messages("Skriv eller indsæt mindst én arbejdsplads"),
    )

    def __init__(self, data: QueryDict | None = None, *, there: Known) -> None:
        super().__init__(data)
        self.there = there
        self.read: list[Line] = []

    def clean_lines(self) -> str:
        """Read every line; what is wrong with each stands in its own sentence above the form."""
        text: str = self.cleaned_data["lines"]
        reader = Reader(
            Municipality.objects.values_list("pk", "name", "code"), Sector.objects.values_list("pk", "name")
        )
        self.read = reader.read(text, self.there)
        if not self.read:
            raise forms.ValidationError("Skriv eller indsæt mindst én arbejdsplads", code="required")
        return text

    def clean(self) -> dict[str, Any]:
        """All lines right, and room for them all."""
        sentences = [f"Linje {line.number}: {line.problem}" for line in self.wrong]
        if len(sentences) == 1:
            self.add_error("lines", sentences[0])
        elif sentences:
            for sentence in sentences:
                self.add_error(None, sentence)
            numbers = ", ".join(str(line.number) for line in self.wrong)
            self.add_error("lines", f"Ret linje {numbers}. Øverst på siden står, hvad der mangler.")
        if not self.has_room:
            self.add_error(
                "lines",
                f"Der er plads til {MOST_JOINT} arbejdspladser. "
                f"I har {len(self.there)} i forvejen, og listen har {len(self.read)}.",
            )
        return self.cleaned_data

    @property
    def has_room(self) -> bool:
        """Whether the application can be for all of these, too."""
        return len(self.there) + len(self.read) <= MOST_JOINT

    @property
    def wrong(self) -> list[Line]:
        """The lines that could not be read."""
        return [line for line in self.read if line.place is None]

    @property
    def places(self) -> list[Place]:
        """The lines that could."""
        return [line.place for line in self.read if line.place is not None]

    @property
    def left(self) -> str:
        """The text of the lines that could not be read, for the next try."""
        return "\n".join(line.text for line in self.wrong)
