"""Applications on the desk of a running portal, each a week older than the one before.

``python -m tests.journeys.pile 40`` in the portal's own environment.
"""

import sys
from datetime import timedelta

import django

if __name__ == "__main__":
    django.setup()
    import clock
    from tests.factories import applications

    applications.many_submitted(int(sys.argv[1]), at=clock.now() - timedelta(days=2), every=timedelta(weeks=1))
