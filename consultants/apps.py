"""The secretariat's room."""

from django.apps import AppConfig


class ConsultantsConfig(AppConfig):
    name = "consultants"
    verbose_name = "Forløb"

    def ready(self) -> None:
        """Teach the outbox this room's letters."""
        import consultants.emails  # noqa: F401 — loading it is the teaching
