"""The end of an engagement: one calm page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

import clock
import danish
from accounts.http import AuthenticatedRequest
from accounts.kept import is_sent_well, sent_or_typed
from accounts.models import Role
from accounts.rooms import room
from applications.models import Signatory, Workplace
from consultants.actions import closing, engagements
from consultants.forms.closing import CloseForm
from consultants.models.engagement import StoryConsent
from consultants.views import refusals
from consultants.views.engagement import between, form_page, visible

INTRO = "Tal spørgsmålene igennem med gruppen, før du afslutter. Kun sekretariatslederen kan genåbne forløbet."


@require_http_methods(["GET", "HEAD", "POST"])
@room(Role.CONSULTANT, Role.HEAD)
def close(request: AuthenticatedRequest, pk: UUID) -> HttpResponse:
    """What came out of it, what others can learn, and what the group wishes from now on."""
    engagement = visible(request.user, pk)
    people = Signatory.objects.named().filter(application=engagement.application_id).values_list("name", flat=True)
    successors = engagement.successors.values_list("name", flat=True)
    begins = CloseForm.first_words(engagement, closed_on=clock.today())
    places = Workplace.objects.filter(application=engagement.application_id).values_list("name", flat=True)
    form = CloseForm(sent_or_typed(request), initial=begins, names=[*people, *successors], places=places)
    if is_sent_well(request, form):
        try:
            closing.close(engagement_id=pk, by=request.user, closing=form.closing(), now=clock.now())
        except engagements.BeforeTheLastMeeting as met:
            last = danish.danish_date(met.day)
            form.add_error("closed_on", f"Det sidste møde blev holdt {last}. Skriv den dag eller en senere")
        except engagements.NotPossibleThen:
            form.add_error("closed_on", between(engagement))
        except (engagements.NotBegun, engagements.MeetingsAhead) as not_yet:
            form.add_error(None, refusals.SENTENCES[type(not_yet)])
        except refusals.EVERY as refused:
            refusals.tell(request, refused)
            return redirect("consultants:engagement", pk=pk)
        else:
            messages.success(request, "Forløbet er afsluttet.")
            if form.cleaned_data["story_consent"] == StoryConsent.YES:
                messages.info(request, "En ny historie ligger klar til at blive skrevet under Historier.")
            return redirect("consultants:engagement", pk=pk)
    return form_page(request, engagement, form, heading="Afslut forløbet", submit="Afslut forløbet", intro=INTRO)
