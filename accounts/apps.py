from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Brugere"

    def ready(self) -> None:
        # Teach the outbox our letters; the one place where an import stands inside a function.
        import accounts.emails
        import accounts.letter_catalogue  # noqa: F401
