"""The exact text a yes is to: what belongs to it, its fingerprint, and the row that keeps it."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from accounts.models import User
from applications.consensus import Kind
from applications.models import Application, ApplicationVersion, Signatory, Workplace

Content = dict[str, Any]

_AS_THEY_ARE = (
    "kind",
    "body",
    "situation",
    "tried",
    "change_wish",
    "core_task",
    "managers_taking_part",
    "employees_taking_part",
    "unsuitable_days",
    "evaluation_accepted",
    "privacy_version",
    "declarations",
)


# What tells a workplace from its neighbour; left out where it is not known.
_IF_THERE = ("postal_code", "town", "production_unit", "cvr_number")


# What belongs to the text and stands in tables of its own; read once by whoever reads the text more than once.
PARTS = ("themes", Prefetch("workplaces", Workplace.objects.select_related("municipality", "sector")))


def content_of(application: Application, people: Sequence[Signatory]) -> Content:
    """All that is agreed on by ``people``, as JSON values; names of places and themes as they read today.

    Who is named stands as id, role, side and contact: no name, address or phone, so that correcting one voids nothing.
    A workplace's own contact, who has no say, stands outside.
    """
    prefetch_related_objects([application], *PARTS)
    content: Content = {field: getattr(application, field) for field in _AS_THEY_ARE}
    start = application.earliest_start
    content["earliest_start"] = start.isoformat() if start else None
    content["absent_roles"] = application.explained_absences
    content["absence_reason"] = application.absence_reason if application.explained_absences else ""
    content["themes"] = [{"key": theme.key, "title": theme.title} for theme in application.themes.all()]
    content["workplaces"] = [_workplace(each) for each in application.workplaces.all()]
    is_joint = application.kind == Kind.JOINT
    if is_joint:
        prefetch_related_objects(people, "municipality")
    content["people"] = [_person(each, is_joint=is_joint) for each in people]
    return content


def _workplace(workplace: Workplace) -> Content:
    return {
        "name": workplace.name,
        "municipality": {"code": workplace.municipality.code, "name": workplace.municipality.name},
        "sector": {"key": workplace.sector.key, "name": workplace.sector.name},
        "employees": workplace.employees,
        **{fact: getattr(workplace, fact) for fact in _IF_THERE if getattr(workplace, fact)},
    }


def _person(person: Signatory, *, is_joint: bool) -> Content:
    return {
        "id": str(person.pk),
        "role": person.role,
        "side": person.side,
        "municipality": person.municipality.name if is_joint and person.municipality else None,
        "is_contact": person.is_contact,
    }


def fingerprint(content: Content) -> str:
    """The sha256 of the canonical JSON (sorted keys, no spaces, UTF-8), in hexadecimal."""
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def freeze(application: Application, people: Sequence[Signatory], *, by: User, now: datetime) -> ApplicationVersion:
    """Keep the text of ``people`` as it stands as the next version, now the current one. The caller saves it all."""
    content = content_of(application, people)
    application.version_number += 1
    return ApplicationVersion.objects.create(
        application=application,
        number=application.version_number,
        content=content,
        sha256=fingerprint(content),
        asked_by=by,
        asked_at=now,
    )


def current(application: Application) -> ApplicationVersion:
    """The version that is, or was last, asked about. Raises ApplicationVersion.DoesNotExist before the first."""
    return ApplicationVersion.objects.get(application=application, number=application.version_number)
