"""The group's side of the thread with the secretariat."""

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

import clock
from accounts import kept
from accounts.http import AuthenticatedRequest
from applications.actions import messages
from applications.forms.messages import MessageForm
from applications.models import Message
from applications.querysets import MessageQuerySet
from applications.views import thread
from applications.views.named import Case, for_named

NOT_YET = "Når I har sendt ansøgningen, kan I skrive til SPARK her. Indtil da er I velkomne til at ringe."


@require_http_methods(["GET", "HEAD", "POST"])
@for_named
def page(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """The thread, and room for a message."""
    application = case.application
    if application.first_submitted_at is None:
        notices.info(request, NOT_YET)
        return redirect("applications:status", application.pk)
    if request.method != "POST":
        typed = kept.typed(request)
        return _show(request, case, MessageForm(typed) if typed is not None else None)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _show(request, case, form)
    try:
        messages.write_as_group(
            application_id=application.pk,
            by=request.user,
            text=form.cleaned_data["text"],
            token=form.token_or_new(),
            seen=form.seen_or_none(),
            now=clock.now(),
        )
    except messages.ThreadClosed:
        application.refresh_from_db()
        return _show(request, case, form, not_sent=form.cleaned_data["text"])
    notices.success(request, "Beskeden er sendt til SPARK. De andre i ansøgningen kan også læse den.")
    return redirect("applications:messages", application.pk)


def readable(case: Case) -> MessageQuerySet:
    """What of the thread is open to whoever asks."""
    every = Message.objects.filter(application=case.application)
    return every if case.me is None else every.open_to(case.me)


def _is_followed(case: Case) -> bool:
    return case.me is not None and case.me.followed_at is not None


@require_POST
@for_named
def read(request: AuthenticatedRequest, case: Case) -> HttpResponse:
    """ "Jeg har læst dem"."""
    form = MessageForm(request.POST)
    messages.mark_read(application_id=case.application.pk, by=request.user, seen=form.seen_or_none())
    return redirect("applications:messages", case.application.pk)


def _show(request: AuthenticatedRequest, case: Case, form: MessageForm | None, *, not_sent: str = "") -> HttpResponse:
    """``not_sent``: words that came too late for the thread; the page says why, and gives them back."""
    application = case.application
    mine = thread.Thread(application, readable(case))
    shown = mine.page_of(request.GET)
    new = messages.unread(application, request.user, mine.messages).filter(pk__in=[each.pk for each in shown.rows])
    unread = set(new.values_list("pk", flat=True))
    context = {
        **thread.context(mine, shown, form, new=unread),
        "is_followed": _is_followed(case),
        "mark": reverse("applications:read", args=[application.pk]),
        "given_back": form is not None and request.method != "POST",
        "not_sent": not_sent,
        "crumbs": [
            ("Mine ansøgninger", "/ansoegninger/"),
            (str(application.reference), f"/ansoegninger/{application.pk}/"),
        ],
    }
    refused = 409 if not_sent else 422
    return render(request, "applications/messages.html", context, status=refused if request.method == "POST" else 200)
