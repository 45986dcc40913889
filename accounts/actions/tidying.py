"""Forgetting what sign-in no longer needs, and what nobody came back for."""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore

from accounts.models import Allowance, KeptPost, PasswordLink, SignInCode

KEEP_SPENT = timedelta(days=1)  # long enough for a late letter to find out that it is unwanted


def tidy(*, now: datetime) -> None:
    """Wipe codes that are too old; delete whatever else has served its time. May run at any time."""
    SignInCode.objects.filter(expires_at__lte=now).exclude(sealed_code="").update(sealed_code="")
    SignInCode.objects.filter(expires_at__lte=now - KEEP_SPENT).delete()
    PasswordLink.objects.filter(expires_at__lte=now - KEEP_SPENT).delete()
    Allowance.objects.filter(stale_at__lte=now).delete()
    KeptPost.objects.filter(expires_at__lte=now).delete()
    # Django stamps sessions by the machine's own clock, so they are measured by it, wherever ours has been moved to.
    SessionStore.clear_expired()
