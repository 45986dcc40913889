"""The cooperation agreement: written together by the consultant and the two contacts, and the yes of each side."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

import clock
import danish
from accounts.actions import limits
from accounts.http import AuthenticatedRequest, visit_or_submit
from accounts.kept import is_given_back, is_sent_well, sent_or_typed
from accounts.models import Role
from accounts.rooms import applicants_room, room
from consultants import permissions
from consultants.actions import agreements, running
from consultants.forms.engagement import AgreementForm
from consultants.models import Engagement
from consultants.views import refusals
from consultants.views.agreed import versions
from consultants.views.engagement import form_page, visible
from consultants.views.group import OWN_ENGAGEMENTS, own_engagement, signed, thread_page

AGREED = "Der er sagt ja til den aftale, der står nu. Gemmer du en ny tekst, skal alle sige ja igen."
REWRITTEN = (
    "Aftalen er skrevet om, siden du åbnede siden. Dit er ikke gemt. Læs den nye tekst på forløbets side, "
    "og gem igen, hvis det er din, der skal gælde."
)
OVER = "Forløbet er slut, så aftalen kan ikke skrives om. Det, du har skrevet, er ikke gemt."

Shown = Callable[[AgreementForm, str, int], HttpResponse]


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@visit_or_submit
@room(Role.CONSULTANT, Role.HEAD)
def write(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The agreement in the hands of who runs the engagement."""
    engagement = visible(request.user, pk)

    def show(form: AgreementForm, intro: str, status: int) -> HttpResponse:
        texts = {"heading": "Samarbejdsaftale", "submit": "Gem aftalen", "intro": intro}
        return form_page(request, engagement, form, **texts, status=status)

    saved = "Samarbejdsaftalen er gemt. Kontaktpersonerne får en mail om, at den venter på deres ja."
    return _written(request, engagement, show, saved=saved) or redirect("consultants:engagement", pk=pk)


@visit_or_submit
@applicants_room
def write_together(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The agreement of application ``pk`` in the hands of one of its group's two contacts."""
    engagement = own_engagement(request.user, pk)
    if permissions.part_of(request.user, engagement) is None:
        raise Http404
    there = reverse("consultants:group_agreement", args=[pk])
    if request.method != "POST" and not engagement.is_open:
        return redirect(there)

    def show(form: AgreementForm, intro: str, status: int) -> HttpResponse:
        facts = {
            "form": form,
            "heading": "Skriv i samarbejdsaftalen",
            "submit": "Gem aftalen",
            "intro": intro,
            "cancel": there,
            "given_back": is_given_back(request, form),
            "crumbs": [*_way(engagement), ("Samarbejdsaftale", there)],
        }
        return render(request, "consultants/form.html", facts, status=status)

    saved = (
        "Aftalen er gemt. De andre får en mail om, at den er skrevet om. Læs den igennem, og sig ja, når I er enige."
    )
    return _written(request, engagement, show, saved=saved) or redirect(there)


def _written(request: AuthenticatedRequest, engagement: Engagement, show: Shown, *, saved: str) -> HttpResponse | None:
    """The form, beginning with the words that stand, or with what was typed where it can't be kept; None: it is."""
    standing = engagement.agreements.last()
    form = AgreementForm(sent_or_typed(request), initial=AgreementForm.first_words(standing))
    if not is_sent_well(request, form):
        intro = AGREED if standing is not None and standing.yeses.exists() else ""
        return show(form, intro, 422 if request.method == "POST" else 200)
    try:
        agreements.write(
            engagement_id=engagement.pk, by=request.user, words=form.words(), read=form.read_version, now=clock.now()
        )
    except agreements.AnotherVersion:
        form = AgreementForm.on_top_of(engagement.agreements.last(), request.POST)
        form.add_error(None, REWRITTEN)
        return show(form, "", 409)
    except running.Ended:
        form.add_error(None, OVER)
        return show(form, "", 409)
    except limits.TooMany as refused:
        when = f"{danish.danish_date(refused.until)} {danish.danish_time(refused.until)}"
        form.add_error(None, f"I har skrevet aftalen om mange gange på kort tid. Gem igen efter {when}.")
        return show(form, "", 422)
    except refusals.EVERY as refused:
        refusals.tell(request, refused)
    else:
        messages.success(request, saved)
    return None


# ── Agreeing ────────────────────────────────────────────────────────────────────────────────────────────────────────
@require_http_methods(["GET", "HEAD", "POST"])
@applicants_room
def page(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The agreement of application ``pk`` to its group. The two contacts say yes, each for their side."""
    engagement = own_engagement(request.user, pk)
    part = permissions.agrees_for(request.user, engagement)
    if request.method == "POST":
        if part is None:
            raise Http404
        _agree(request, engagement)
        return redirect("consultants:group_agreement", pk=pk)
    told = versions(engagement)
    facts = {
        "engagement": engagement,
        "version": told[0] if told else None,
        "earlier": told[1:],
        "part": part,
        "thread": thread_page(signed(request.user, pk)),
        "may_agree": bool(told) and engagement.is_open and part not in told[0].agreed_by,
        "may_write": part is not None and engagement.is_open,
        "crumbs": _way(engagement),
    }
    return render(request, "consultants/group_agreement.html", facts)


@require_POST
@room(Role.CONSULTANT, Role.HEAD)
def agree(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """SPARK says yes."""
    _agree(request, visible(request.user, pk))
    return redirect(f"{reverse('consultants:engagement', args=[pk])}#aftale")


def _agree(request: AuthenticatedRequest, engagement: Engagement) -> None:
    try:
        agreements.agree(engagement_id=engagement.pk, by=request.user, number=_number(request), now=clock.now())
    except refusals.EVERY as refused:
        refusals.tell(request, refused)
    else:
        messages.success(request, "Tak. Dit ja er gemt.")


def _way(engagement: Engagement) -> list[tuple[str, str]]:
    return [OWN_ENGAGEMENTS, ("Jeres forløb", reverse("consultants:group", args=[engagement.application_id]))]


def _number(request: HttpRequest) -> int:
    """The version that was read; -1, which stands nowhere, of anything that is no number."""
    told = request.POST.get("number", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else -1
