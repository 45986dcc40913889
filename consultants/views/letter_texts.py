"""The letters that the portal sends: what makes each leave, who gets it, and the words that the head gives it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import clock
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from consultants.forms.letter_texts import LetterTextForm, needed_in
from notifications import catalogue, letters, placeholders, texts
from notifications.catalogue import Described
from notifications.letters import Letter, Wording
from notifications.models import LetterText

VERSIONS = 20
CORRECT, USE = "ret", "send"
TITLES = {"applications": "Ansøgninger", "consultants": "Forløb og opfølgning", "accounts": "Log ind"}


@dataclass(frozen=True)
class Mail:
    """A letter as its reader sees it: ``html`` is what stands between the head and the foot of the page."""

    subject: str
    text: str
    html: SafeString

    @classmethod
    def of(cls, wording: Wording) -> "Mail":
        """What the mail programme shows."""
        middle = wording.html.partition("<main>")[2].partition("</main>")[0]
        return cls(wording.subject, wording.text, mark_safe(middle))  # noqa: S308 - rendered with escaping


@dataclass(frozen=True)
class Field:
    """A field of a letter: how it is typed, and what it reads in the example."""

    name: str
    example: str
    is_needed: bool


@require_safe
@room(Role.HEAD)
def index(request: AuthenticatedRequest) -> HttpResponse:
    """Every letter that the portal can send, by room, and since when it has had other words than at first."""
    newest = LetterText.objects.newest_of_each()
    rooms: dict[str, list[tuple[Described, LetterText | None]]] = {title: [] for title in TITLES.values()}
    for described in catalogue.every():
        title = TITLES[described.template.partition("/")[0]]
        text = newest.get(described.key)
        rooms[title].append((described, text if text and not text.is_default else None))
    context = {"rooms": rooms.items(), "crumbs": _crumbs()}
    return render(request, "consultants/letter_texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@room(Role.HEAD)
def letter(request: AuthenticatedRequest, kind: str) -> HttpResponse:
    """The words of one letter: written, read as the letter they become, used."""
    described = _found(kind)
    if request.method != "POST":
        return _editor(request, described, _as_it_reads(described))
    form = LetterTextForm(request.POST, described=described)
    step = request.POST.get("trin")
    if not form.is_valid() or step == CORRECT:
        return _editor(request, described, form)
    if step != USE:
        return _preview(request, described, form)
    try:
        texts.write(kind, **form.cleaned_data, by=request.user, now=clock.now())
    except texts.SomebodyWasQuicker as refusal:
        return _both(request, described, refusal.newest)
    except texts.NothingNew:
        messages.info(request, "Der var intet at ændre.")
    else:
        messages.success(request, "Brevet lyder sådan fra nu af, også for dem, der venter på at blive sendt.")
    return redirect("consultants:letter_text", kind=kind)


@require_POST
@room(Role.HEAD)
def reset(request: AuthenticatedRequest, kind: str) -> HttpResponse:
    """Back to the words that the letter had at first."""
    described = _found(kind)
    seen = request.POST.get("seen", "")
    try:
        texts.reset(
            kind,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1,
            by=request.user,
            now=clock.now(),
        )
    except texts.SomebodyWasQuicker as refusal:
        return _both(request, described, refusal.newest)
    except texts.NothingNew:
        messages.info(request, "Brevet lyder allerede, som det gjorde fra begyndelsen.")
    else:
        messages.success(request, "Brevet lyder igen, som det gjorde fra begyndelsen.")
    return redirect("consultants:letter_text", kind=kind)


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def _editor(
    request: AuthenticatedRequest, described: Described, form: LetterTextForm, theirs: LetterText | None = None
) -> HttpResponse:
    known = LetterText.objects.filter(kind=described.key).select_related("written_by")
    versions = list(known.order_by("-number")[:VERSIONS])
    wording = letters.word(_sample(described))
    context = {
        "letter": described,
        "form": form,
        "theirs": theirs,
        "fields": _fields(described),
        "fixed": letters.fixed_text(_sample(described)),
        "mail": Mail.of(wording),
        "is_reworded": bool(versions) and not versions[0].is_default,
        "newest_number": versions[0].number if versions else 0,
        "versions": versions,
        "crumbs": [*_crumbs(), ("Breve", reverse("consultants:letter_texts"))],
    }
    status = 409 if theirs else 422 if form.errors else 200
    return render(request, "consultants/letter_text.html", context, status=status)


def _preview(request: AuthenticatedRequest, described: Described, form: LetterTextForm) -> HttpResponse:
    words = {name: form.cleaned_data[name] for name in ("subject", "body")}
    mail = Mail.of(letters.word_as(_sample(described), **words))
    crumbs = [*_crumbs(), ("Breve", reverse("consultants:letter_texts"))]
    context = {"letter": described, "form": form, "mail": mail, "crumbs": crumbs}
    return render(request, "consultants/letter_text_preview.html", context)


def _both(request: AuthenticatedRequest, described: Described, newest: LetterText) -> HttpResponse:
    """Somebody has changed the letter meanwhile: what they wrote, and what was typed here, based on theirs now."""
    typed: QueryDict = request.POST.copy()
    typed["seen"] = str(newest.number)
    form = LetterTextForm(typed, described=described) if "body" in typed else _as_it_reads(described)
    return _editor(request, described, form, theirs=newest)


def _as_it_reads(described: Described) -> LetterTextForm:
    newest = LetterText.objects.newest(described.key)
    subject, body = texts.in_force(described)
    initial = {"subject": subject, "body": body, "seen": newest.number if newest else 0}
    return LetterTextForm(described=described, initial=initial)


def _fields(described: Described) -> list[Field]:
    facts, needed = letters.facts_of(_sample(described)), needed_in(described)
    outlines = placeholders.subject_of(described.template), placeholders.body_of(described.template)
    values = {name: value for outline in outlines for name, value in outline.values(facts).items()}
    return [Field(f"{{{name}}}", value.strip(), name in needed) for name, value in values.items()]


def _sample(described: Described) -> Letter:
    return Letter(to="", template=described.template, context=described.facts)


def _found(kind: str) -> Described:
    described = catalogue.find(kind)
    if described is None:
        raise Http404
    return described


def _crumbs() -> list[tuple[str, Any]]:
    return [("Indstillinger", reverse("consultants:settings"))]
