"""Saved views of the queue: kept under a name by whoever narrowed it, for oneself or for the team.

The words of a search are never kept: they may be somebody's name, and a view can be shared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role, User
from accounts.rooms import room
from consultants import permissions
from consultants.actions import saved_views
from consultants.forms.queue import QueueFilter
from consultants.forms.saved_views import RenameViewForm, SaveViewForm
from consultants.models import SavedView
from consultants.models.saved_view import MOST
from consultants.templatetags.list_left import parameters
from consultants.views.crumbs import Crumbs, crumbs_of

show_or_do = require_http_methods(["GET", "HEAD", "POST"])


# ── Above the queue ─────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Link:
    """A view that the person can use, and how many it shows."""

    view: SavedView
    href: str
    count: paging.Count
    is_current: bool


def usable(user: User, today: date, asked: QueueFilter) -> list[tuple[SavedView, QueueFilter]]:
    """The views that ``user`` sees and can use, own before shared, each read as an address. One statement.

    What the head shares may hold more than a consultant can choose, and a municipality may have been closed.
    """
    found = _read(SavedView.objects.visible_to(user), user, today, asked)
    return [(view, read) for view, read in found if _is_usable(view, read)]


def _is_usable(view: SavedView, read: QueueFilter) -> bool:
    """All of it is understood: with a part left out, a list would stand under a name that tells of another."""
    return read.is_valid() and read.kept == view.query


def links(
    views: Iterable[tuple[SavedView, QueueFilter]], counts: Iterable[paging.Count], asked: QueueFilter
) -> list[Link]:
    """The views as the queue shows them, with ``counts`` in the same order."""
    here = asked.kept if asked.is_valid() else None
    at = reverse("consultants:queue")
    return [
        Link(view, f"{at}?{view.query}", count, is_current=read.kept == here)
        for (view, read), count in zip(views, counts, strict=True)
    ]


def _read(
    views: Iterable[SavedView], user: User, today: date, beside: QueueFilter
) -> list[tuple[SavedView, QueueFilter]]:
    return [(each, QueueFilter(QueryDict(each.query), user=user, today=today, beside=beside)) for each in views]


# ── Their own pages ─────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def index(request: AuthenticatedRequest) -> HttpResponse:
    """All that the person sees, also those that can't be used any longer; what is theirs can be renamed and deleted."""
    user, today = request.user, clock.today()
    views = SavedView.objects.visible_to(user).select_related("owner")
    rows = [
        {
            "view": view,
            "told": read.told if _is_usable(view, read) else None,
            "is_mine": view.owner_id == user.pk,
            "can_delete": permissions.can_delete_view(user, view),
        }
        for view, read in _read(views, user, today, QueueFilter(QueryDict(), user=user, today=today))
    ]
    return render(request, "consultants/saved_views.html", {"rows": rows, "most": MOST, "crumbs": crumbs_of()})


@show_or_do
@room(Role.CONSULTANT, Role.HEAD)
def save(request: AuthenticatedRequest) -> HttpResponse:
    """Keep what the address narrows the queue to."""
    is_sent = request.method == "POST"
    asked = QueueFilter(_choice(request), user=request.user, today=clock.today())
    if not asked.can_keep:
        messages.info(request, "Vælg først, hvad visningen skal vise. Søgeord bliver ikke gemt.")
        return redirect("consultants:queue")
    form = SaveViewForm(request.POST if is_sent else None)
    if form.is_valid() and _saved(request, form, asked.kept):
        messages.success(request, f"Visningen »{form.cleaned_data['name']}« er gemt.")
        return HttpResponseRedirect(f"{reverse('consultants:queue')}?{asked.kept}")
    context = {"form": form, "asked": asked, "crumbs": _crumbs()}
    return render(request, "consultants/save_view.html", context, status=422 if form.errors else 200)


def _choice(request: AuthenticatedRequest) -> QueryDict:
    """What is to be kept: the address, or what the form has brought along from it."""
    return request.GET if request.method != "POST" else parameters(request.POST.get("valg", ""))


def _saved(request: AuthenticatedRequest, form: SaveViewForm, query: str) -> bool:
    """Whether a valid form was saved; if not, it says why."""
    try:
        saved_views.save(**form.facts, query=query, by=request.user, now=clock.now())
    except saved_views.NameTaken:
        form.add_error("name", "Du har allerede en visning med det navn. Vælg et andet navn")
    except saved_views.NoRoom:
        whose = "Holdet har" if form.facts["is_shared"] else "Du har"
        form.add_error("readers", f"{whose} allerede {MOST} visninger. Slet en af dem først")
    return not form.errors


@show_or_do
@room(Role.CONSULTANT, Role.HEAD)
def rename(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Another name for one's own."""
    view = get_object_or_404(SavedView, pk=pk, owner=request.user)
    form = RenameViewForm(request.POST if request.method == "POST" else None, initial={"name": view.name})
    if form.is_valid() and _renamed(request, form, pk):
        return redirect("consultants:saved_views")
    context = {"form": form, "view": view, "crumbs": _crumbs()}
    return render(request, "consultants/rename_view.html", context, status=422 if form.errors else 200)


def _renamed(request: AuthenticatedRequest, form: RenameViewForm, pk: int) -> bool:
    """Whether the page can be left; if not, the form says why."""
    try:
        saved_views.rename(view_id=pk, name=form.cleaned_data["name"], by=request.user)
    except saved_views.NameTaken:
        form.add_error("name", "Du har allerede en visning med det navn. Vælg et andet navn")
        return False
    except saved_views.NotYours:
        messages.info(request, "Visningen er slettet imens.")
        return True
    messages.success(request, "Visningen har fået et nyt navn.")
    return True


@require_POST
@room(Role.CONSULTANT, Role.HEAD)
def delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Forgotten. Whoever presses twice is told that it is gone; so is whoever presses at somebody else's."""
    try:
        saved_views.delete(view_id=pk, by=request.user)
    except saved_views.NotYours:
        messages.info(request, "Visningen findes ikke længere, eller den er ikke din.")
    else:
        messages.success(request, "Visningen er slettet.")
    return redirect("consultants:saved_views")


def _crumbs() -> Crumbs:
    return [*crumbs_of(), ("Gemte visninger", reverse("consultants:saved_views"))]
