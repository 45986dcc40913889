"""The secretariat's room."""

from django.apps import AppConfig


class ConsultantsConfig(AppConfig):
    name = "consultants"
    verbose_name = "Forløb"

    def ready(self) -> None:
        """Teach the outbox this room's letters."""
        import consultants.access_letters
        import consultants.contact_letters
        import consultants.emails
        import consultants.hovedmed_letters  # noqa: F401 — as above
