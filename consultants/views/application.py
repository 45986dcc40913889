"""One application on the desk: what the group agreed on, who said yes, why it ranks where it does, what happened."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

import clock
from accounts.http import AuthenticatedRequest
from accounts.models import Role, User
from accounts.rooms import room
from applications.actions.triage import WAITING_LETTER
from applications.lifecycle import AT_TRIAGE, MOVES, WITH_THE_GROUP, Status
from applications.models import Application, Message
from consultants.models import Engagement
from consultants.views import earlier, flags, together, told
from consultants.views.crumbs import crumbs_of, list_left
from consultants.views.desk import Row
from consultants.views.team import earliest_start
from consultants.views.whole import Whole, whole


@require_safe
@room(Role.CONSULTANT, Role.HEAD)
def application(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """The whole application. A consultant reads a granted one at its engagement, if it is theirs."""
    shown = next(iter(Application.objects.visible_to(request.user).filter(pk=pk)), None)
    if shown is None:
        engagement = get_object_or_404(Engagement.objects.visible_to(request.user), application=pk)
        return redirect("consultants:engagement", pk=engagement.pk)
    case = whole(shown, request.user)
    is_open_to_us = shown.status not in WITH_THE_GROUP
    context = {
        "application": shown,
        "workplaces": case.workplaces,
        "requests": case.requests,
        "row": Row(shown, shown.waiting_days(clock.today())),
        "crumbs": crumbs_of(list_left(request, shown)),
        "answers": told.answers(case) if is_open_to_us else (),
        "versions": told.versions(case) if is_open_to_us else (),
        "flags": flags.flags(case) if is_open_to_us else (),
        "look_alikes": _look_alikes(request.user, case) if shown.status in AT_TRIAGE else (),
        "start": earliest_start(shown, clock.today()),
        "earlier": earlier.engagements(case, request.user) if shown.status in AT_TRIAGE else (),
        "events": told.events(case),
        "notes": case.notes,
        "others": together.others(shown, request.user),
        "seen": max((event.pk for event in case.events), default=0),
        "is_head": request.user.has_role(Role.HEAD),
        "new_messages": _new_messages(case),
        # Asked for only where there can be one: most of what is read here is undecided.
        "letter": shown.standing_letter(),
        "is_held": shown.is_held(clock.now()),
        **_next_steps(case),
        "engagement": _engagement(request.user, shown) if shown.status == Status.GRANTED else None,
    }
    return render(request, "consultants/application.html", context)


def _next_steps(case: Whole) -> dict[str, object]:
    """What can be done with the case now, and what the round that is opened says of it."""
    possible = MOVES[Status(case.application.status)]
    # What the round has decided is neither declined nor put on the waiting list outside it.
    is_settled = case.ranked_in is not None and bool(case.ranked_in.decision)
    return {
        "in_round": told.ranked_in(case.ranked_in) if case.ranked_in else "",
        "can_grant": Status.GRANTED in possible,
        "can_ask": Status.NEEDS_INFORMATION in possible,
        "can_wait": Status.WAITING in possible and not is_settled,
        "can_decline": Status.DECLINED in possible and not is_settled,
        "waiting_letter": WAITING_LETTER,
    }


def _engagement(user: User, application: Application) -> Engagement | None:
    return Engagement.objects.visible_to(user).filter(application=application).first()


def _new_messages(case: Whole) -> int:
    if not any(event.verb == "message_written" for event in case.events):
        return 0
    return Message.objects.filter(application=case.application).unhandled().count()


def _look_alikes(user: User, case: Whole) -> list[Application]:
    """What was found like it, or it like them, as far as ``user`` may read it; in the order of the case."""
    alike = case.look_alikes
    if not alike:
        return []
    found = Application.objects.visible_to(user).filter(pk__in=alike).prefetch_related("workplaces")
    return sorted(found, key=lambda each: alike.index(str(each.pk)))
