"""The texts that a request for information can begin with: the head adds, changes and retires them."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

import clock
from accounts.http import AuthenticatedRequest, visit_or_submit
from accounts.kept import is_given_back, is_sent_well, sent_or_typed
from accounts.models import Role
from accounts.rooms import room
from consultants.actions import question_texts
from consultants.forms.questions import QuestionTextForm
from consultants.models import QuestionText
from consultants.views.crumbs import settings_crumbs

HERE = ("Tekster til spørgsmål", "consultants:question_texts")
RETIRED = 50
FULL = f"Der er plads til {question_texts.MOST} tekster. Tag en ud af brug først."


@visit_or_submit
@room(Role.HEAD)
def index(request: AuthenticatedRequest) -> HttpResponse:
    """Those in use, those that were, and room for one more."""
    form = QuestionTextForm(sent_or_typed(request), initial=QuestionTextForm.first_words())
    if is_sent_well(request, form):
        words = {name: form.cleaned_data[name] for name in ("title", "text")}
        try:
            question_texts.add(**words, by=request.user, now=clock.now())
        except question_texts.TooMany:
            form.add_error(None, FULL)
        else:
            messages.success(request, "Teksten er tilføjet. Konsulenterne kan vælge den fra nu af.")
            return redirect("consultants:question_texts")
    retired = QuestionText.objects.exclude(retired_at=None).order_by("-retired_at", "-pk")
    context = {
        "form": form,
        "given_back": is_given_back(request, form),
        "texts": QuestionText.objects.in_use(),
        "retired": retired[:RETIRED],
        "crumbs": settings_crumbs(),
    }
    return render(request, "consultants/question_texts.html", context, status=422 if request.method == "POST" else 200)


@visit_or_submit
@room(Role.HEAD)
def change(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Other words for one of them."""
    found = get_object_or_404(QuestionText, pk=pk)
    form: Form = QuestionTextForm(sent_or_typed(request), initial=QuestionTextForm.first_words(found))
    if is_sent_well(request, form):
        try:
            is_new = question_texts.change(text_id=pk, **form.cleaned_data, by=request.user, now=clock.now())
        except question_texts.WrittenMeanwhile as refused:
            return _page(request, refused.newest, _based_on(request, refused.newest), theirs=refused.newest)
        messages.success(request, "Teksten er gemt." if is_new else "Der var intet at ændre.")
        return redirect("consultants:question_texts")
    return _page(request, found, form)


def _based_on(request: AuthenticatedRequest, newest: QuestionText) -> QuestionTextForm:
    """What was typed, now that its writer has seen ``newest``."""
    typed: QueryDict = request.POST.copy()
    typed["seen"] = str(newest.number)
    return QuestionTextForm(typed)


def _page(
    request: AuthenticatedRequest, found: QuestionText, form: Form, theirs: QuestionText | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "given_back": is_given_back(request, form),
        "theirs": theirs,
        "heading": f"Ret: {found.title}",
        "cancel": reverse("consultants:question_texts"),
        "crumbs": settings_crumbs(HERE),
    }
    status = 409 if theirs else 422 if request.method == "POST" else 200
    return render(request, "consultants/question_text.html", context, status=status)


@require_POST
@room(Role.HEAD)
def retire(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Nobody is offered it any more."""
    return _done(pk, lambda: question_texts.retire(text_id=pk, by=request.user, now=clock.now()), request, "ud af brug")


@require_POST
@room(Role.HEAD)
def bring_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """It is offered again."""
    return _done(pk, lambda: question_texts.bring_back(text_id=pk, by=request.user), request, "i brug igen")


def _done(pk: int, verb: Callable[[], None], request: AuthenticatedRequest, where: str) -> HttpResponse:
    get_object_or_404(QuestionText, pk=pk)
    try:
        verb()
    except question_texts.TooMany:
        messages.warning(request, FULL)
    else:
        messages.success(request, f"Teksten er taget {where}.")
    return redirect("consultants:question_texts")
