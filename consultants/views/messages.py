"""The secretariat's side of the threads: what awaits an answer, and one thread to read and write in."""

from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import clock
import paging
from accounts import kept
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.actions import access, messages
from applications.forms.messages import MessageForm
from applications.models import Application, Message, Purpose
from applications.views import thread
from consultants.actions import messages as group_thread
from consultants.models import EngagementContact
from consultants.querysets import awaiting_reply, first_workplace, with_open_thread
from consultants.views.crumbs import crumbs_below, to_case

WAITING = ("at", "id")


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def index(request: AuthenticatedRequest) -> HttpResponse:
    """What groups have written and nobody has answered, the oldest first."""
    waiting = awaiting_reply(request.user)
    shown = waiting.annotate(workplace=first_workplace("application")).select_related("application")
    page = paging.page_of(shown, order=WAITING, asked=request.GET)
    # Each line holds some of the group's own words.
    cases = [message.application_id for message in page.rows]
    access.note_each(
        user=request.user, application_ids=cases, purpose=Purpose.MESSAGES, page="new_messages", now=clock.now()
    )
    context = {
        "page": page,
        "count": paging.count(waiting.order_by(*WAITING)),
        "crumbs": [("Min dag", reverse("consultants:day"))],
    }
    return render(request, "consultants/new_messages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@room(Role.CONSULTANT, Role.HEAD)
def page(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """One thread, for whoever works on the application or its engagement."""
    is_sent = request.method == "POST"
    application = get_object_or_404(with_open_thread(request.user, writing=is_sent), pk=pk)
    if request.method != "POST":
        typed = kept.typed(request)
        return _show(request, application, MessageForm(typed) if typed is not None else None)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _show(request, application, form)
    try:
        group_thread.write_as_spark(
            application_id=pk,
            by=request.user,
            text=form.cleaned_data["text"],
            token=form.token_or_new(),
            seen=form.seen_or_none(),
            now=clock.now(),
        )
    except messages.ThreadClosed:
        application.refresh_from_db()
        return _show(request, application, form, not_sent=form.cleaned_data["text"])
    notices.success(request, "Beskeden er sendt. Alle i ansøgningen får en mail om, at der er noget at læse.")
    return to_case(request, "messages", pk)


@require_POST
@room(Role.CONSULTANT, Role.HEAD)
def see_off(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """What stands on the page needs no answer."""
    get_object_or_404(with_open_thread(request.user, writing=True), pk=pk)
    seen = MessageForm(request.POST).seen_or_none()
    messages.see_off(application_id=pk, by=request.user, seen=seen, now=clock.now())
    notices.success(request, "Beskederne er markeret som behandlet.")
    return to_case(request, "messages", pk)


def _show(
    request: AuthenticatedRequest, application: Application, form: MessageForm | None, *, not_sent: str = ""
) -> HttpResponse:
    """``not_sent``: words that came too late for the thread; the page says why, and gives them back."""
    every = Message.objects.filter(application=application)
    theirs = EngagementContact.objects.filter(engagement__application=application).exclude(email="")
    names = dict(theirs.values_list("email", "name"))
    shown_to_us = thread.Thread(application, every, names, is_staff=True)
    shown = shown_to_us.page_of(request.GET)
    new = set(every.unhandled().values_list("pk", flat=True))
    context = {
        **thread.context(shown_to_us, shown, form, new=new),
        "given_back": form is not None and request.method != "POST",
        "not_sent": not_sent,
        "can_write": with_open_thread(request.user, writing=True).filter(pk=application.pk).exists(),
        "crumbs": crumbs_below(request, application),
    }
    refused = 409 if not_sent else 422
    return render(request, "consultants/messages.html", context, status=refused if request.method == "POST" else 200)
