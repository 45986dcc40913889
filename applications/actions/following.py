"""A contact's part in the engagement goes to somebody else, who is known upstairs: what that ends down here."""

from datetime import datetime

from applications.consensus import Side
from applications.models import Application, Signatory


def end_part(application: Application, side: Side, *, now: datetime) -> None:
    """Whoever was named as the contact of ``side`` reads no newer messages and is written to no more.

    Within the transaction that gives the part to somebody else; the first time counts.
    """
    Signatory.objects.contacts_of_side(application.pk, side).filter(followed_at=None).update(followed_at=now)
