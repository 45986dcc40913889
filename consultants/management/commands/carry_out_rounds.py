"""The closing of a round without Celery: for cron, for a stopped broker, for an impatient operator."""

from django.core.management.base import BaseCommand

import clock
from consultants.actions import round_closing


class Command(BaseCommand):
    help = "Carry out what every round that is being closed has decided, and stop. Safe beside running workers."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        round_closing.carry_out(now=clock.now())
