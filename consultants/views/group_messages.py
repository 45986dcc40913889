"""The thread with the secretariat for a contact who has taken over; signatories have the application's own page."""

from collections.abc import Callable
from functools import update_wrapper
from uuid import UUID

from django.contrib import messages as notices
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

import clock
from accounts import kept
from accounts.http import AuthenticatedRequest
from accounts.rooms import applicants_room
from applications.actions import messages as thread_verbs
from applications.forms.messages import MessageForm
from applications.views import thread
from consultants.actions import messages
from consultants.actions.contacts import NotAContact
from consultants.models import EngagementContact
from consultants.views.group import OWN_ENGAGEMENTS

CLOSED = "Der kan ikke skrives flere beskeder her. Ring gerne til os."


def _for_contact(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Hands the view the part that the person has taken over. Raises Http404 for whoever has none now."""

    def guarded(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
        part = messages.part_of(request.user, pk)
        if part is None:
            raise Http404
        try:
            return view(request, part)
        except NotAContact as lost:  # pragma: no cover - the part went to somebody else in between
            raise Http404 from lost

    return applicants_room(update_wrapper(guarded, view))


@require_http_methods(["GET", "HEAD", "POST"])
@_for_contact
def page(request: AuthenticatedRequest, part: EngagementContact) -> HttpResponse:
    """The thread, and room for a message."""
    pk = part.engagement.application_id
    if request.method != "POST":
        typed = kept.typed(request)
        return _show(request, part, MessageForm(typed) if typed is not None else None)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _show(request, part, form)
    try:
        messages.write_as_contact(
            application_id=pk,
            by=request.user,
            text=form.cleaned_data["text"],
            token=form.token_or_new(),
            seen=form.seen_or_none(),
            now=clock.now(),
        )
    except thread_verbs.ThreadClosed:  # pragma: no cover - what has an engagement is granted, and stays so
        notices.info(request, CLOSED)
    else:
        notices.success(request, "Beskeden er sendt til SPARK. De andre i gruppen kan også læse den.")
    return redirect("consultants:group_messages", pk)


@require_POST
@_for_contact
def read(request: AuthenticatedRequest, part: EngagementContact) -> HttpResponse:
    """ "Jeg har læst dem"."""
    pk = part.engagement.application_id
    messages.mark_read(application_id=pk, by=request.user, seen=MessageForm(request.POST).seen_or_none())
    return redirect("consultants:group_messages", pk)


def _show(request: AuthenticatedRequest, part: EngagementContact, form: MessageForm | None) -> HttpResponse:
    engagement = part.engagement
    theirs = engagement.successors.exclude(email="").values_list("email", "name")
    mine = thread.Thread(engagement.application, messages.thread_of(engagement), dict(theirs))
    shown = mine.page_of(request.GET)
    unread = thread_verbs.unread(engagement.application, request.user, mine.messages)
    new = set(unread.filter(pk__in=[each.pk for each in shown.rows]).values_list("pk", flat=True))
    context = {
        **thread.context(mine, shown, form, new=new),
        "mark": reverse("consultants:group_messages_read", args=[engagement.application_id]),
        "given_back": form is not None and request.method != "POST",
        "crumbs": [OWN_ENGAGEMENTS, ("Jeres forløb", reverse("consultants:group", args=[engagement.application_id]))],
    }
    return render(request, "applications/messages.html", context, status=422 if request.method == "POST" else 200)
