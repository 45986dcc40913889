"""The door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spark_portal.settings")

application = get_wsgi_application()

# What is loaded by now stays until the process ends: the collector need not look at it again. And a page makes tens of
# thousands of objects that go by themselves: looking for cycles after each 700 of them was a seventh of its time.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 10, 10)
