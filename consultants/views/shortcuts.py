"""The single keys of the queue: what they do, and whether they do it.

Whoever speaks to the computer, or brushes against the keys, must be able to switch them off (WCAG 2.1.4).
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

import clock
from accounts.http import AuthenticatedRequest
from accounts.models import Role, User
from accounts.rooms import room
from consultants.actions import shortcuts
from consultants.forms.shortcuts import OFF, ON, ShortcutsForm
from consultants.models import ShortcutsOff
from consultants.views.crumbs import crumbs_of

KEYS = (
    ("j", "Næste ansøgning på listen"),
    ("k", "Forrige ansøgning på listen"),
    ("Enter", "Åbn ansøgningen"),
    ("/", "Gå til søgefeltet"),
    ("?", "Vis genvejene"),
)


def are_on(user: User) -> bool:
    """Whether ``user`` uses the keys."""
    return not ShortcutsOff.objects.filter(user=user).exists()


@require_http_methods(["GET", "HEAD", "POST"])
@room(Role.CONSULTANT, Role.HEAD)
def page(request: AuthenticatedRequest) -> HttpResponse:
    """The keys in words, and the switch."""
    is_sent = request.method == "POST"
    form = ShortcutsForm(request.POST if is_sent else None, initial={"keys": ON if are_on(request.user) else OFF})
    if form.is_valid():
        is_on = form.cleaned_data["keys"] == ON
        shortcuts.switch(on=is_on, by=request.user, now=clock.now())
        messages.success(request, f"Genvejene er slået {'til' if is_on else 'fra'}.")
        return redirect("consultants:shortcuts")
    context = {"form": form, "keys": KEYS, "crumbs": crumbs_of()}
    return render(request, "consultants/shortcuts.html", context, status=422 if form.errors else 200)
