"""How SPARK is spread: the first page, and what the pages below it have in common."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from consultants.actions import spread
from consultants.models import Outreach, PhoneCall, Story
from consultants.views.reach import reached
from consultants.views.together import SEEN

AHEAD = "Dagen er ikke kommet endnu. Ret datoen."
OVERTAKEN = (
    "En anden har rettet det, siden du åbnede siden. Nu står der: {stands}. Dit er ikke gemt. "
    "Gem igen, hvis det er dit, der skal gælde."
)
secretariat = room(Role.CONSULTANT, Role.HEAD)


def crumbs() -> list[tuple[str, str]]:
    """The way to a page below the first of the room."""
    return [("Udbredelse", reverse("consultants:spread"))]


@require_safe
@secretariat
def index(request: AuthenticatedRequest) -> HttpResponse:
    """The three things, and how each stands."""
    year = clock.today().replace(month=1, day=1)
    context = {
        "calls": paging.count(PhoneCall.objects.filter(called_on__gte=year).order_by("-called_on", "-id")),
        "silent": sum(each.on is None for each in reached()),
        "stories": paging.count(Story.objects.published()),
        "year": year.year,
    }
    return render(request, "consultants/spread.html", context)


def is_stored(form: Form, store: Callable[[], object], *, day: str, stands: str = "") -> bool:
    """Whether ``store`` took what a valid form says; if not, the form says why.

    ``day``: its field that lies neither ahead nor before SPARK. ``stands``: what a correction would overwrite.
    """
    try:
        store()
    except spread.NotYet:
        form.add_error(day, AHEAD)
    except spread.BeforeSpark:
        form.add_error(day, f"SPARK begyndte i {spread.BEGAN.year}. Skriv en dag fra dengang til i dag")
    except spread.Overtaken:
        form.add_error(None, OVERTAKEN.format(stands=stands))
    else:
        return True
    return False


def seen(request: AuthenticatedRequest, form: Form, entry: PhoneCall | Outreach) -> str:
    """The mark that the page of a correction carries: as it was sent, until its writer has been told what stands."""
    is_to_be_mended = bool(form.errors) and not form.non_field_errors()
    return request.POST.get(SEEN, "") if is_to_be_mended else spread.mark(entry)
