"""Everything about me: the page, and the two files to take along."""

import json
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import clock
from accounts.http import AuthenticatedRequest
from accounts.models import User
from accounts.rooms import applicants_room
from applications import documents
from applications.views import about_me
from applications.views.about_me import Section, moment
from consultants.models import AgreementYes, CooperationAgreement, EngagementContact, EngagementEvent, FollowUpVisit
from consultants.models.follow_up import Wish
from consultants.views.timeline import SENTENCES
from notifications import catalogue
from notifications.models import Notification

NAME = "mine-oplysninger-spark"


@require_safe
@applicants_room
def page(request: AuthenticatedRequest) -> HttpResponse:
    """What there is, and how to take it along."""
    context = {
        "kept": [
            (section.title, len(section.records)) for section in sections(request.user, clock.now()) if section.records
        ],
        "crumbs": [("Mine ansøgninger", "/ansoegninger/")],
    }
    return render(request, "consultants/my_data.html", context)


@require_safe
@applicants_room
def as_json(request: AuthenticatedRequest) -> HttpResponse:
    """For machines: the same titles, labels and words."""
    told = {
        "person": request.user.email,
        "dannet": clock.now().isoformat(timespec="seconds"),
        "oplysninger": {section.title: section.records for section in sections(request.user, clock.now())},
    }
    response = HttpResponse(json.dumps(told, ensure_ascii=False, indent=2), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{NAME}.json"'
    return response


@require_safe
@applicants_room
def as_pdf(request: AuthenticatedRequest) -> HttpResponse:
    """For people: a tagged PDF."""
    facts = documents.AboutMe(
        person=request.user.email,
        at=clock.now(),
        sections=[
            (section.title, section.records) for section in sections(request.user, clock.now()) if section.records
        ],
    )
    response = HttpResponse(documents.about_me(facts), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{NAME}.pdf"'
    return response


def sections(user: User, now: datetime) -> list[Section]:
    """All that the portal knows at ``now`` of ``user``, who holds no role."""
    return [
        *about_me.sections(user, now),
        Section("Dine svar om opfølgning", _follow_ups(user)),
        Section("Samarbejdsaftaler, du har skrevet i", _written(user)),
        Section("Samarbejdsaftaler, du har sagt ja til", _agreed(user)),
        Section("Forløb, du er spurgt om at være kontaktperson i", _parts(user)),
        Section("Kontaktpersoner, du har nævnt i forløb", _others_named(user)),
        Section("Mails til dig som ny kontaktperson", _letters(user)),
        Section("Det, du har gjort i forløb", _events(user)),
    ]


def _follow_ups(user: User) -> list[dict[str, str]]:
    found = FollowUpVisit.objects.filter(answered_by=user).select_related("engagement__application")
    return [
        {
            "Forløb": str(each.engagement),
            "Dit svar": str(Wish(each.wish).label),
            "Foreslåede datoer": ", ".join(about_me.day(on) for on in each.suggested_days),
            "Svaret": moment(each.answered_at),
        }
        for each in found
    ]


def _written(user: User) -> list[dict[str, str]]:
    found = CooperationAgreement.objects.filter(written_by=user).select_related("engagement__application")
    return [
        {
            "Forløb": str(each.engagement),
            "Version": str(each.number),
            "Hvad skal være anderledes?": each.change_wish,
            "Hvad gør vi sammen?": each.what_we_do,
            "Hvem gør hvad?": each.who_does_what,
            "Skrevet": moment(each.written_at),
        }
        for each in found.order_by("written_at", "id")
    ]


def _agreed(user: User) -> list[dict[str, str]]:
    found = AgreementYes.objects.filter(said_by=user).select_related("agreement__engagement__application")
    return [
        {
            "Forløb": str(each.agreement.engagement),
            "Version": str(each.agreement.number),
            "For": each.get_part_display(),
            "Sagt": moment(each.at),
        }
        for each in found
    ]


def _parts(user: User) -> list[dict[str, str]]:
    found = EngagementContact.objects.filter(email=user.email).select_related("engagement__application", "named_by")
    return [
        {
            "Forløb": str(each.engagement),
            "Navn": each.name,
            "E-mail": each.email,
            "Rolle": each.get_role_display(),
            # Who gave the data is the person's to know (article 15).
            "Skrevet ind af": each.named_by.email if each.named_by else "",
            "Skrevet ind": moment(each.named_at),
            "Sagde »Ja, det er mig«": moment(each.accepted_at),
            "Ophørt": moment(each.ended_at),
        }
        for each in found
    ]


def _others_named(user: User) -> list[dict[str, str]]:
    others = EngagementContact.objects.filter(named_by=user).exclude(email=user.email)
    return [
        {"Forløb": str(each.engagement), "Rolle": each.get_role_display(), "Skrevet ind": moment(each.named_at)}
        for each in others.select_related("engagement__application")
    ]


def _letters(user: User) -> list[dict[str, str]]:
    mine = EngagementContact.objects.filter(email=user.email)
    found = Notification.objects.filter(recipient_key__in=[each.key for each in mine])
    return [
        {
            "Slags": catalogue.name_of(each.kind),
            "Opstået": moment(each.owed_at),
            "Sendt": moment(each.sent_at),
            "Tilstand": each.get_state_display(),
        }
        for each in found.order_by("owed_at", "pk")
    ]


def _events(user: User) -> list[dict[str, str]]:
    found = EngagementEvent.objects.filter(actor=user).select_related("engagement__application")
    return [
        {"Forløb": str(each.engagement), "Hvad": SENTENCES.get(each.verb, each.verb), "Hvornår": moment(each.at)}
        for each in found
    ]
