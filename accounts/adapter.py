"""django-allauth's place: it carries a sign-in with a password through its stages (a second factor is one), no more."""

from typing import NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from accounts.actions import sessions
from accounts.models import User


class MailOutsideTheOutbox(Exception):
    """allauth wanted to send a mail inside a request; every letter of ours goes through the outbox."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: staff are invited, everybody else is known by the first right code."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Reached when every stage is behind the person."""
        sessions.sign_in(request, user)

    def logout(self, request: HttpRequest) -> None:
        sessions.sign_out(request)

    def add_message(self, *args: object, **kwargs: object) -> None:
        """No "you have signed in as …": the header shows it."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> NoReturn:
        raise MailOutsideTheOutbox(template_prefix)
