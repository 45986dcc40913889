"""Our letters, composed at the moment of sending; the outbox learns them when the app is loaded."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from accounts import sealing
from accounts.models import PasswordLink, SignInCode, User
from notifications.letters import Letter, Unwanted
from notifications.registry import Owed, letter


@letter("sign-in-code")
def sign_in_code(owed: Owed) -> Letter | Unwanted:
    """The six digits; staff are told to use their password instead, since no digits would be right for them."""
    code = SignInCode.objects.filter(pk=owed.about_id).first()
    if code is None or not code.is_open(owed.now):
        return Unwanted(because="the code is used, replaced or too old")
    user = User.objects.filter(email=code.email).first()
    if user is not None and not user.is_active:
        return Unwanted(because="the account is closed")
    if user is not None and user.is_team:
        return Letter(to=code.email, template="accounts/use_password", context={"link": _link("accounts:staff")})
    context = {"code": sealing.unseal(code.sealed_code), "until": code.expires_at}
    return Letter(to=code.email, template="accounts/sign_in_code", context=context)


@letter("staff-invitation")
def staff_invitation(owed: Owed) -> Letter | Unwanted:
    """The link through which a new member of staff chooses a password."""
    return _password_letter(owed, template="accounts/staff_invitation")


@letter("password-link")
def password_link(owed: Owed) -> Letter | Unwanted:
    """The link through which a member of staff replaces a forgotten password."""
    return _password_letter(owed, template="accounts/password_link")


@letter("password-chosen")
def password_chosen(owed: Owed) -> Letter | Unwanted:
    """Word to the owner that the password is a new one, in case it was somebody else."""
    link = PasswordLink.objects.filter(pk=owed.about_id).first()
    if link is None or _member_of_staff(link.email) is None:
        return Unwanted(because="the account is gone")
    return Letter(to=link.email, template="accounts/password_chosen", context={"link": _link("accounts:forgotten")})


def link_to_choose(link_id: UUID) -> str:
    """The address where a password is chosen, from SITE_URL whatever host the request claimed."""
    return _link("accounts:choose_password", sealing.sign(link_id, purpose="password-link"))


def _password_letter(owed: Owed, *, template: str) -> Letter | Unwanted:
    link = PasswordLink.objects.filter(pk=owed.about_id).first()
    if link is None or not link.is_open(owed.now):
        return Unwanted(because="the link is used, replaced or too old")
    user = _member_of_staff(link.email)
    if user is None:
        return Unwanted(because="no member of staff has this address")
    context = {"link": link_to_choose(link.pk), "until": link.expires_at, "name": user.name}
    return Letter(to=link.email, template=template, context=context)


def _member_of_staff(email: str) -> User | None:
    user = User.objects.filter(email=email, is_active=True).first()
    return user if user is not None and user.is_team else None


def _link(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)
