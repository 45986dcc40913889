"""``manage.py invite_staff <mail> --role admin``: the first day's command."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

import clock
from accounts.actions import staff
from accounts.models import Party, Role


class Command(BaseCommand):
    help = (
        "Makes a person staff and sends a letter for choosing a password. May run twice; then the letter is a new one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", action="append", required=True, choices=Role.values, dest="roles")
        parser.add_argument("--party", choices=Party.values, help="for the steering group: whom the person speaks for")
        parser.add_argument("--name", default="", help="as it stands on the screen")

    def handle(self, *, email: str, roles: list[str], party: str | None, name: str, **options: object) -> None:
        if (Role.STEERING in roles) != (party is not None):
            raise CommandError("--party belongs to --role steering: give both or none.")
        try:
            validate_email(email)
        except ValidationError as refused:
            raise CommandError(f"{email} is not an e-mail address.") from refused
        position = staff.Position(frozenset(Role(role) for role in roles), Party(party) if party else None)
        try:
            user = staff.invite(email=email, name=name, position=position, now=clock.now())
        except staff.IsClosed as refused:
            raise CommandError(f"{email} is closed; open it again under /administration/ first.") from refused
        if user.has_usable_password():
            self.stdout.write(f"{user.email} has a password already: no letter. Roles: {', '.join(user.roles)}.")
        else:
            self.stdout.write(f"A letter to {user.email} is on its way. Roles: {', '.join(user.roles)}.")
