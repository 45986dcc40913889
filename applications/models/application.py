"""The application: the living text. What was agreed on is frozen in ApplicationVersion."""

import copy
import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, When

from accounts import short
from applications.consensus import MAY_BE_ABSENT, Body, Kind, Role, explained
from applications.lifecycle import (
    AT_TRIAGE,
    MOVES,
    RANKED,
    TAKEN_BACK,
    TOLD_BY_LETTER,
    Status,
    ensure_legal,
    ensure_may_be_taken_back,
)
from applications.models.guards import (
    every_yes_at_commit,
    keys_follow_themes,
    places_follow_workplaces,
    search_follows_status,
    taken_back_only_while_unsent,
    themes_call_for_keys,
)
from applications.models.rounds import PrioritisationRound
from applications.querysets import ApplicationQuerySet
from themes.models import Theme

if TYPE_CHECKING:
    from applications.models.history import DecisionLetter


class DeclineReason(models.TextChoices):
    """Why an application was declined; each has its own next step on the decision page."""

    OUT_OF_SCOPE_PERSONNEL = "out_of_scope_personnel", "Konkret personalesag"
    OUT_OF_SCOPE_ORDER = "out_of_scope_order", "Handler om at efterkomme et påbud"
    NO_CONSENSUS = "no_consensus", "Ingen enighed på arbejdspladsen"
    NOT_MUNICIPAL = "not_municipal", "Ikke en kommunal arbejdsplads"
    NOT_READY_IN_TIME = "not_ready_in_time", "Kan ikke begynde inden for et halvt år"
    CAPACITY = "capacity", "Ikke plads"
    BETTER_SERVED_ELSEWHERE = "better_served_elsewhere", "Bedre hjulpet et andet sted"
    DUPLICATE = "duplicate", "Samme arbejdsplads har søgt allerede"


_LATEST_LETTER = "WHERE application_id = %s AND waits = %s ORDER BY number DESC LIMIT 1"

_NARROWED_TO = ["theme_keys", "municipality_ids", "sector_ids"]

# More than any number of points.
ANSWERED_FIRST = 100_000

_ABSENT = [(role.value, role.label) for role in Role if role in MAY_BE_ABSENT]


class Application(models.Model):
    """One joint request for help. Everybody named edits the same text; ``move_to`` alone changes ``status``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField("reference", max_length=20, unique=True, null=True, editable=False)  # noqa: DJ001 - none until submitted
    status = models.CharField("status", max_length=20, choices=Status.choices, default=Status.DRAFT, editable=False)
    kind = models.CharField("forløb", max_length=10, choices=Kind.choices, default=Kind.INDIVIDUAL)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="begun", verbose_name="begyndt af"
    )

    # Step 1 (the workplaces have their own table)
    body = models.CharField("hvem søger", max_length=25, choices=Body.choices, blank=True)
    # Where they lie and what they do, kept by the database: a list narrowed to it is found and counted in one table.
    municipality_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    sector_ids = ArrayField(models.BigIntegerField(), default=list, editable=False)
    # Which may come from the same workplace, as found when it was last received: the most alike first.
    look_alike_ids = ArrayField(models.UUIDField(), default=list, editable=False)
    # Step 2
    themes = models.ManyToManyField(Theme, related_name="applications", verbose_name="temaer")
    # Their keys, kept the same by the database, for the same reason.
    theme_keys = ArrayField(models.CharField(max_length=30), default=list, editable=False)
    # Step 3
    situation = models.TextField("jeres situation", blank=True)
    tried = models.TextField("hvad I har prøvet", blank=True)
    change_wish = models.TextField("hvad der skal være anderledes", blank=True)
    core_task = models.TextField("jeres kerneopgave", blank=True)
    # Step 4
    managers_taking_part = models.PositiveSmallIntegerField("ledere, der deltager", null=True, blank=True)
    employees_taking_part = models.PositiveSmallIntegerField(
        "medarbejderrepræsentanter, der deltager", null=True, blank=True
    )
    earliest_start = models.DateField("tidligste start", null=True, blank=True)
    unsuitable_days = models.CharField("dage, der ikke passer", max_length=300, blank=True)
    # Step 5 (the people have their own table)
    absent_roles = ArrayField(
        models.CharField(max_length=40, choices=_ABSENT),
        verbose_name="roller, arbejdspladsen ikke har",
        default=list,
        blank=True,
    )
    absence_reason = models.CharField("hvorfor rollen mangler", max_length=300, blank=True)
    # Step 6
    evaluation_accepted = models.BooleanField("vi deltager i evalueringen", default=False)
    privacy_version = models.CharField("privatlivstekst", max_length=20, blank=True)
    # What the screener was told, as declarations: {"municipal": "yes", "agreed": "on_the_way", …}
    declarations = models.JSONField("svar på forhånd", default=dict, blank=True)
    # Drawn when the screener was answered: the same answers begin one draft, however often they are sent.
    begun_with = models.UUIDField(null=True, editable=False)

    # Grows by one at each saved edit, so that a stale page can't overwrite a newer text.
    edit_number = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField("sidst rettet")
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="rettet af"
    )
    expires_on = models.DateField("udløber", null=True, blank=True)
    version_number = models.PositiveSmallIntegerField("version", default=0)

    first_submitted_at = models.DateTimeField("først modtaget", null=True, blank=True)
    submitted_at = models.DateTimeField("modtaget", null=True, blank=True)
    decided_at = models.DateTimeField("afgjort", null=True, blank=True)

    # Until then the decision can be taken back to where it was taken from, and the group is told of neither.
    held_until = models.DateTimeField("kan fortrydes til", null=True, blank=True, editable=False)
    decided_from = models.CharField(
        "tilstand før afgørelsen", max_length=20, choices=Status.choices, blank=True, editable=False
    )

    # The group has answered a question, and nobody has acted on it yet.
    answered_at = models.DateTimeField("svar modtaget", null=True, blank=True, editable=False)

    # The waiting clock: days counted before, plus the days since it last started (none while it stands still).
    days_waited = models.PositiveIntegerField(default=0)
    waiting_since = models.DateField(null=True, blank=True)

    points = models.PositiveSmallIntegerField("point", default=0)
    # [{"points": 30, "sentence": "Kommunen har aldrig haft et forløb"}, …] in the order of the formula
    priority_reasons = models.JSONField("begrundelse", default=list, blank=True)
    ranked_at = models.DateTimeField("prioriteret", null=True, blank=True)
    # The order of the queue in one number, so that one index carries it: who has answered us comes before everybody.
    queue_points = models.GeneratedField(
        expression=Case(When(answered_at=None, then=F("points")), default=F("points") + ANSWERED_FIRST),
        output_field=models.IntegerField(),
        db_persist=True,
    )

    round = models.ForeignKey(
        PrioritisationRound,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="granted",
        verbose_name="runde",
    )
    urgency_reason = models.CharField("hvorfor uden om runden", max_length=300, blank=True)
    decline_reason = models.CharField("afslagsgrund", max_length=30, choices=DeclineReason.choices, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "ansøgning"
        verbose_name_plural = "ansøgninger"
        indexes: ClassVar = [
            # Equal points: who asked first comes first.
            models.Index(
                fields=["-queue_points", "first_submitted_at", "id"],
                name="application_queue",
                condition=Q(status__in=sorted(AT_TRIAGE)),
            ),
            # What the desk is narrowed to, and what lies behind it: each has its own, for both are counted often.
            GinIndex(
                fields=_NARROWED_TO,
                name="application_queue_narrowed",
                condition=Q(status__in=sorted(AT_TRIAGE)),
                fastupdate=False,
            ),
            GinIndex(
                fields=_NARROWED_TO,
                name="application_decided_narrowed",
                condition=~Q(status__in=sorted(AT_TRIAGE)),
                fastupdate=False,
            ),
            # The few that looked like another, and which they looked like: from both sides.
            models.Index(
                fields=["submitted_at"],
                include=["id", "look_alike_ids"],
                name="application_look_alikes",
                condition=~Q(look_alike_ids=[]),
            ),
            GinIndex(
                fields=["look_alike_ids"],
                name="application_looked_like",
                condition=~Q(look_alike_ids=[]),
                fastupdate=False,
            ),
            models.Index(fields=["status", "-first_submitted_at", "id"], name="application_by_status"),
            models.Index(fields=["status", "kind", "-first_submitted_at", "id"], name="application_by_kind"),
            models.Index(fields=["status", "days_waited"], name="application_by_days_waited"),
            models.Index(fields=["-first_submitted_at", "id"], name="application_by_arrival"),
            models.Index(
                fields=["-decided_at", "id"],
                name="granted_for_urgency",
                condition=Q(status=Status.GRANTED, round=None),
            ),
            models.Index(fields=["author"], name="application_author"),
            models.Index(fields=["answered_at"], name="application_answered", condition=~Q(answered_at=None)),
            models.Index(fields=["expires_on"], name="application_out_of_time", condition=~Q(expires_on=None)),
            models.Index(fields=["ranked_at"], name="application_unranked", condition=Q(status__in=sorted(RANKED))),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["author", "begun_with"], name="one_draft_per_screening"),
            models.CheckConstraint(
                condition=~Q(status=Status.GRANTED)
                | (Q(round__isnull=False) & Q(urgency_reason=""))
                | (Q(round__isnull=True) & ~Q(urgency_reason="")),
                name="granted_in_a_round_or_for_urgency",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.DECLINED) ^ Q(decline_reason=""), name="declined_exactly_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(held_until=None) ^ ~Q(decided_from=""), name="held_exactly_with_where_it_came_from"
            ),
            models.CheckConstraint(
                condition=Q(reference__isnull=True) ^ Q(first_submitted_at__isnull=False),
                name="reference_exactly_once_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(AT_TRIAGE | {Status.GRANTED, Status.DECLINED}))
                | Q(first_submitted_at__isnull=False),
                name="triage_only_after_submission",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="begins_as_draft", operation=pgtrigger.Insert, condition=~pgtrigger.Q(new__status=Status.DRAFT)
            ),
            pgtrigger.FSM(
                name="legal_moves_only",
                field="status",
                transitions=list(
                    dict.fromkeys(
                        (old.value, new.value)
                        for moves in (MOVES, TAKEN_BACK)
                        for old, onward in moves.items()
                        for new in sorted(onward)
                    )
                ),
            ),
            taken_back_only_while_unsent(),
            every_yes_at_commit(
                "application", application_id="NEW.id", operation=pgtrigger.UpdateOf("status", "version_number")
            ),
            search_follows_status(),
            places_follow_workplaces(),
            keys_follow_themes(),
        ]

    def __str__(self) -> str:
        return self.reference or f"Kladde {self.pk}"

    def move_to(self, status: Status) -> None:
        """Change the status, the one place that does; raises IllegalMove. The caller saves.

        What was decided before can't be taken back any more.
        """
        ensure_legal(self.status, status)
        self.status = status
        self.held_until, self.decided_from = None, ""

    def is_held(self, now: datetime) -> bool:
        """Whether it is decided, and the letter waits so that the decision can still be taken back."""
        return self.held_until is not None and now < self.held_until

    def take_back(self) -> None:
        """Undo the decision: as it was before, but for its place in the queue. The caller has made sure that nobody
        has been told, and saves. Raises IllegalMove."""
        ensure_may_be_taken_back(self.status, self.decided_from)
        self.status = self.decided_from
        self.held_until, self.decided_from = None, ""
        self.decided_at, self.decline_reason = None, ""
        self.round, self.urgency_reason = None, ""

    def as_told(self, now: datetime) -> Self:
        """As the group may know it: what can still be taken back is not decided yet. A copy to look at, not to save."""
        if not self.is_held(now):
            return self
        told = copy.copy(self)
        told.status, told.decided_at, told.decline_reason = self.decided_from, None, ""
        return told

    def standing_letter(self) -> "DecisionLetter | None":
        """What the group has been answered, as things stand; nothing while there is no answer."""
        if self.status not in TOLD_BY_LETTER:
            return None
        letter = short.first(self.letters.model, _LATEST_LETTER, [self.pk, self.status == Status.WAITING])
        if letter is not None:
            letter.application = self
        return letter

    @property
    def explained_absences(self) -> list[Role]:
        """The TR or AMR that the group says it has not got, as far as its body needs one.

        What was said before another body was chosen stays stored, for whoever changes back, and shows nowhere.
        """
        return explained(Body(self.body or Body.TRIO), self.absent_roles)

    def waiting_days(self, today: date) -> int:
        """Days waited up to ``today``, the pauses for missing information left out."""
        running = (today - self.waiting_since).days if self.waiting_since else 0
        return self.days_waited + max(running, 0)


class NamedTheme(Application.themes.through):  # type: ignore[name-defined,misc]  # Django makes it
    """That an application names a theme; here only for what the database does about it."""

    class Meta:
        proxy = True
        triggers: ClassVar = [themes_call_for_keys()]
