"""The secretariat's room."""

from importlib import import_module

from django.apps import AppConfig


class ConsultantsConfig(AppConfig):
    name = "consultants"
    verbose_name = "Forløb"

    def ready(self) -> None:
        """Teach the outbox this room's letters, and the accounts whom this room still needs."""
        import_module("consultants.actions.contacts")
        import_module("consultants.access_letters")
        import_module("consultants.contact_letters")
        import_module("consultants.emails")
        import_module("consultants.evaluation_letters")
        import_module("consultants.handover_letters")
        import_module("consultants.hovedmed_letters")
        import_module("consultants.letter_catalogue")
        import_module("consultants.thread_letters")
