"""The form's steps. "Gem og fortsæt" asks for all of a step; "Gem og fortsæt senere" keeps what is there so far."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

import danish
from applications.actions.completeness import Step, latest_start
from applications.actions.drafting import WORKPLACE
from applications.consensus import Body, Kind, Role, kind_of
from applications.forms import places
from themes.models import Theme

if TYPE_CHECKING:
    _ThemeChoices = forms.ModelMultipleChoiceField[Theme]
else:
    _ThemeChoices = forms.ModelMultipleChoiceField

Typed = dict[str, Any]

# Who can apply: the first four for one workplace, the others for several together.
BODIES = (
    (Body.TRIO.value, "TRIO: leder, tillidsrepræsentant (TR) og arbejdsmiljørepræsentant (AMR)"),
    (Body.LOCAL_MED.value, "Lokal-MED: MED-udvalget på arbejdspladsen"),
    (Body.WORK_ENVIRONMENT_GROUP.value, "Arbejdsmiljøgruppe (AMG): leder og arbejdsmiljørepræsentant"),
    (Body.STAFF_MEETING.value, "Personalemøde med MED-status"),
    (Body.CENTRE_MED.value, "Center-MED, for flere arbejdspladser sammen"),
    (Body.AREA_MED.value, "Område-MED, for flere arbejdspladser sammen"),
    (Body.DEPARTMENT_MED.value, "Forvaltnings-MED, for flere arbejdspladser sammen"),
    (Body.MAIN_MED.value, "HovedMED, for flere arbejdspladser sammen"),
)
NO_NAMES = "Skriv ikke navne på kolleger eller borgere, og skriv ikke om nogens helbred."
_ABSENT = (
    (Role.UNION_REPRESENTATIVE.value, "Vi har ingen tillidsrepræsentant (TR)"),
    (Role.WORKING_ENVIRONMENT_REPRESENTATIVE.value, "Vi har ingen arbejdsmiljørepræsentant (AMR)"),
)


class LongText(forms.CharField):
    """Free text over several lines. A line break counts as one character, as people and the counter count it."""

    def __init__(
        self,
        *,
        label: str,
        help_text: str,
        max_length: int,
        error_messages: dict[str, str],
        rows: int = 8,
        required: bool = True,
    ) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=max_length,
            error_messages=error_messages,
            required=required,
            widget=forms.Textarea(attrs={"rows": rows}),
        )

    def to_python(self, value: object) -> str:
        """The text with plain line breaks."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class StepForm(forms.Form):
    """One step. ``incomplete``: what is required may be left empty this time; what is typed must still be right."""

    def __init__(
        self, data: QueryDict | None = None, *, today: date, initial: Typed | None = None, incomplete: bool = False
    ) -> None:
        super().__init__(data, initial=initial)
        self.today = today
        self.incomplete = incomplete

    def full_clean(self) -> None:
        """Django's, with the demands lowered while it looks; labels go on saying what will be needed."""
        demanded = [field for field in self.fields.values() if field.required]
        for field in demanded:
            field.required = not self.incomplete
        super().full_clean()
        for field in demanded:
            field.required = True

    def values(self) -> dict[str, Any]:
        """What is to be stored, as ``applications.actions.drafting.stored`` gives it back."""
        return self.cleaned_data

    def sound_values(self) -> dict[str, Any]:
        """What is to be stored while it is still being typed: what is right so far, and for the rest what stands."""
        return {**self.initial, **self.values()}


class BodyForm(StepForm):
    """Step 1 where the workplaces have pages of their own."""

    body = forms.ChoiceField(
        label="Hvem søger I som?",
        help_text="Søger flere sammen? Vælg jeres fælles MED-udvalg, så skriver I arbejdspladserne på næste side.",
        choices=BODIES,
        widget=forms.RadioSelect,
        error_messages=danish.messages("Vælg, hvem I søger som"),
    )

    def full_clean(self) -> None:
        """All of it, however it is saved."""
        self.incomplete = False
        super().full_clean()

    def sound_values(self) -> dict[str, Any]:
        """The body or nothing: there is no workplace here to leave as it stands."""
        return self.values() if self.is_valid() else {"body": self.initial["body"]}


class WhoForm(BodyForm):
    """Step 1 for one workplace, which is stored whole. A body that applies for several may leave it out."""

    workplace_name = places.workplace_name()
    municipality = places.municipality()
    sector = places.sector("Hvad arbejder I med?")
    employees = places.employees("Hvor mange medarbejdere er I?", "Skriv, hvor mange medarbejdere I er")
    postal_code = places.postal_code()
    town = places.town()
    production_unit = places.production_unit()
    cvr_number = places.CvrNumber()

    @property
    def leaves_workplace_out(self) -> bool:
        """Whether there is nothing to store but the body, which applies for several."""
        is_joint = kind_of(self.data.get("body", "")) is Kind.JOINT
        return is_joint and not any(self.data.get(field, "").strip() for field in WORKPLACE)

    def full_clean(self) -> None:
        """Whoever has typed anything of a workplace is asked for all of it."""
        asked = [self.fields[field] for field in WORKPLACE if self.fields[field].required]
        for field in asked:
            field.required = not self.leaves_workplace_out
        super().full_clean()
        for field in asked:
            field.required = True

    def values(self) -> dict[str, Any]:
        """All that was typed, or the body alone."""
        found = self.cleaned_data
        return {"body": found["body"]} if self.leaves_workplace_out else found

    def sound_values(self) -> dict[str, Any]:
        """All of it or nothing."""
        return self.values() if self.is_valid() else dict(self.initial)


class ThemeChoices(_ThemeChoices):
    """Themes by their official titles."""

    def label_from_instance(self, theme: Theme) -> str:
        return theme.title


class ThemesForm(StepForm):
    """Step 2. What was open when it was chosen may stand while the draft is written on."""

    themes = ThemeChoices(
        label="Vælg et eller flere temaer",
        help_text="Er I i tvivl, så vælg det, der fylder mest. Konsulenten hjælper jer med at skærpe det.",
        queryset=Theme.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages=danish.messages("Vælg mindst ét tema", invalid_choice="Vælg blandt de viste temaer"),
    )

    def __init__(
        self, data: QueryDict | None = None, *, today: date, initial: Typed | None = None, incomplete: bool = False
    ) -> None:
        super().__init__(data, today=today, initial=initial, incomplete=incomplete)
        field = self.fields["themes"]
        assert isinstance(field, ThemeChoices)  # noqa: S101 - declared above; for the type checker
        chosen = Theme.objects.filter(pk__in=self.initial.get("themes") or ())
        field.queryset = (Theme.objects.open_on(self.today) | chosen).only("title").order_by("position", "id")

    def values(self) -> dict[str, Any]:
        """The keys of the themes, in the catalogue's order."""
        return {name: [theme.pk for theme in chosen] for name, chosen in self.cleaned_data.items()}


class WishForm(StepForm):
    """Step 3. Nobody has to arrive with a diagnosis."""

    situation = LongText(
        label="Hvad er jeres situation?",
        help_text=f"Fortæl med jeres egne ord, hvad der fylder. {NO_NAMES}",
        max_length=4000,
        error_messages=danish.messages("Beskriv jeres situation"),
    )
    tried = LongText(
        label="Hvad har I prøvet?",
        help_text=NO_NAMES,
        max_length=2000,
        rows=5,
        required=False,
        error_messages=danish.messages("Skriv, hvad I har prøvet"),
    )
    change_wish = LongText(
        label="Hvad skal være anderledes bagefter?",
        help_text=f"Hvad vil I gerne kunne se eller mærke om et år? {NO_NAMES}",
        max_length=2000,
        rows=5,
        error_messages=danish.messages("Skriv, hvad der skal være anderledes bagefter"),
    )
    core_task = LongText(
        label="Hvad er jeres kerneopgave?",
        help_text=f"Det, I er til for, i en sætning eller to. {NO_NAMES}",
        max_length=600,
        rows=3,
        error_messages=danish.messages("Beskriv jeres kerneopgave"),
    )


def _count(label: str, required: str) -> danish.CountField:
    return danish.CountField(
        label=label,
        min_value=1,
        max_value=200,
        error_messages=danish.messages(required, invalid="Skriv antallet med tal"),
    )


class PracticalForm(StepForm):
    """Step 4."""

    managers_taking_part = _count("Hvor mange ledere deltager i møderne?", "Skriv, hvor mange ledere der deltager")
    employees_taking_part = _count(
        "Hvor mange medarbejderrepræsentanter deltager i møderne?",
        "Skriv, hvor mange medarbejderrepræsentanter der deltager",
    )
    earliest_start = danish.DanishDateField(
        label="Hvornår kan I tidligst begynde?",
        error_messages={"required": "Skriv, hvornår I tidligst kan begynde"},
    )
    unsuitable_days = forms.CharField(
        label="Er der dage, der ikke passer?",
        help_text="For eksempel faste mødedage eller uger med ferie.",
        max_length=300,
        required=False,
        error_messages=danish.messages("Skriv de dage, der ikke passer"),
    )

    def __init__(
        self, data: QueryDict | None = None, *, today: date, initial: Typed | None = None, incomplete: bool = False
    ) -> None:
        super().__init__(data, today=today, initial=initial, incomplete=incomplete)
        example = latest_start(self.today)
        self.fields[
            "earliest_start"
        ].help_text = (
            f"Mellem i dag og {danish.danish_date(example)}. For eksempel {example.day} {example.month} {example.year}."
        )

    def clean_earliest_start(self) -> date | None:
        """A day from today to half a year ahead; what is stored already may stand until everybody is asked."""
        start: date | None = self.cleaned_data["earliest_start"]
        if start is None or start == self.initial.get("earliest_start"):
            return start
        if start < self.today:
            raise ValidationError("Datoen er passeret. Skriv en dato fra i dag og frem.", code="day")
        if start > latest_start(self.today):
            last = danish.danish_date(latest_start(self.today))
            raise ValidationError(f"I skal kunne begynde inden for et halvt år: senest {last}.", code="day")
        return start


class AbsenceForm(StepForm):
    """Step 5, below the people: a TR or an AMR that the workplace has not got."""

    absent_roles = forms.MultipleChoiceField(
        label="Mangler I en TR eller en AMR?",
        help_text="Sæt kun kryds, hvis ingen har rollen på jeres arbejdsplads.",
        choices=_ABSENT,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=danish.messages(
            "Vælg blandt de viste muligheder", invalid_choice="Vælg blandt de viste muligheder"
        ),
    )
    absence_reason = forms.CharField(
        label="Hvorfor har I ikke en?",
        help_text=f"For eksempel at I er for få, eller at der snart er valg. {NO_NAMES}",
        max_length=300,
        required=False,
        error_messages=danish.messages("Skriv, hvorfor I ikke har en TR eller en AMR"),
    )

    def clean(self) -> dict[str, Any]:
        """A missing role has its reason, and a reason alone says nothing."""
        found = self.cleaned_data
        if found.get("absent_roles") and "absence_reason" in found and not found["absence_reason"]:
            self.add_error("absence_reason", "Skriv, hvorfor I ikke har en TR eller en AMR")
        return found


class CommitmentsForm(StepForm):
    """What everybody binds themselves to, on the check page."""

    evaluation_accepted = forms.BooleanField(
        label="Vi deltager i evalueringen, når forløbet er slut og igen efter tre måneder",
        error_messages=danish.messages("Bekræft, at I vil deltage i evalueringen"),
    )
    privacy = forms.BooleanField(
        label="Vi har læst, hvordan SPARK bruger vores oplysninger",
        error_messages=danish.messages("Bekræft, at I har læst, hvordan vi bruger jeres oplysninger"),
    )


FORMS: Mapping[Step, type[StepForm]] = {
    Step.WHO: WhoForm,
    Step.THEMES: ThemesForm,
    Step.WISH: WishForm,
    Step.PRACTICAL: PracticalForm,
}
