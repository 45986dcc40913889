"""The sweep without Celery: for cron, for a stopped broker, for an impatient operator."""

from django.core.management.base import BaseCommand

from notifications import tasks


class Command(BaseCommand):
    help = "Send every letter that is due, and stop. Safe beside running workers."
    # Letters leave although some page's check complains, and at once.
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        tasks.deliver()
