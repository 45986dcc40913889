"""Who speaks for a group now, where it is not the one who signed the application."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Lower

from applications.consensus import Role, Side
from applications.models import Signatory
from consultants.models.engagement import Engagement
from consultants.querysets import SuccessorQuerySet, in_the_group


class EngagementContact(models.Model):
    """Somebody who takes over a contact's part in an engagement: the signatory's of that side, or the last successor's.

    The application and what was agreed stay as they are. A part is a side, management or employees. From the first
    "Ja, det er mig" on, the signatory who was that side's contact has no part in the engagement any more, whatever
    becomes of the successor; so a row stays when its person has left, without name and address if they ask for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, related_name="successors", verbose_name="forløb"
    )
    side = models.CharField("side", max_length=10, choices=Side.choices)
    role = models.CharField("rolle", max_length=40, choices=Role.choices)
    name = models.CharField("navn", max_length=120, blank=True)
    email = models.EmailField("e-mail", max_length=254, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet ind af"
    )
    named_at = models.DateTimeField("skrevet ind")
    # "Ja, det er mig": from then on the group's pages are open to them, and not to whoever had the part before.
    accepted_at = models.DateTimeField("bekræftet", null=True, blank=True)
    ended_at = models.DateTimeField("ophørt", null=True, blank=True)

    objects = SuccessorQuerySet.as_manager()

    class Meta:
        verbose_name = "ny kontaktperson"
        verbose_name_plural = "nye kontaktpersoner"
        ordering: ClassVar = ["named_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["email"], name="successor_by_address", condition=Q(ended_at=None)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["engagement", "side"],
                condition=Q(accepted_at=None, ended_at=None),
                name="one_successor_asked_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["engagement", "side"],
                condition=Q(accepted_at__isnull=False, ended_at=None),
                name="one_successor_for_each_side",
            ),
            models.UniqueConstraint(
                fields=["engagement", "email"], condition=Q(ended_at=None), name="one_part_for_each_successor"
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="successor_email_is_lower_case"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | ~Q(email=""), name="only_who_has_left_has_no_address"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """The person as the outbox names them."""
        return f"successor:{self.pk}"

    @property
    def is_asked(self) -> bool:
        """Asked, and has not answered."""
        return self.accepted_at is None and self.ended_at is None


# Beyond every signatory's place in the list.
LAST = 32767

Speaker = Signatory | EngagementContact


def contacts_of(engagement: Engagement) -> list[Speaker]:
    """Who speaks for the group now, the manager first; each knows name, address, role and side."""
    named = Signatory.objects.named().filter(application_id=engagement.application_id, is_contact=True)
    return speakers(named, engagement.successors.all())


def speakers(named: Iterable[Signatory], successors: Iterable[EngagementContact]) -> list[Speaker]:
    """The same, of all who are named and all who were ever asked to take over."""
    accepted = [person for person in successors if person.accepted_at is not None]
    taken = {person.side for person in accepted}
    found: list[Speaker] = [person for person in named if person.is_contact and person.side not in taken]
    found += [person for person in accepted if person.ended_at is None]
    return sorted(found, key=lambda person: person.side != Side.MANAGEMENT)


def contact_keys(applications: Collection[UUID]) -> defaultdict[UUID, list[str]]:
    """By application: who speaks for its group now, as the outbox names them."""
    named = in_the_group().filter(application__in=applications, is_contact=True)
    successors = EngagementContact.objects.current().filter(engagement__application__in=applications)
    rows = named.values_list("application", "position", Value("signatory"), "pk").union(
        successors.order_by().values_list("engagement__application", Value(LAST), Value("successor"), "pk"), all=True
    )
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for application, _, kind, pk in sorted(rows):
        found[application].append(f"{kind}:{pk}")
    return found


def contact_address(key: str, engagement: Engagement) -> str:
    """The address of the contact whom the outbox names by ``key``; "" where they do not speak for the group now."""
    kind, _, pk = key.partition(":")
    if kind == "successor":
        return _first(EngagementContact.objects.current().filter(engagement=engagement, pk=pk))
    return _first(in_the_group().filter(application_id=engagement.application_id, is_contact=True, pk=pk))


def _first(people: QuerySet[Signatory] | QuerySet[EngagementContact]) -> str:
    return people.values_list("email", flat=True).first() or ""
