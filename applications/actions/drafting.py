"""Writing the draft together: begin, save a step, let go of what nobody goes on with.

A save carries the edit number that the page was made from, and the page's own name. If another page has saved the
same step since, nothing is written and the second saver is told; saves of different steps, and of one page that saves
while it is typed on, never stand in each other's way.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet, prefetch_related_objects

import clock
from accounts.models import User
from applications import emails, permissions
from applications.actions import completeness, intake, record, searching
from applications.actions.completeness import Step
from applications.consensus import kind_of
from applications.lifecycle import Status
from applications.models import Application, ApplicationEvent, Signatory, Workplace

# Which text about personal data somebody has read; a new text gets a new name.
PRIVACY_VERSION = "2026-11-23"
DAYS_OF_WARNING = 7
_AT_A_TIME = 500

Values = dict[str, Any]

# Writing is asked here what is missing; how it is found out is a page of its own.
MissingPart = completeness.MissingPart
missing_parts = completeness.missing_parts

# A single workplace is written in the first step: its fields there, and where they are kept.
WORKPLACE: Mapping[str, str] = {
    "workplace_name": "name",
    "municipality": "municipality_id",
    "sector": "sector_id",
    "employees": "employees",
    "postal_code": "postal_code",
    "town": "town",
    "production_unit": "production_unit",
    "cvr_number": "cvr_number",
}

FIELDS: Mapping[Step, tuple[str, ...]] = {
    Step.WHO: ("body", *WORKPLACE),
    Step.THEMES: ("themes",),
    Step.WISH: ("situation", "tried", "change_wish", "core_task"),
    Step.PRACTICAL: ("managers_taking_part", "employees_taking_part", "earliest_start", "unsuitable_days"),
    Step.PEOPLE: ("absent_roles", "absence_reason"),
    Step.CHECK: ("evaluation_accepted", "privacy_version"),
}


class NotADraft(Exception):
    """The application is no longer being written."""


class NotTheirs(Exception):
    """The person is not among those who write this application."""


class Overtaken(Exception):
    """Another page has saved the same thing since this one was made; nothing was written."""


@dataclass(frozen=True)
class Save:
    """Who saves, when, and the edit number that their page was made from.

    ``page``: the page's random name, "" for none; ``order`` counts what one page sends, so that a save that was long
    on its way can't undo a later one.
    """

    by: User
    read: int
    now: datetime
    page: str = ""
    order: int = 0


def begin(*, by: User, declarations: Mapping[str, str], begun_with: UUID, now: datetime) -> Application:
    """The draft that ``begun_with`` begins; the same token again finds the same draft."""
    with transaction.atomic():
        application, is_new = Application.objects.get_or_create(
            author=by,
            begun_with=begun_with,
            defaults={
                "declarations": dict(declarations),
                "edited_at": now,
                "edited_by": by,
                "expires_on": _last_day(now),
            },
        )
        if is_new:
            record.log(application, "begun", by=by, now=now)
    return application


def stored(application: Application, step: Step) -> Values:
    """What stands in the database for ``step``, by field name; rows of other tables by their keys."""
    if step is Step.WHO:
        workplace = application.workplaces.first() or Workplace(name="")
        return {"body": application.body} | {field: getattr(workplace, kept) for field, kept in WORKPLACE.items()}
    if step is Step.THEMES:
        return {"themes": list(application.themes.values_list("pk", flat=True))}
    return {field: getattr(application, field) for field in FIELDS[step]}


def save_step(*, application_id: UUID, step: Step, values: Values, save: Save) -> int:
    """Store ``values`` (fields of ``step``); the edit number that the page stands at from now on.

    The first step's workplace may be left out: those of a joint application have pages of their own.

    What stands there already is no change and no conflict. Raises NotADraft, NotTheirs, Overtaken.
    """
    with transaction.atomic():
        application, _ = lock_draft(application_id, by=save.by)
        if step is Step.WHO:
            prefetch_related_objects([application], "workplaces")
        before = stored(application, step)
        changed = [field for field in FIELDS[step] if field in values and values[field] != before[field]]
        if not changed:
            # Looking at it and saving is going on with it, though nobody's text has become older by that.
            application.expires_on = _last_day(save.now)
            application.save(update_fields=["expires_on"])
            return save.read
        ensure_not_overtaken(application, save, step=step)
        columns = _write(application, step, values)
        note_edit(application, "edited", save=save, columns=columns, step=step, fields=changed)
    return application.edit_number


def _write(application: Application, step: Step, values: Values) -> Collection[str]:
    """Put ``values`` where they belong; the columns of ``application`` that its saving has to write."""
    if step is Step.WHO:
        application.body = values["body"]
        application.kind = kind_of(application.body)
        if "workplace_name" in values:
            _write_workplace(application, values)
        return ("body", "kind")
    if step is Step.THEMES:
        application.themes.set(values["themes"])
        return ()
    for field in FIELDS[step]:
        setattr(application, field, values[field])
    return FIELDS[step]


def _write_workplace(application: Application, values: Values) -> None:
    workplace = application.workplaces.first() or Workplace(application=application)
    for field, kept in WORKPLACE.items():
        setattr(workplace, kept, values.get(field, getattr(workplace, kept)))
    workplace.save()


# ── Shared with the verbs about people and workplaces ─────────────────────────────────────────────────────────────────
def lock_draft(application_id: UUID, *, by: User) -> tuple[Application, list[Signatory]]:
    """The draft and those named on it, for one of its writers. Raises NotADraft, NotTheirs."""
    application = record.lock(application_id)
    people = record.people(application)
    if not permissions.can_write(by, application, people):
        raise NotTheirs
    if application.status != Status.DRAFT:
        raise NotADraft
    return application, people


def ensure_not_overtaken(application: Application, save: Save, **about: object) -> None:
    """Raise Overtaken if another page's edit ``about`` the same thing (its data in the timeline) is newer than ours."""
    if save.read >= application.edit_number:
        return
    newer = _edits(application, about).filter(data__edit__gt=save.read).values_list("data", flat=True)
    # The page's own last save may have been stored without its answer ever coming back.
    if not all(save.page and save.page == data.get("page") and data["order"] <= save.order for data in newer):
        raise Overtaken


def last_editor(application: Application, **about: object) -> User | None:
    """Whose edit ``about`` the same thing is the newest; nobody where they are gone."""
    last = _edits(application, about).select_related("actor").order_by("at", "pk").last()
    return last.actor if last else None


def _edits(application: Application, about: Mapping[str, object]) -> QuerySet[ApplicationEvent]:
    same = {f"data__{key}": value for key, value in about.items()}
    return ApplicationEvent.objects.filter(application=application, **same)


def note_edit(
    application: Application, verb: str, *, save: Save, columns: Collection[str] = (), **data: object
) -> None:
    """Save ``columns`` of ``application`` with its next edit number and thirty more days to live; log field names,
    never values. The status is not among them, so that the database need not check every yes again.
    """
    application.edit_number += 1
    application.edited_at = save.now
    application.edited_by = save.by
    application.expires_on = _last_day(save.now)
    application.save(update_fields=["edit_number", "edited_at", "edited_by", "expires_on", *columns])
    if save.page:
        data |= {"page": save.page, "order": save.order}
    record.log(application, verb, by=save.by, now=save.now, edit=application.edit_number, **data)


def _last_day(now: datetime) -> date:
    return now.astimezone(clock.COPENHAGEN).date() + timedelta(days=record.DAYS_WITH_THE_GROUP)


# ── What nobody goes on with ────────────────────────────────────────────────────────────────────────────────────────
def expire(*, now: datetime) -> int:
    """End the drafts and unanswered versions whose time is over; says how many. The rest waits."""
    today = now.astimezone(clock.COPENHAGEN).date()
    late = _out_of_time(today).values_list("pk", flat=True)[:_AT_A_TIME]
    return sum(_expire(application_id, today, now) for application_id in list(late))


def _out_of_time(today: date) -> QuerySet[Application]:
    """What everybody has agreed on while intake is closed waits as long as it takes."""
    return Application.objects.out_of_time(today).exclude(pk__in=intake.held_back())


def _expire(application_id: UUID, today: date, now: datetime) -> bool:
    with transaction.atomic():
        application = record.lock(application_id)
        # Somebody may have written on since the list was made.
        if not _out_of_time(today).filter(pk=application_id).exists():
            return False
        application.move_to(Status.EXPIRED)
        application.expires_on = None
        application.save()
        searching.write(application)
        record.log(application, "expired", by=None, now=now)
    return True


def warn(*, now: datetime) -> int:
    """Owe the writers of each draft that ends within a week a letter; says how many drafts. One letter for each end."""
    today = now.astimezone(clock.COPENHAGEN).date()
    ending = Application.objects.ending(today, today + timedelta(days=DAYS_OF_WARNING)).exclude(
        pk__in=intake.held_back()
    )
    with transaction.atomic():
        drafts = list(ending.select_related("author").prefetch_related("signatories"))
        for application in drafts:
            emails.post_draft_ends(application, now=now)
    return len(drafts)
