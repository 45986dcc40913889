"""The decision's letter: read by whoever took it, rewritten and regretted while it waits, read as sent afterwards."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

import clock
from accounts.http import AuthenticatedRequest
from accounts.kept import is_given_back, is_sent_well, sent_or_typed
from accounts.models import Role
from accounts.rooms import room
from applications.actions import decisions
from applications.lifecycle import IllegalMove
from applications.models import Application
from consultants.actions import regretting
from consultants.forms.triage import LetterForm
from consultants.querysets import with_open_thread
from consultants.views.crumbs import Crumbs, crumbs_below, crumbs_of, list_left, to_case

TOO_LATE = "Brevet er sendt imens og kan ikke længere rettes. Skriv i stedet en besked til gruppen."


def _mine(request: AuthenticatedRequest, pk: UUID) -> Application:
    """What the person may open, and what they have just decided themselves: they may have given it to a colleague."""
    by_me = Application.objects.filter(letters__written_by=request.user, held_until__gt=clock.now())
    seen = with_open_thread(request.user) | Application.objects.filter(Q(pk__in=by_me.values("pk")))
    return get_object_or_404(seen, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@room(Role.CONSULTANT, Role.HEAD)
def page(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The letter and its versions, and a form for the next one while nobody has read it."""
    application, now = _mine(request, pk), clock.now()
    if application.standing_letter() is None:
        messages.info(request, f"{application} er ikke afgjort.")
        return to_case(request, "application", pk)
    letters = list(decisions.versions(application).select_related("written_by").reverse())
    form = LetterForm(sent_or_typed(request), initial={"text": letters[0].text})
    if is_sent_well(request, form) and _rewritten(request, pk, form):
        return to_case(request, "letter", pk)
    is_open_to_me = with_open_thread(request.user).filter(pk=pk).exists()
    context = {
        "application": application,
        "letter": letters[0],
        "earlier": letters[1:],
        "is_held": application.is_held(now),
        "form": form,
        "given_back": is_given_back(request, form),
        # Granted to a colleague, it is theirs to read and to write to.
        "is_open_to_me": is_open_to_me,
        "crumbs": _way(request, application, is_open_to_me=is_open_to_me),
    }
    return render(request, "consultants/letter.html", context, status=422 if request.method == "POST" else 200)


def _way(request: AuthenticatedRequest, application: Application, *, is_open_to_me: bool) -> Crumbs:
    return crumbs_below(request, application) if is_open_to_me else crumbs_of(list_left(request, application))


def _rewritten(request: AuthenticatedRequest, pk: UUID, form: LetterForm) -> bool:
    """Whether the page can be left; where it can't, the form says why and keeps the words."""
    text = form.cleaned_data["text"]
    try:
        letter = regretting.rewrite(application_id=pk, by=request.user, text=text, now=clock.now())
    except decisions.AlreadySent:
        form.add_error("text", TOO_LATE)
        return False
    except IllegalMove:
        messages.warning(request, "Afgørelsen er fortrudt imens, så der er ikke noget brev at rette.")
        return True
    if letter is None:
        messages.info(request, "Der er ikke rettet noget i brevet.")
    else:
        messages.success(request, f"Brevet er rettet: Version {letter.number} er den, gruppen får.")
    return True


@require_POST
@room(Role.CONSULTANT, Role.HEAD)
def take_back(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """Undo the decision; the sender may have been quicker."""
    application = _mine(request, pk)
    try:
        regretting.take_back(application_id=pk, by=request.user, now=clock.now())
    except decisions.AlreadySent:
        messages.warning(request, "Det er for sent: Brevet er sendt, og afgørelsen står ved magt.")
        return to_case(request, "letter", pk)
    except regretting.InUse:
        messages.warning(request, "Forløbet er allerede i gang. Skal det ikke blive til noget, så aflys det i stedet.")
        return to_case(request, "letter", pk)
    except IllegalMove:
        messages.info(request, f"{application} er ikke afgjort, så der er intet at fortryde.")
    else:
        messages.success(request, f"Afgørelsen er fortrudt. {application} er tilbage på bordet, og intet er sendt.")
    return to_case(request, "application", pk)
