"""The applicants' room, as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "Ansøgninger"

    def ready(self) -> None:
        """Teach the outbox this room's letters, and the accounts whom this room still needs."""
        import_module("applications.actions.leaving")
        import_module("applications.emails")
        import_module("applications.people_letters")
        import_module("applications.draft_letters")
        import_module("applications.thread_letters")
        import_module("applications.contact_letters")
        import_module("applications.letter_catalogue")
