"""The engagement (forløb) and what belongs to it from grant to closing."""

import uuid
from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from phonenumber_field.modelfields import PhoneNumberField

from applications.consensus import Kind
from applications.models import Application, Province, Workplace
from consultants.lifecycle import MOVES, OPEN, Status, ensure_legal
from consultants.models.guards import (
    assignment_names_its_application,
    municipalities_follow_workplaces,
    workplaces_call_for_municipalities,
)
from consultants.querysets import AssignmentQuerySet, EngagementQuerySet
from consultants.workload import USUAL_HOURS_A_MONTH

if TYPE_CHECKING:
    from consultants.models.follow_up import FollowUpVisit


class StoryConsent(models.TextChoices):
    """Whether the group's story may be told to others."""

    YES = "yes", "Ja"
    NO = "no", "Nej"
    LATER = "later", "Spørg igen senere"


class ConsultantProfile(models.Model):
    """What the team knows of a consultant beyond the account. ``hours_a_month``: to spend on engagements."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consultant_profile", verbose_name="konsulent"
    )
    phone = PhoneNumberField("telefon", blank=True)
    base = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="udgangspunkt"
    )
    hours_a_month = models.PositiveSmallIntegerField("timer om måneden til forløb", default=USUAL_HOURS_A_MONTH)

    class Meta:
        verbose_name = "konsulent"
        verbose_name_plural = "konsulenter"

    def __str__(self) -> str:
        return str(self.user)


class Engagement(models.Model):
    """One course of help to a workplace, from the grant on. ``move_to`` alone changes ``status``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="engagement", verbose_name="ansøgning"
    )
    kind = models.CharField("forløb", max_length=10, choices=Kind.choices)
    status = models.CharField("status", max_length=12, choices=Status.choices, default=Status.ASSIGNED, editable=False)
    opened_at = models.DateTimeField("åbnet")
    first_contact_due_on = models.DateField("første kontakt senest")
    contacted_on = models.DateField("første kontakt", null=True, blank=True)
    closed_on = models.DateField("afsluttet", null=True, blank=True)
    outcome = models.TextField("udbytte", blank=True)
    learning = models.TextField("læring", blank=True, db_default="")
    # Asked for at closing: whether the contacts are asked what they think, now and after three months.
    evaluation_asked = models.BooleanField("evaluering", null=True, blank=True)
    story_consent = models.CharField(
        "må historien fortælles", max_length=5, choices=StoryConsent.choices, blank=True, db_default=""
    )
    wants_follow_up = models.BooleanField("ønsker opfølgning", null=True, blank=True)
    cancel_reason = models.CharField("hvorfor aflyst", max_length=300, blank=True)
    # Why it rests, or rested last: shown while it does.
    pause_reason = models.CharField("hvorfor på pause", max_length=300, blank=True, db_default="")
    # LOCATION stands in calendar invitations only if the group has switched it on.
    place_in_calendar = models.BooleanField("sted i kalenderinvitationer", default=False)
    # The notice to HovedMED names the workplace only if the group permits it.
    workplace_to_hovedmed = models.BooleanField("arbejdsplads til HovedMED", default=False)
    # Where its workplaces lie, kept by the database: the latest of a municipality are found in an index alone.
    municipality_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = "forløb"
        verbose_name_plural = "forløb"
        indexes: ClassVar = [
            models.Index(
                fields=["-opened_at", "id"],
                include=["municipality_ids", "status", "application"],
                name="engagement_newest",
            ),
            models.Index(fields=["status", "-opened_at", "id"], name="engagement_by_status"),
            models.Index(
                fields=["first_contact_due_on"], name="engagement_first_contact", condition=Q(status=Status.ASSIGNED)
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status=Status.CLOSED) ^ Q(closed_on=None), name="closed_exactly_with_a_date"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED) | Q(wants_follow_up__isnull=False), name="closing_asks_for_the_wish"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.CANCELLED) ^ Q(cancel_reason=""),
                name="engagement_cancelled_with_a_reason",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="begins_assigned", operation=pgtrigger.Insert, condition=~pgtrigger.Q(new__status=Status.ASSIGNED)
            ),
            pgtrigger.FSM(
                name="legal_moves_only",
                field="status",
                transitions=[(old.value, new.value) for old, onward in MOVES.items() for new in sorted(onward)],
            ),
            municipalities_follow_workplaces(),
        ]

    def __str__(self) -> str:
        return str(self.application)

    def move_to(self, status: Status) -> None:
        """Change the status, the one place that does; raises IllegalMove. The caller saves."""
        ensure_legal(self.status, status)
        self.status = status

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @cached_property
    def follow_up(self) -> "FollowUpVisit | None":
        """The visit of the latest closing, whatever became of it; none where there is none, or it was voided."""
        return self.follow_ups.standing().first()


class EngagedWorkplace(Workplace):
    """A workplace as an engagement knows it; here only for what the database does about it."""

    class Meta:
        proxy = True
        triggers: ClassVar = [workplaces_call_for_municipalities()]


class Assignment(models.Model):
    """Who runs the engagement (konsulenttildeling), and since when; ended by a handover.

    One consultant at a time, and any number beside them (``is_co``), who may do the same. ``reads_until``: the last day
    on which somebody who handed it over still finds it; empty for whoever finds it because they run it, or not at all.
    """

    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, related_name="assignments", verbose_name="forløb"
    )
    # The engagement's, kept by the database: whose applications they are is found here alone.
    application_id = models.UUIDField(editable=False)
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments", verbose_name="konsulent"
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="tildelt af"
    )
    since = models.DateTimeField("fra")
    until = models.DateTimeField("til", null=True, blank=True)
    is_co = models.BooleanField("medkonsulent", default=False, db_default=False)
    reads_until = models.DateField("læser til og med", null=True, blank=True)
    reason = models.TextField("hvorfor overdraget", blank=True, db_default="")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "konsulenttildeling"
        verbose_name_plural = "konsulenttildelinger"
        indexes: ClassVar = [
            models.Index(fields=["consultant"], name="assignment_current", condition=Q(until=None)),
            models.Index(
                fields=["consultant", "application_id"],
                name="assignment_leads",
                condition=Q(until=None, is_co=False),
            ),
            models.Index(
                fields=["application_id", "consultant"],
                name="assignment_led_by",
                condition=Q(until=None, is_co=False),
            ),
            models.Index(
                fields=["consultant", "reads_until"], name="assignment_reads_on", condition=Q(reads_until__isnull=False)
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["engagement"], condition=Q(until=None, is_co=False), name="one_consultant_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["engagement", "consultant"], condition=Q(until=None), name="everybody_is_on_it_once"
            ),
            models.CheckConstraint(
                condition=Q(reads_until=None) | Q(until__isnull=False), name="reads_on_after_a_handover"
            ),
        ]
        triggers: ClassVar = [assignment_names_its_application()]

    def __str__(self) -> str:
        return str(self.consultant)


class CooperationAgreement(models.Model):
    """The samarbejdsaftale, numbered each time it is rewritten. Confidential to the group and SPARK."""

    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, related_name="agreements", verbose_name="forløb"
    )
    number = models.PositiveSmallIntegerField("nummer")
    change_wish = models.TextField("forandringsønske")
    what_we_do = models.TextField("hvad vi gør sammen")
    who_does_what = models.TextField("hvem gør hvad", blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet af"
    )
    written_at = models.DateTimeField("skrevet")

    class Meta:
        verbose_name = "samarbejdsaftale"
        verbose_name_plural = "samarbejdsaftaler"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["engagement", "number"], name="agreements_are_numbered")
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="written_agreements_stand", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"Samarbejdsaftale {self.number}"


class Note(models.Model):
    """The consultant's own working note; never shown to the group."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="notes", verbose_name="forløb")
    text = models.TextField("note")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="skrevet af"
    )
    written_at = models.DateTimeField("skrevet")

    class Meta:
        verbose_name = "note"
        verbose_name_plural = "noter"
        ordering: ClassVar = ["-written_at", "-id"]

    def __str__(self) -> str:
        return f"Note {self.written_at:%d.%m.%Y}"


class EngagementEvent(models.Model):
    """One line of the engagement's timeline. Verb, ids, codes and field names; never a text, a name or an address."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="events", verbose_name="forløb")
    verb = models.CharField("hændelse", max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="hvem"
    )
    at = models.DateTimeField("tidspunkt")
    data = models.JSONField("oplysninger", default=dict, blank=True)

    class Meta:
        verbose_name = "hændelse"
        verbose_name_plural = "hændelser"
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["engagement", "at"], name="engagement_timeline")]
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.verb
