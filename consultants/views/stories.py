"""Stories: written by the secretariat, read by everybody while the workplace says yes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest
from consultants.actions import spread
from consultants.forms.spread import StoryForm
from consultants.models import Engagement, Story
from consultants.views.spread import AHEAD, crumbs, secretariat, show_or_do


# ── The secretariat ─────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
@secretariat
def index(request: AuthenticatedRequest) -> HttpResponse:
    """All stories, published or not, the newest first."""
    page = paging.page_of(_all(), order=("-written_at", "id"), asked=request.GET)
    return render(request, "consultants/stories.html", {"page": page, "crumbs": crumbs()})


@show_or_do
@secretariat
def write(request: AuthenticatedRequest) -> HttpResponse:
    """A new story."""
    is_sent = request.method == "POST"
    form = StoryForm(request.POST) if is_sent else StoryForm(initial={"token": uuid4(), "read": 0})
    try:
        story = _written(request, form, form.token_or_new())
    except spread.Overtaken:
        return _both(request, form.token_or_new())
    if story is not None:
        messages.success(request, "Historien er gemt. Den kan læses af alle, når I offentliggør den.")
        return redirect("consultants:story", pk=story.pk)
    return _page(request, form, heading="Ny historie")


@show_or_do
@secretariat
def one(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """A story to be corrected, and what may be done with it."""
    story = get_object_or_404(_all(), pk=pk)
    form = StoryForm(request.POST) if request.method == "POST" else StoryForm.of(story)
    try:
        after = _written(request, form, pk)
    except spread.Overtaken:
        return _both(request, pk)
    if after is not None:
        was_public = story.published_at is not None and after.published_at is None
        messages.success(request, "Historien er gemt.")
        if was_public:
            messages.warning(request, "Historien er taget ned, fordi den er ændret. Arbejdspladsen skal sige ja igen.")
        return redirect("consultants:story", pk=pk)
    return _page(request, form, heading=str(story), story=story)


def _written(request: AuthenticatedRequest, form: StoryForm, pk: UUID) -> Story | None:
    """The story as it was saved; None where the form says why not. Raises Overtaken."""
    if not form.is_valid():
        return None
    facts: dict[str, Any] = {"words": form.words(), "consent": form.consent(), "seen": form.seen()}
    try:
        return spread.write(story_id=pk, **facts, by=request.user, now=clock.now())
    except spread.NotYet:
        form.add_error("consent_on", AHEAD)
    except spread.BeforeWithdrawal:
        form.add_error("consent_on", OLD_YES)
    return None


def _all() -> QuerySet[Story]:
    return Story.objects.select_related("theme", "municipality", "asked_by")


def _both(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Somebody was quicker: what stands now, and what was typed, to be sent once more or not."""
    story = get_object_or_404(_all(), pk=pk)
    return _page(request, StoryForm.after(story, request.POST), heading=str(story), story=story, is_overtaken=True)


def _page(
    request: AuthenticatedRequest,
    form: StoryForm,
    *,
    heading: str,
    story: Story | None = None,
    is_overtaken: bool = False,
) -> HttpResponse:
    typed = StoryForm(request.POST) if is_overtaken else None
    context = {
        "form": form,
        "heading": heading,
        "story": story,
        "is_overtaken": is_overtaken,
        "typed_yes": typed.consent() if typed is not None and typed.is_valid() else None,
        "engagement": _engagement(request, story),
        "crumbs": [*crumbs(), ("Historier", reverse("consultants:stories"))],
    }
    return render(
        request, "consultants/story.html", context, status=409 if is_overtaken else 422 if form.errors else 200
    )


def _engagement(request: AuthenticatedRequest, story: Story | None) -> Engagement | None:
    """Where the story comes from, for whoever may open that."""
    if story is None or story.engagement_id is None:
        return None
    mine = Engagement.objects.visible_to(request.user).select_related("application")
    return mine.filter(pk=story.engagement_id).first()


@require_POST
@secretariat
def publish(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Let everybody read it."""
    return _changed(request, pk, lambda: spread.publish(story_id=pk, by=request.user, now=clock.now()), PUBLISHED)


@require_POST
@secretariat
def take_down(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Nobody outside reads it any more."""
    return _changed(request, pk, lambda: spread.take_down(story_id=pk, by=request.user), TAKEN_DOWN)


@require_POST
@secretariat
def withdraw_consent(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The workplace has changed its mind."""
    now = clock.now()
    return _changed(request, pk, lambda: spread.withdraw_consent(story_id=pk, by=request.user, now=now), WITHDRAWN)


OLD_YES = "Arbejdspladsen har trukket et ja tilbage siden. Har den sagt ja igen, så skriv den nye dato."
PUBLISHED = "Historien er offentliggjort."
TAKEN_DOWN = "Historien er taget ned."
WITHDRAWN = "Samtykket er slettet, og historien er taget ned."


def _changed(request: AuthenticatedRequest, pk: UUID, verb: Callable[[], None], told: str) -> HttpResponse:
    get_object_or_404(Story, pk=pk)
    try:
        verb()
    except spread.NoConsent:
        messages.error(request, "Historien kan først offentliggøres, når arbejdspladsen har sagt ja til den.")
    else:
        messages.success(request, told)
    return redirect("consultants:story", pk=pk)


# ── Everybody ───────────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
def public_index(request: HttpRequest) -> HttpResponse:
    """The stories that workplaces let us tell, the newest first."""
    shown = Story.objects.published().select_related("theme", "municipality")
    page = paging.page_of(shown, order=("-published_at", "id"), asked=request.GET, size=12)
    return render(request, "consultants/public_stories.html", {"page": page})


@require_safe
def public_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One story; gone the moment the consent is."""
    story = get_object_or_404(Story.objects.published().select_related("theme", "municipality"), pk=pk)
    context = {"story": story, "crumbs": [("Historier", reverse("consultants:public_stories"))]}
    return render(request, "consultants/public_story.html", context)
