"""What the two parties see: figures for one agreement period, with their definitions."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import clock
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.models import AgreementPeriod
from steering import charts, figures


@require_safe
@room(Role.STEERING, Role.HEAD)
def overview(request: AuthenticatedRequest) -> HttpResponse:
    """One page, one filter: ``?periode=OK-24``; without it the period that holds today."""
    now = clock.now()
    today = now.astimezone(clock.COPENHAGEN).date()
    periods = list(AgreementPeriod.objects.filter(starts_on__lte=today))
    period = _chosen(periods, request.GET.get("periode"))
    shown = figures.overview(period, today)
    return render(
        request,
        "steering/overview.html",
        {
            "as_of": now,
            "period": period,
            "periods": periods,
            "figures": shown,
            "coverage": figures.coverage(),
            "chart_by_month": charts.by_month(shown.months),
            "chart_by_theme": charts.by_theme(shown.themes),
        },
    )


def _chosen(periods: list[AgreementPeriod], name: str | None) -> AgreementPeriod:
    for period in reversed(periods):
        if name in (None, period.name):
            return period
    raise Http404
