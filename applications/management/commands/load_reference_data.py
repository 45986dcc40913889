"""``manage.py load_reference_data``: places, themes, periods, weights and rounds; safe to run at every start."""

from django.core.management.base import BaseCommand

import clock
from applications.actions import reference_data


class Command(BaseCommand):
    help = "Opretter de stamdata, der mangler. Retter intet, der findes."

    def handle(self, *args: object, **options: object) -> None:
        reference_data.load(today=clock.today())
        self.stdout.write("Stamdata er på plads.")
