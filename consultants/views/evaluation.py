"""The page on which somebody answers unseen: no sign-in, no script, and nothing is used up by looking."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

import clock
from accounts.http import sent
from consultants.actions import evaluations
from consultants.forms.evaluation import EvaluationForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The questions; a kind word where the link has been used (200) or is none of ours any more (410)."""
    response = _page(request, token)
    # The link is a secret. No other site is told where somebody came from ("same-origin", as on every page: with
    # "no-referrer" browsers send the form with the origin "null", which is refused), and no search engine keeps it.
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invitation = evaluations.invited(token, today=clock.today())
    except evaluations.NoSuchLink:
        return render(request, "consultants/evaluation_over.html", status=410)
    if invitation.is_used and request.method == "POST":
        return redirect("consultants:evaluate", token=token)
    if invitation.is_used:
        return render(request, "consultants/evaluation_answered.html")
    form = EvaluationForm(sent(request))
    if form.is_valid():
        # Of two presses at once the second finds the page that the first one leads to.
        with suppress(evaluations.AlreadyAnswered, evaluations.NoSuchLink):
            evaluations.answer(token=token, answers=form.answers(), now=clock.now())
        return redirect("consultants:evaluate", token=token)
    facts = {"form": form, "closes_on": invitation.evaluation.closes_on}
    return render(request, "consultants/evaluate.html", facts, status=422 if form.errors else 200)
