"""Trying the portal: be one of the made-up people, read the mail it sends, move its clock."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import clock
from accounts.actions import sessions
from accounts.models import User
from accounts.rooms import landing
from demo import mailbox, people
from demo.forms import ClockForm


@require_safe
@ensure_csrf_cookie
def cast(request: HttpRequest) -> HttpResponse:
    """Whom one can be."""
    groups = (
        ("En TRIO med en kladde", people.TRIO),
        ("En TRIO, der er ved at sige ja", people.ANSWERING_TRIO),
        ("Sekretariatet", (people.OTHERS[0], *people.CONSULTANTS)),
        ("Styregruppen og administrationen", people.OTHERS[1:]),
    )
    return render(request, "demo/people.html", {"groups": groups, "now": clock.now()})


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Be the person of ``person=<slug>``, without a code or a password."""
    person = people.by_slug(request.POST.get("person", ""))
    user = User.objects.filter(email=person.email, is_active=True).first() if person else None
    if user is None:
        raise Http404
    sessions.sign_in(request, user)
    return redirect(landing(user))


@require_safe
def post(request: HttpRequest) -> HttpResponse:
    """The mails that the loopback mail server has taken, the newest first."""
    return render(
        request,
        "demo/post.html",
        {"mails": list(mailbox.newest(settings.DEMO_MAILBOX)), "crumbs": [("Demo", "/demo/")]},
    )


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail as its reader sees it."""
    found = mailbox.find(settings.DEMO_MAILBOX, name)
    if found is None:
        raise Http404
    return render(request, "demo/mail.html", {"mail": found, "crumbs": [("Demo", "/demo/"), ("Post", "/demo/post/")]})


@require_http_methods(["GET", "HEAD", "POST"])
def move_clock(request: HttpRequest) -> HttpResponse:
    """Move the clock of every process of the demo; reminders that fall due leave within a minute."""
    form = ClockForm(request.POST or None)
    if form.is_valid():
        settings.DEMO_CLOCK.write_text(f"+{form.cleaned_data['days']}d")
        if request.user.is_authenticated:
            # By the new clock the session is long over: whoever moves the clock stays signed in, in a new one.
            user = User.objects.get(pk=request.user.pk)
            sessions.sign_out(request)
            sessions.sign_in(request, user)
        messages.success(request, "Uret er stillet. Nye påmindelser kommer i posten inden for et minut.")
        return redirect("demo:clock")
    context = {"form": form, "now": clock.now(), "crumbs": [("Demo", "/demo/")]}
    return render(request, "demo/clock.html", context, status=422 if form.errors else 200)
