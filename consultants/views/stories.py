"""Stories: written by the secretariat, read by everybody while the workplace says yes."""

from collections.abc import Callable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest, visit_or_submit
from accounts.kept import is_given_back, is_sent_well, sent_or_typed
from consultants.actions import spread
from consultants.forms.spread import StoryForm
from consultants.models import Story
from consultants.views.spread import AHEAD, crumbs, secretariat


# ── The secretariat ─────────────────────────────────────────────────────────────────────────────────────────────────
@require_safe
@secretariat
def index(request: AuthenticatedRequest) -> HttpResponse:
    """All stories, published or not, the newest first."""
    page = paging.page_of(
        Story.objects.select_related("theme", "municipality"), order=("-written_at", "id"), asked=request.GET
    )
    return render(request, "consultants/stories.html", {"page": page, "crumbs": crumbs()})


@visit_or_submit
@secretariat
def write(request: AuthenticatedRequest) -> HttpResponse:
    """A new story."""
    form = StoryForm(sent_or_typed(request), initial={"token": uuid4()})
    story = _written(request, form, form.token_or_new())
    if story is not None:
        messages.success(request, "Historien er gemt. Den kan læses af alle, når I offentliggør den.")
        return redirect("consultants:story", pk=story.pk)
    return _page(request, form, heading="Ny historie")


@visit_or_submit
@secretariat
def one(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """A story to be corrected, and what may be done with it."""
    story = get_object_or_404(Story.objects.select_related("theme", "municipality"), pk=pk)
    form = StoryForm(sent_or_typed(request), initial=StoryForm.first_words(story))
    after = _written(request, form, pk)
    if after is not None:
        was_public = story.published_at is not None and after.published_at is None
        messages.success(request, "Historien er gemt.")
        if was_public:
            messages.warning(request, "Historien er taget ned, fordi den er ændret. Arbejdspladsen skal sige ja igen.")
        return redirect("consultants:story", pk=pk)
    return _page(request, form, heading=str(story), story=story)


def _written(request: AuthenticatedRequest, form: StoryForm, pk: UUID) -> Story | None:
    """The story as it was saved; None where the form says why not."""
    if not is_sent_well(request, form):
        return None
    try:
        return spread.write(story_id=pk, words=form.words(), consent=form.consent(), by=request.user, now=clock.now())
    except spread.NotYet:
        form.add_error("consent_on", AHEAD)
        return None


def _page(request: AuthenticatedRequest, form: StoryForm, *, heading: str, story: Story | None = None) -> HttpResponse:
    way = [*crumbs(), ("Historier", reverse("consultants:stories"))]
    context = {"form": form, "heading": heading, "story": story, "crumbs": way}
    context["given_back"] = is_given_back(request, form)
    return render(request, "consultants/story.html", context, status=422 if request.method == "POST" else 200)


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
