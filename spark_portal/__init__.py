"""The composer: settings, addresses, the clockwork. Imports every app, imported by none."""

# Loaded with Django, so that `shared_task` finds the portal's broker in web processes too.
from spark_portal.celery import app as celery_app

__all__ = ["celery_app"]
