"""The catalogue as everybody may read it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

import clock
from themes.models import Theme


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every theme that can be applied for today."""
    return render(request, "themes/catalogue.html", {"themes": Theme.objects.open_on(clock.today())})


@require_safe
def theme(request: HttpRequest, key: str) -> HttpResponse:
    """One theme. A closed one keeps its page: applications and links out there point to it."""
    found = get_object_or_404(Theme.objects.filter(open_from__lte=clock.today()).prefetch_related("links"), key=key)
    context = {
        "theme": found,
        "is_open": found.is_open_on(clock.today()),
        "situations": found.typical_situations.splitlines(),
        "help_given": found.what_spark_can_do.splitlines(),
        "crumbs": [("Temaer", "/temaer/")],
    }
    return render(request, "themes/theme.html", context)
