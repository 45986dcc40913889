"""The secretariat's side of the threads: what awaits an answer, and one thread to read and write in."""

from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import clock
import paging
from accounts.http import AuthenticatedRequest
from accounts.models import Role
from accounts.rooms import room
from applications.actions import messages
from applications.forms.messages import MessageForm
from applications.models import Application, Message
from applications.views import thread
from consultants.querysets import awaiting_reply, with_open_thread
from consultants.views.crumbs import crumbs_below, list_left, to_case

WAITING = ("at", "id")


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def index(request: AuthenticatedRequest) -> HttpResponse:
    """What groups have written and nobody has answered, the oldest first."""
    waiting = awaiting_reply(request.user)
    context = {
        "page": paging.page_of(waiting.select_related("application"), order=WAITING, asked=request.GET),
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
        return _show(request, application, None)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _show(request, application, form)
    try:
        messages.write_as_spark(
            application_id=pk,
            by=request.user,
            text=form.cleaned_data["text"],
            token=form.token_or_new(),
            seen=form.seen_or_none(),
            now=clock.now(),
        )
    except messages.ThreadClosed:
        notices.info(request, "Intet er sendt: Ansøgningen er trukket tilbage eller udløbet.")
    else:
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


def _show(request: AuthenticatedRequest, application: Application, form: MessageForm | None) -> HttpResponse:
    shown = thread.page_of(application, request.GET)
    new = set(Message.objects.filter(application=application).unhandled().values_list("pk", flat=True))
    way = crumbs_below(request, application)
    context = {
        **thread.context(application, shown, form, new=new, staff=True),
        "can_write": with_open_thread(request.user, writing=True).filter(pk=application.pk).exists(),
        # From the list of applications, or from that of new messages.
        "crumbs": way if list_left(request, application) else [way[0], way[-1]],
    }
    return render(request, "consultants/messages.html", context, status=422 if form is not None else 200)
