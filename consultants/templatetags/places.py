"""Where an application's workplaces lie, short enough for a line however many they are."""

from collections.abc import Sequence

from django import template

from applications.models import Workplace
from applications.models import workplaces as counted

register = template.Library()
_SHOWN = 3


@register.filter
def extent(workplaces: Sequence[Workplace]) -> str:
    """ "12 arbejdspladser i 3 kommuner"; one workplace goes by its name."""
    return counted.extent(workplaces)


@register.filter
def municipalities(workplaces: Sequence[Workplace]) -> str:
    """The municipalities, each once: "Odense, Samsø, Ærø og 4 mere". Needs them at hand."""
    return shortened(list(dict.fromkeys(each.municipality.name for each in workplaces)))


@register.filter
def shortened(names: Sequence[str], between: str = ", ") -> str:
    """The first of ``names``, and how many more there are."""
    more = len(names) - _SHOWN
    # One more takes no more room than saying so.
    if more <= 1:
        return between.join(names)
    return f"{between.join(names[:_SHOWN])} og {more} mere"
