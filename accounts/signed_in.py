"""Who is signed in: asked by every request, so in two short statements."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.utils import timezone

from accounts import short
from accounts.models import User


class SessionStore(db.SessionStore):
    """Django's own, a row for each session; only its reading is ours."""

    def load(self) -> dict[str, object]:
        """What the session holds; nothing, and no key, where there is none or its time is over."""
        # Django stamps sessions by the machine's own clock, so they are measured by it.
        asked = [self.session_key, timezone.now()]  # noqa: TID251
        found = short.first(self.model, "WHERE session_key = %s AND expire_date > %s", asked)
        if found is None:
            # A key we did not give is never taken over.
            self._session_key = None
            return {}
        return self.decode(found.session_data)


class People(ModelBackend):
    """Django's own sign-in by password; only the reading of whoever is signed in is ours."""

    def get_user(self, user_id: int) -> User | None:
        """The person of that key; None for nobody, and for a closed account."""
        return short.first(User, "WHERE id = %s AND is_active", [user_id])
