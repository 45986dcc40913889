"""``manage.py seed_demo --applications N --seed S``: a made-up history in an empty portal."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

import clock
from demo import seeding


class Command(BaseCommand):
    help = "Fills an empty portal with a made-up history from April 2016 to today, always the same for the same seed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--applications", type=int, default=seeding.TEMPLATES)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: object, applications: int, seed: int, **options: object) -> None:
        try:
            seeding.seed(applications=applications, seed=seed, now=clock.now())
        except seeding.NotEmpty:
            raise CommandError("There are applications already. Start over with: spark.py demo --reset") from None
        self.stdout.write(f"{applications} applications are in place.")
