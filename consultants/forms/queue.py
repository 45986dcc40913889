"""What the queue can be narrowed to; all of it stands in the address, so that a view can be sent to a colleague."""

from collections.abc import Collection
from copy import copy
from datetime import date, timedelta
from typing import Any, ClassVar, Self

import django_filters
from django import forms
from django.db.models import (
    BooleanField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.expressions import RawSQL
from django.http import QueryDict

import danish
from accounts.models import Role, User
from applications.consensus import Kind
from applications.lifecycle import AT_TRIAGE, WITH_THE_GROUP, Status
from applications.models import Application
from applications.querysets import READ_AT_THE_DESK, ApplicationQuerySet
from consultants.forms import queue_columns
from consultants.forms.queue_choices import Catalogues, in_catalogues
from consultants.models import Assignment

# What nobody has chosen: all that lies on the desk, what was answered first, then in the order of priority.
ON_THE_DESK = ""
BACK_WITH_THE_GROUP = "with_the_group"

# An index carries each of them.
BY_PRIORITY = ("-queue_points", "first_submitted_at", "id")
BY_ARRIVAL = ("-first_submitted_at", "id")

_STATES = (
    (Status.SUBMITTED, "Skal vurderes"),
    (Status.NEEDS_INFORMATION, "Afventer oplysninger"),
    (Status.WAITING, "På venteliste"),
    (Status.DECLINED, "Afslået"),
)
_STATES_FOR_THE_HEAD = (
    *_STATES,
    (Status.GRANTED, "Bevilget"),
    (Status.WITHDRAWN, "Trukket tilbage"),
    (BACK_WITH_THE_GROUP, "Hos gruppen igen"),
    (Status.EXPIRED, "Udløbet"),
)
# An index knows the few that were alike; the newer of a pair came no earlier than the oldest of the states asked for.
# Unless they are gathered first the planner would look for each application among them.
_ALIKE = """
    applications_application.id = ANY(ARRAY(
        WITH alike AS MATERIALIZED (
            SELECT newer.id, newer.look_alike_ids FROM applications_application AS newer
            WHERE newer.look_alike_ids <> '{}' AND newer.submitted_at >= (
                SELECT min(first.first_submitted_at) FROM unnest(%s::text[]) AS state CROSS JOIN LATERAL (
                    SELECT oldest.first_submitted_at FROM applications_application AS oldest
                    WHERE oldest.status = state ORDER BY oldest.first_submitted_at LIMIT 1
                ) AS first
            )
        )
        SELECT id FROM alike UNION ALL SELECT unnest(look_alike_ids) FROM alike
    ))
"""
_CHOOSE = danish.messages("Vælg en af de viste muligheder")

Applications = QuerySet[Application]


class _Light:
    """Each request has filters of its own, and changes nothing of them but their choices: to copy each word and widget
    of them took a twentieth of the page's time.
    """

    extra: dict[str, Any]
    method: str | None

    def __deepcopy__(self, _known: object) -> Self:
        copied = copy(self)
        copied.extra = dict(self.extra)
        copied.method = self.method  # bound to the one that has it
        return copied


class _Words(_Light, django_filters.CharFilter):  # type: ignore[misc]  # the package carries no types
    pass


class _Choice(_Light, django_filters.ChoiceFilter):  # type: ignore[misc]
    pass


class _Days(_Light, django_filters.Filter):  # type: ignore[misc]
    field_class = forms.IntegerField


class QueueFilter(django_filters.FilterSet):  # type: ignore[misc]  # the package carries no types
    """The queue narrowed by what the secretariat asks for. ``states`` differ: only the head looks at all that was."""

    q = _Words(
        label="Søg på reference, sted, navn eller ord",
        method="elsewhere",
        max_length=100,
        error_messages=danish.messages("Skriv det, du leder efter"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    tilstand = _Choice(
        label="Tilstand", method="in_state", empty_label="Alle på bordet", choices=(), error_messages=_CHOOSE
    )
    tema = _Choice(label="Tema", method="of_theme", empty_label="Alle temaer", choices=(), error_messages=_CHOOSE)
    kommune = _Choice(
        label="Kommune", method="in_municipality", empty_label="Alle kommuner", choices=(), error_messages=_CHOOSE
    )
    branche = _Choice(
        label="Branche", method="in_sector", empty_label="Alle brancher", choices=(), error_messages=_CHOOSE
    )
    slags = _Choice(
        label="Forløb", field_name="kind", empty_label="Alle forløb", choices=Kind.choices, error_messages=_CHOOSE
    )
    region = _Choice(
        label="Region", method="in_region", empty_label="Alle regioner", choices=(), error_messages=_CHOOSE
    )
    ventet = _Days(
        label="Ventet mindst (dage)",
        method="waited",
        min_value=1,
        max_value=3650,
        error_messages=danish.messages("Skriv et helt antal dage", invalid="Skriv et helt antal dage med tal"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    ligner = _Choice(
        label="Samme arbejdsplads",
        method="alike",
        empty_label="Alle",
        choices=(("ja", "Ligner en anden ansøgning"),),
        error_messages=_CHOOSE,
    )
    svar = _Choice(
        label="Svar på spørgsmål",
        method="answered",
        empty_label="Alle",
        choices=(("ja", "Har svaret, skal ses på igen"),),
        error_messages=_CHOOSE,
    )
    konsulent = _Choice(
        label="Konsulent", method="run_by", empty_label="Alle konsulenter", choices=(), error_messages=_CHOOSE
    )

    class Meta:
        model = Application
        fields: ClassVar[list[str]] = []

    def __init__(self, data: QueryDict, *, user: User, today: date, beside: Self | None = None) -> None:
        """``beside``: another one of the same person and day, whose catalogues need not be read again."""
        super().__init__(data, queryset=Application.objects.visible_to(user))
        self.columns = queue_columns.of(data.get(queue_columns.PARAMETER, ""))
        self._is_head = user.has_role(Role.HEAD)
        self._today = today
        # Read once, so that an answer is checked against what is shown without asking again.
        self.catalogues: Catalogues = in_catalogues(today) if beside is None else beside.catalogues
        choices = {"tilstand": _STATES_FOR_THE_HEAD if self._is_head else _STATES, **self.catalogues.choices}
        if not self._is_head:
            # What is granted stands among a consultant's own engagements. An address that asks for it is told so.
            choices["konsulent"] = ()
        for name, known in choices.items():
            # A function that gives them: a list would be copied with its field, pair by pair, for every form.
            self.filters[name].extra["choices"] = lambda known=known: known
        if not self._is_head and not data.get("konsulent"):
            del self.filters["konsulent"]

    def elsewhere(self, rows: Applications, _name: str, _words: str) -> Applications:
        """A search orders by how well it fits, so it is no filter: see `consultants.views.searching`."""
        return rows

    def in_state(self, rows: Applications, _name: str, state: str) -> Applications:
        """One state of the lifecycle, or those that the group is working on again."""
        return rows.filter(status__in=WITH_THE_GROUP) if state == BACK_WITH_THE_GROUP else rows.filter(status=state)

    def of_theme(self, rows: Applications, _name: str, key: str) -> Applications:
        """Applications that name the theme, perhaps among others."""
        return rows.filter(theme_keys__contains=[key])

    def in_municipality(self, rows: Applications, _name: str, code: str) -> Applications:
        """One of the workplaces lies there."""
        return rows.filter(municipality_ids__overlap=self.catalogues.rows["kommune", code])

    def in_sector(self, rows: Applications, _name: str, key: str) -> Applications:
        """One of the workplaces does that work."""
        return rows.filter(sector_ids__overlap=self.catalogues.rows["branche", key])

    def in_region(self, rows: Applications, _name: str, code: str) -> Applications:
        """One of the workplaces lies in the region as it is today."""
        return rows.filter(municipality_ids__overlap=self.catalogues.rows["region", code])

    def waited(self, rows: Applications, _name: str, days: int) -> Applications:
        """That many days or more, the pauses left out; see `Application.waiting_days`."""
        if self.state not in {ON_THE_DESK, *AT_TRIAGE}:
            # For whom the clock runs no more, and an index has the days.
            return rows.filter(days_waited__gte=days)
        latest = Value(self._today - timedelta(days=days)) + F("days_waited")
        still = Q(waiting_since__lte=ExpressionWrapper(latest, DateField()))
        return rows.filter(Q(days_waited__gte=days) | still)

    def alike(self, rows: Applications, _name: str, _yes: str) -> Applications:
        """When it or another was last received, the two were found that may come from the same workplace."""
        states = sorted(AT_TRIAGE) if self.state == ON_THE_DESK else [self.state]
        told = RawSQL(_ALIKE, [states], output_field=BooleanField())  # noqa: S611 — a constant; the states are a parameter
        return rows.filter(told)

    def answered(self, rows: Applications, _name: str, _yes: str) -> Applications:
        """The group has answered our question, and nobody has gone on with it since."""
        return rows.filter(answered_at__isnull=False)

    def run_by(self, rows: Applications, _name: str, consultant: str) -> Applications:
        """Granted, and the engagement is theirs now."""
        theirs = Assignment.objects.current().filter(consultant=int(consultant))
        return rows.filter(Exists(theirs.filter(application_id=OuterRef("pk"))))

    @property
    def state(self) -> str:
        """The state asked for, if it is one; ON_THE_DESK else. Only what is granted has a consultant."""
        if not self.is_valid():
            return ON_THE_DESK
        implied = Status.GRANTED if self.form.cleaned_data.get("konsulent") else ON_THE_DESK
        return str(self.form.cleaned_data.get("tilstand") or implied)

    @property
    def words(self) -> str:
        """What was typed to search for; nothing where it can't be understood."""
        return str(self.form.cleaned_data.get("q") or "") if self.is_valid() else ""

    @property
    def states(self) -> Collection[str]:
        """The only states that what a search finds can have; none where they can be any."""
        if self.state == BACK_WITH_THE_GROUP:
            return WITH_THE_GROUP
        if self.state != ON_THE_DESK:
            return (self.state,)
        return () if self._is_head else READ_AT_THE_DESK

    @property
    def is_by_priority(self) -> bool:
        """Whether the list is the desk's: the most urgent first. What is decided shows the newest first."""
        return self.state == ON_THE_DESK or self.state in AT_TRIAGE

    @property
    def rows(self) -> ApplicationQuerySet:
        """What was asked for; with an answer that can't be understood, the whole desk.

        A search looks through all that the person may read, also what is decided, unless a state was chosen.
        """
        rows: ApplicationQuerySet = self.qs if self.is_valid() else self.queryset
        if self.state == ON_THE_DESK:
            return rows if self.words else rows.at_triage()
        return rows if self.form.cleaned_data["tilstand"] else rows.filter(status=self.state)

    @property
    def order(self) -> tuple[str, ...]:
        """Whoever has answered us, then by points, and among equals by who asked first; or by arrival."""
        return BY_PRIORITY if self.is_by_priority else BY_ARRIVAL

    @property
    def counted(self) -> ApplicationQuerySet:
        """``rows`` to be counted.

        The index that carries the whole list carries its count. What is narrowed is counted as it is found: to put it
        in order first would cost more than to count it.
        """
        return self.rows.order_by() if self.is_narrowed else self.rows.order_by(*self.order)

    @property
    def kept(self) -> str:
        """What was chosen, as it stands in an address; without the words of a search and without the page."""
        told = QueryDict(mutable=True)
        for name in self.filters:
            if name != "q" and self.form.cleaned_data.get(name):
                told[name] = self.form[name].value()
        if self.columns.told:
            told[queue_columns.PARAMETER] = self.columns.told
        return told.urlencode(safe=",")

    @property
    def can_keep(self) -> bool:
        """Whether something was chosen, and understood."""
        return self.is_valid() and bool(self.kept)

    @property
    def told(self) -> list[tuple[str, str]]:
        """The same in words: the label of each filter, and what was chosen there."""
        narrowed = [
            (str(self.form[name].label), self._words_of(name)) for name in QueryDict(self.kept) if name in self.filters
        ]
        headings = ", ".join(each.heading for each in self.columns.shown)
        return [*narrowed, ("Kolonner", headings)] if self.columns.told else narrowed

    def _words_of(self, name: str) -> str:
        value = str(self.form.cleaned_data[name])
        return str(dict(getattr(self.form.fields[name], "choices", ())).get(value, value))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything at all was asked for."""
        return any(self.form[name].value() for name in self.filters)

    @property
    def is_narrowed_more(self) -> bool:
        """Whether something was asked for that lies behind the fold."""
        return any(self.form[name].value() for name in self.filters if name not in {"q", "tilstand"})

    @property
    def more(self) -> list[forms.BoundField]:
        """The fields behind the fold."""
        return [self.form[name] for name in self.filters if name not in {"q", "tilstand"}]
