"""``manage.py`` and a Celery worker that know the test letters.

``python -m tests.notifications.process deliver_letters``, ``… worker --beat``.
"""

import sys

import django
from django.core.management import execute_from_command_line

from spark_portal.celery import app

if __name__ == "__main__":
    django.setup()
    from tests.notifications import kinds  # letters know the database

    kinds.register()
    if sys.argv[1] == "worker":
        app.worker_main(sys.argv[1:])
    else:
        execute_from_command_line(["manage.py", *sys.argv[1:]])
