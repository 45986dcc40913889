"""Can SPARK help? Five questions; where the answer is no, a calm page with the right next step."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from applications.forms import screener
from applications.models import Intake


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest) -> HttpResponse:
    """The five questions, with the answers given before where somebody comes back to correct them."""
    form = (
        screener.ScreenerForm(request.POST)
        if request.method == "POST"
        else screener.ScreenerForm(initial=_given(request))
    )
    if request.method == "POST" and form.is_valid():
        token = screener.seal(form.cleaned_data)
        slug = screener.next_step(form.cleaned_data)
        page = reverse("applications:screened_out", args=[slug]) if slug else reverse("applications:begin")
        return redirect(f"{page}?{urlencode({'svar': token})}")
    context = {"form": form, "closed": Intake.objects.closed()}
    return render(request, "applications/screener.html", context, status=422 if form.errors else 200)


@require_safe
def screened_out(request: HttpRequest, slug: str) -> HttpResponse:
    """What to do instead."""
    if slug not in screener.NEXT_STEPS.values():
        raise Http404
    return render(
        request, f"applications/screened_out/{slug}.html", {"back": back_to_questions(request.GET.get("svar", ""))}
    )


def back_to_questions(token: str) -> str:
    """The address of the questions, with the answers that came along."""
    query = f"?{urlencode({'svar': token})}" if token else ""
    return reverse("applications:screener") + query


def _given(request: HttpRequest) -> dict[str, str] | None:
    """Answers that came along and are ours; else none, without a word: the page is new."""
    token = request.GET.get("svar", "")
    if not token:
        return None
    try:
        return dict(screener.unseal(token).answers)
    except screener.NotOurs:
        messages.info(request, "Der er gået mere end et døgn, siden I svarede. Svar igen, så er I klar.")
        return None
