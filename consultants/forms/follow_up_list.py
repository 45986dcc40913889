"""What the follow-ups can be narrowed to; all of it stands in the address, so a view can be sent on."""

from datetime import date

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict

import danish
from accounts.models import Role, User
from consultants.deadlines import FIRST_REMINDER
from consultants.lifecycle import FollowUpStatus
from consultants.models.follow_up import Wish
from consultants.querysets import FollowUpQuerySet

_CHOOSE = danish.messages("Vælg en af de viste muligheder")
EVERYBODY = ""


class Standing(TextChoices):
    """What a consultant asks for. The first is what nobody has to choose; those that have ended come last."""

    DUE = FollowUpStatus.DUE.value, "Venter"
    TO_BOOK = "to_book", "Skal aftales nu"
    OVERDUE = "overdue", "Overskredet"
    WANTED = "wanted", "Har sagt ja"
    BOOKED = "booked", "Aftalt"
    DECLINED = FollowUpStatus.DECLINED.value, "Ikke længere ønsket"
    HELD = FollowUpStatus.HELD.value, "Holdt"
    NOT_REACHED = FollowUpStatus.NOT_REACHED.value, "Ingen kontakt"
    VOIDED = FollowUpStatus.VOIDED.value, "Bortfaldet"


# Those whose numbers stand above the list: what a morning begins with.
COUNTED = (Standing.DUE, Standing.OVERDUE, Standing.WANTED, Standing.BOOKED)
_ENDED = frozenset({Standing.DECLINED, Standing.HELD, Standing.NOT_REACHED, Standing.VOIDED})


def only(rows: FollowUpQuerySet, standing: Standing, today: date) -> FollowUpQuerySet:
    """Those of ``rows`` that stand so ``today``, in the order of their list."""
    if standing in _ENDED:
        return rows.filter(status=standing.value).order_by(*order_of(standing))
    due = rows.due().order_by(*order_of(standing))
    if standing == Standing.BOOKED:
        return due.booked()
    if standing == Standing.OVERDUE:
        return due.unbooked().filter(due_on__lt=today)
    if standing == Standing.TO_BOOK:
        return due.unbooked().due_by(today + FIRST_REMINDER)
    return due.unbooked().filter(wish=Wish.YES) if standing == Standing.WANTED else due


def order_of(standing: Standing) -> tuple[str, ...]:
    """What is due first stands first; of what has ended, the latest."""
    return ("-due_on", "-id") if standing in _ENDED else ("due_on", "id")


class WhoseForm(forms.Form):
    """Whose follow-ups: the head alone chooses among consultants. Nonsense narrows nothing."""

    konsulent = forms.ChoiceField(label="Konsulent", required=False, error_messages=_CHOOSE)

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        if not user.has_role(Role.HEAD):
            del self.fields["konsulent"]
            return
        team = User.objects.filter(is_active=True, roles__contains=[Role.CONSULTANT]).only("name", "email")
        named = sorted(((str(each.pk), str(each)) for each in team), key=lambda each: danish.sort_key(each[1]))
        field = self.fields["konsulent"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above; for the type checker
        field.choices = [(EVERYBODY, "Alle konsulenter"), *named]

    def _answer(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))

    @property
    def consultant(self) -> str:
        """The key of the consultant asked for; EVERYBODY without one."""
        return self._answer("konsulent")

    def whose(self, rows: FollowUpQuerySet) -> FollowUpQuerySet:
        """Those of ``rows`` that are run by the consultant asked for now."""
        return rows.of_consultant(int(self.consultant)) if self.consultant != EVERYBODY else rows


class FollowUpsForm(WhoseForm):
    """What the list can be narrowed to."""

    status = forms.ChoiceField(label="Status", choices=Standing.choices, required=False, error_messages=_CHOOSE)
    field_order = ("status", "konsulent")

    @property
    def standing(self) -> Standing:
        """What is asked for; all that are still due otherwise."""
        return Standing(self._answer("status") or Standing.DUE)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything at all was asked for."""
        return self.standing != Standing.DUE or self.consultant != EVERYBODY
