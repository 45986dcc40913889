"""The themes' pages and links, for the administrator."""

from typing import TYPE_CHECKING, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from themes.models import GuidanceLink, Theme

if TYPE_CHECKING:
    _ThemeAdmin = admin.ModelAdmin[Theme]
    _LinkInline = admin.TabularInline[GuidanceLink, Theme]
else:
    _ThemeAdmin = admin.ModelAdmin
    _LinkInline = admin.TabularInline


class LinkInline(_LinkInline):
    model = GuidanceLink
    extra = 1
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Theme)
class ThemeAdmin(_ThemeAdmin):
    """Texts, links and dates. A theme is closed by its last day, never deleted: applications name it."""

    list_display = ("title", "short_title", "open_from", "open_until", "position")
    inlines: ClassVar = [LinkInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Theme | None = None) -> tuple[str, ...]:
        """The key is the page's address and what figures are counted by: it stands."""
        return ("key",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Theme | None = None) -> bool:
        return False
