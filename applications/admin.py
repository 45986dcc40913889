"""Reference data, for the administrator. Applications, letters and people have no page here."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

import danish
from applications.models import (
    AgreementPeriod,
    Municipality,
    PrioritisationRound,
    PriorityWeights,
    Province,
    Region,
    Sector,
)

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]
else:
    _Admin = admin.ModelAdmin


class ReferenceAdmin(_Admin):
    """What applications and figures point to is corrected, never deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Province)
class ProvinceAdmin(ReferenceAdmin):
    list_display = ("code", "name")


@admin.register(Municipality)
class MunicipalityAdmin(ReferenceAdmin):
    list_display = ("name", "code", "province")
    list_filter = ("province",)
    search_fields = ("name", "code")
    list_select_related = ("province",)

    def save_model(self, request: HttpRequest, obj: Municipality, form: object, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """A new name is sorted anew."""
        obj.sort_key = danish.sort_key(obj.name)
        obj.save()


@admin.register(Region)
class RegionAdmin(ReferenceAdmin):
    list_display = ("name", "code", "valid_from", "valid_to")
    filter_horizontal = ("municipalities",)


@admin.register(Sector)
class SectorAdmin(ReferenceAdmin):
    list_display = ("name", "key", "position")


@admin.register(AgreementPeriod)
class AgreementPeriodAdmin(ReferenceAdmin):
    list_display = ("name", "starts_on", "ends_on")


@admin.register(PriorityWeights)
class PriorityWeightsAdmin(ReferenceAdmin):
    """Versions of a decision of the parties: read here, put in force by them."""

    list_display = ("version", "in_force_from")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(PrioritisationRound)
class PrioritisationRoundAdmin(ReferenceAdmin):
    list_display = ("meets_on", "capacity", "closed_at")
    readonly_fields = ("closed_at",)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """A closed round is history."""
        is_closed = isinstance(obj, PrioritisationRound) and obj.closed_at is not None
        return not is_closed and super().has_change_permission(request)
