"""Staff, as the administrator sees them. Applicants aren't listed: who has applied is no administrator's matter."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect

import clock
import danish
from accounts.actions import staff
from accounts.models import Party, Role, User

if TYPE_CHECKING:
    _UserAdmin = admin.ModelAdmin[User]
    _UserForm = forms.ModelForm[User]
else:
    _UserAdmin = admin.ModelAdmin
    _UserForm = forms.ModelForm


class StaffForm(_UserForm):
    """Name, roles, party and whether the door is open. The address can't be changed: it is the identity."""

    roles = forms.TypedMultipleChoiceField(
        label="Roller",
        choices=Role.choices,
        coerce=Role,
        widget=forms.CheckboxSelectMultiple,
        error_messages=danish.messages("Vælg mindst én rolle"),
    )

    class Meta:
        model = User
        fields = ("email", "name", "roles", "party", "is_active")

    def clean_email(self) -> str:
        """In lower case; somebody who works here already is not invited a second time by this form."""
        email: str = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email=email).exclude(roles=[]).exists():
            raise ValidationError("Der er allerede en medarbejder med denne e-mail")
        return email

    def clean(self) -> dict[str, Any]:
        """The party stands exactly with the steering group."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_steering = Role.STEERING in cleaned.get("roles", [])
        if is_steering and not cleaned.get("party"):
            self.add_error("party", "Vælg den part, styregruppemedlemmet taler for")
        if not is_steering and cleaned.get("party"):
            self.add_error("party", "Kun styregruppemedlemmer har en part")
        return cleaned

    def validate_unique(self) -> None:
        """An applicant may be made staff: ``clean_email`` has refused those who are so already."""


def _position(form: StaffForm) -> staff.Position:
    party = form.cleaned_data["party"]
    return staff.Position(frozenset(form.cleaned_data["roles"]), Party(party) if party else None)


@admin.register(User)
class StaffAdmin(_UserAdmin):
    """The list of staff. Every change goes through ``accounts.actions.staff``; nobody is deleted, doors are closed."""

    form = StaffForm
    list_display = ("email", "name", "roles_in_words", "party", "is_active", "has_password", "last_login")
    list_filter = ("is_active", "party")
    search_fields = ("email", "name")
    ordering = ("email",)
    list_per_page = 50
    show_full_result_count = False
    actions = ("invite_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).exclude(roles=[])

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return ("email", "last_login") if obj else ()

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """One who is invited is active; that can be changed later."""
        new = ("email", "name", "roles", "party")
        return (*new, "is_active", "last_login") if obj else new

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (handed on)
        """Django's page; a refusal of the verbs becomes a message on it."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except staff.LastAdministrator:
            messages.error(request, "Der skal altid være mindst én aktiv administrator. Intet er ændret.")
        except staff.IsClosed:
            messages.error(request, "Kontoen med denne e-mail er lukket. Intet er ændret.")
        return redirect(request.path)

    def save_model(self, request: HttpRequest, obj: User, form: StaffForm, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Invite a new member of staff, or write what somebody is from now on."""
        if change:
            staff.change(user_id=obj.pk, name=obj.name, position=_position(form), is_active=obj.is_active)
        else:
            invited = staff.invite(email=obj.email, name=obj.name, position=_position(form), now=clock.now())
            obj.pk = invited.pk

    @admin.display(description="Roller")
    def roles_in_words(self, user: User) -> str:
        return ", ".join(Role(role).label for role in user.roles)

    @admin.display(description="Har adgangskode", boolean=True)
    def has_password(self, user: User) -> bool:
        return user.has_usable_password()

    @admin.action(description="Send invitation igen")
    def invite_again(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """A new letter to those chosen who are active and have no password yet."""
        waiting = [user for user in queryset if user.is_active and not user.has_usable_password()]
        for user in waiting:
            position = staff.Position(frozenset(Role(role) for role in user.roles))
            staff.invite(email=user.email, name=user.name, position=position, now=clock.now())
        messages.success(request, f"Invitationer sendt: {len(waiting)}. Kun aktive uden adgangskode får en.")
