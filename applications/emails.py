"""The letters of the applicants' room: who is owed them, and when they have lost their reason.

Neutral by construction: no theme, no workplace, no role, no word that anybody has typed. They say that there is
something to read, and where. Who gave a person's data is told by address: unlike a name, it has been proven.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.urls import reverse

import danish
from accounts.models import User
from applications import letter_limits
from applications.consensus import Named, Yes, still_missing
from applications.letter_limits import Addressed
from applications.lifecycle import FINAL, TOLD_BY_LETTER, WITH_THE_GROUP, Status
from applications.models import (
    AddressChange,
    Answer,
    Application,
    ApplicationVersion,
    DecisionLetter,
    InformationRequest,
    Signatory,
)
from notifications import outbox, registry
from notifications.letters import Letter, Unwanted
from notifications.outbox import Post
from notifications.registry import Owed

NOT_NAMED = Unwanted(because="the person is no longer named")
MOVED_ON = Unwanted(because="the application has moved on")
ANSWERED = Unwanted(because="it has been answered")


# ── Who is owed what ────────────────────────────────────────────────────────────────────────────────────────────────
def post_consensus_asked(application: Application, people: Iterable[Signatory], *, now: datetime) -> None:
    """Everybody is asked about the current version; whoever was never written to gets the text of article 14, too.

    Raises letter_limits.TooManyLetters.
    """
    version = f"v{application.version_number}"
    occasions = {each: version if each.invited_at else f"{version}:first" for each in people}
    letters = [_letter_to(each, "consensus-asked", application, to, patient=False) for each, to in occasions.items()]
    letter_limits.post_all(letters, now=now)


def of_new_address(application: Application, change: AddressChange) -> list[Addressed]:
    """The old address is told that it is not used any more; where the group has been asked, the new one is asked.

    What the old one was still owed is taken back. The verb owes them.
    """
    person = change.signatory
    told = Addressed(change.old, Post("address-changed", change.pk, person.key))
    if application.status == Status.DRAFT:
        return [told]
    kind, because = "consensus-asked", "the address has been corrected"
    outbox.cancel(kind, about=application.pk, recipient=person.key, because=because)
    occasion = f"v{application.version_number}:{change.pk}"
    return [told, _letter_to(person, kind, application, occasion, patient=False)]


def post_reminder(application: Application, person: Signatory, occasion: str, *, now: datetime, patient: bool) -> None:
    """Once an ``occasion``: "day3", or the date of a reminder by hand. Raises TooManyLetters unless ``patient``."""
    occurrence = f"v{application.version_number}:{occasion}"
    kind, about, key = "consensus-reminder", application.pk, person.key
    # The planner comes by every few minutes; a letter that is owed already takes no more room.
    if not outbox.is_known(kind, about=about, recipient=key, occurrence=occurrence):
        letter_limits.post_all([_letter_to(person, kind, application, occurrence, patient=patient)], now=now)


def post_answered_no(answer: Answer, people: Iterable[Signatory], *, now: datetime) -> None:
    """Somebody said "not yet": the others read why on the status page."""
    about, occasion = answer.version.application, f"v{answer.version.number}"
    others = [each for each in people if each.pk != answer.signatory_id]
    letter_limits.post_all([_letter_to(each, "answered-no", about, occasion) for each in others], now=now)


def of_back_with_the_group(application: Application, people: Iterable[Signatory], *, now: datetime) -> list[Addressed]:
    """A submitted application needs the group's agreement again. Back and forth within the hour is told once."""
    return [_letter_to(each, "back-with-the-group", application, f"{now:%Y%m%dT%H}") for each in people]


def post_submission_receipts(application: Application, people: Iterable[Signatory], *, now: datetime) -> None:
    """One to each person named, for each time it is submitted."""
    time = f"v{application.version_number}:{now:%Y%m%dT%H%M%S}"
    outbox.post_all([Post("submission-receipt", application.pk, each.key, time) for each in people], now=now)


def post_information_asked(request: InformationRequest, people: Iterable[Signatory], *, now: datetime) -> None:
    """The secretariat has a question to the group."""
    outbox.post_all([Post("information-asked", request.pk, each.key) for each in people], now=now)


def decision_posts(letter: DecisionLetter, people: Iterable[Signatory], *, hold: timedelta) -> list[Post]:
    """The decision can be read once ``hold`` is over; a yes and a no look the same in the mail. The verb owes them."""
    return [Post("decision", letter.pk, each.key, hold=hold) for each in people]


def post_withdrawn(application: Application, people: Iterable[Signatory], *, now: datetime) -> None:
    """The application is withdrawn. Whoever was never written to is not written to now."""
    written_to = [each for each in people if each.invited_at]
    letter_limits.post_all([_letter_to(each, "withdrawn", application) for each in written_to], now=now)


def post_invitation(application: Application, person: Signatory, *, now: datetime) -> None:
    """The first letter to somebody who is named: how to come along, with the text of article 14.

    Raises letter_limits.TooManyLetters.
    """
    letter_limits.post_all([_letter_to(person, "invitation", application, patient=False)], now=now)


def post_person_removed(application: Application, person: Signatory, *, now: datetime) -> None:
    """Somebody who had a letter is not named any more."""
    letter_limits.post_all([_letter_to(person, "person-removed", application)], now=now)


def post_draft_ends(application: Application, *, now: datetime) -> None:
    """Its writers are warned of the day, once for each day it may come to end on."""
    last_day = str(application.expires_on)
    writers = {application.author.email: f"user:{application.author.pk}"} if application.author else {}
    for person in application.signatories.all():
        if person.removed_at is None and person.accepted_at is not None:
            writers.setdefault(person.email, person.key)
    kind, about = "draft-ends", application.pk
    # The warner comes by again and again; a letter that is owed already takes no more room.
    letters = [
        Addressed(address, Post(kind, about, key, last_day))
        for address, key in writers.items()
        if not outbox.is_known(kind, about=about, recipient=key, occurrence=last_day)
    ]
    letter_limits.post_all(letters, now=now)


def _letter_to(
    person: Signatory, kind: str, application: Application, occasion: str = "", *, patient: bool = True
) -> Addressed:
    return Addressed(person.email, Post(kind, application.pk, person.key, occasion), patient)


# ── What they say, at sending time ──────────────────────────────────────────────────────────────────────────────────
@registry.letter("consensus-asked")
def consensus_asked(owed: Owed) -> Letter | Unwanted:
    """ "You are asked to say yes"; to a person who gets their first mail, with the text of article 14."""
    person = _asked(owed)
    if isinstance(person, Unwanted):
        return person
    suffix = owed.occurrence.partition(":")[2]
    version = ApplicationVersion.objects.select_related("asked_by").get(
        application=person.application, number=person.application.version_number
    )
    facts = {
        "path": _page("consensus", person),
        "first": bool(suffix) and not _is_named_by_themself(person),
        "corrected": suffix not in ("", "first"),
        "giver": _giver(person),
        "asked_themself": version.asked_by is not None and version.asked_by.email == person.email,
    }
    return _letter(person, "consensus_asked", facts)


@registry.letter("consensus-reminder")
def consensus_reminder(owed: Owed) -> Letter | Unwanted:
    """The answer is still missing."""
    person = _asked(owed)
    if isinstance(person, Unwanted):
        return person
    return _letter(person, "consensus_reminder", {"path": _page("consensus", person)})


@registry.letter("answered-no")
def answered_no(owed: Owed) -> Letter | Unwanted:
    """Somebody is not ready to say yes, and the text can be written on."""
    return _if_status(owed, {Status.DRAFT}, "answered_no", of_this_version=True)


@registry.letter("back-with-the-group")
def back_with_the_group(owed: Owed) -> Letter | Unwanted:
    """What was received needs everybody's yes again."""
    return _if_status(owed, {Status.DRAFT, Status.AWAITING_CONSENSUS}, "back_with_the_group")


@registry.letter("submission-receipt")
def submission_receipt(owed: Owed) -> Letter | Unwanted:
    """It is received; the reference, and where the receipt lies."""
    gone = {Status.DRAFT, Status.AWAITING_CONSENSUS, Status.WITHDRAWN}
    return _if_status(owed, set(Status) - gone, "submission_receipt", of_this_version=True)


@registry.letter("information-asked")
def information_asked(owed: Owed) -> Letter | Unwanted:
    """The secretariat asks; the question itself stands behind the sign-in."""
    person = _named(owed)
    if person is None:
        return NOT_NAMED
    request = InformationRequest.objects.filter(pk=owed.about_id).first()
    if request is None or request.answered_at:
        return ANSWERED
    if person.application.status in FINAL:
        return MOVED_ON
    return _letter(person, "information_asked", {"path": _page("answer_request", person)})


@registry.letter("decision")
def decision(owed: Owed) -> Letter | Unwanted:
    """The answer has come; a yes and a no look the same."""
    person = _named(owed)
    if person is None:
        return NOT_NAMED
    # The group can take back its yes, or withdraw, while it waits.
    is_about_waiting = DecisionLetter.objects.filter(pk=owed.about_id, waits=True).exists()
    if is_about_waiting and person.application.status not in TOLD_BY_LETTER:
        return MOVED_ON
    return _letter(person, "decision", {"path": _page("decision", person)})


@registry.letter("withdrawn")
def withdrawn(owed: Owed) -> Letter | Unwanted:
    """Nothing more happens with it."""
    return _if_status(owed, {Status.WITHDRAWN}, "withdrawn")


@registry.letter("address-changed")
def address_changed(owed: Owed) -> Letter | Unwanted:
    """To the old address: it is not used any more, and whom to call if that is wrong."""
    change = AddressChange.objects.select_related("signatory__application").filter(pk=owed.about_id).first()
    if change is None:
        return NOT_NAMED
    return Letter(to=change.old, template="applications/address_changed", context=_facts(change.signatory.application))


@registry.letter("invitation")
def invitation(owed: Owed) -> Letter | Unwanted:
    """ "You are named, come and write with us": the first mail, so it says who gave the data, and how to say no."""
    person = _named(owed)
    if person is None:
        return NOT_NAMED
    if person.application.status not in WITH_THE_GROUP:
        return MOVED_ON
    return ANSWERED if person.accepted_at else _letter(person, "invitation", {"giver": _giver(person)})


@registry.letter("person-removed")
def person_removed(owed: Owed) -> Letter | Unwanted:
    """They are not named any more, and need do nothing. Unwanted where they have been named anew."""
    person = Signatory.objects.select_related("application").filter(pk=owed.recipient_id).first()
    if person is None or person.removed_at is None:
        return NOT_NAMED
    if Signatory.objects.named().filter(application=person.application, email=person.email).exists():
        return Unwanted(because="the person has been named again")
    return _letter(person, "person_removed")


@registry.letter("draft-ends")
def draft_ends(owed: Owed) -> Letter | Unwanted:
    """The draft ends on a day that is near, unless somebody writes on."""
    application = Application.objects.with_the_group().filter(pk=owed.about_id).first()
    if application is None or str(application.expires_on) != owed.occurrence:
        return MOVED_ON
    if owed.recipient_key.startswith("user:"):
        author = User.objects.filter(pk=owed.recipient_id, is_active=True).first()
        address = author.email if author else ""
    else:
        person = _named(owed)
        address = person.email if person else ""
    if not address:
        return NOT_NAMED
    context = {**_facts(application), "last_day": danish.danish_date(date.fromisoformat(owed.occurrence))}
    return Letter(to=address, template="applications/draft_ends", context=context)


# ── Parts ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def _named(owed: Owed) -> Signatory | None:
    named = Signatory.objects.named().select_related("application", "added_by")
    return named.filter(pk=owed.recipient_id).first()


def _giver(person: Signatory) -> str:
    """The address of who named the person; nothing where they named themself or the giver is gone."""
    giver = person.added_by
    return giver.email if giver and giver.is_active and giver.email != person.email else ""


def _is_named_by_themself(person: Signatory) -> bool:
    return person.added_by is not None and person.added_by.email == person.email


def _is_this_version(owed: Owed, application: Application) -> bool:
    return owed.occurrence.partition(":")[0] == f"v{application.version_number}"


def _asked(owed: Owed) -> Signatory | Unwanted:
    """The recipient, if their answer to the version of the letter is still wanted."""
    person = _named(owed)
    if person is None:
        return NOT_NAMED
    application = person.application
    if application.status != Status.AWAITING_CONSENSUS or not _is_this_version(owed, application):
        return MOVED_ON
    answers = Answer.objects.filter(signatory=person, agrees=True, taken_back_at=None).select_related("version")
    given = [Yes(person.pk, answer.address, answer.version.number) for answer in answers]
    missing = still_missing([Named(person.pk, person.email)], given, application.version_number)
    return person if missing else ANSWERED


def _if_status(owed: Owed, wanted: set[Status], template: str, *, of_this_version: bool = False) -> Letter | Unwanted:
    person = _named(owed)
    if person is None:
        return NOT_NAMED
    application = person.application
    is_stale = of_this_version and not _is_this_version(owed, application)
    if application.status not in wanted or is_stale:
        return MOVED_ON
    return _letter(person, template)


def _page(name: str, person: Signatory) -> str:
    return reverse(f"applications:{name}", args=[person.application_id])


def _letter(person: Signatory, template: str, facts: Mapping[str, object] | None = None) -> Letter:
    context = {**_facts(person.application), **(facts or {})}
    return Letter(to=person.email, template=f"applications/{template}", context=context)


def _facts(application: Application) -> dict[str, object]:
    return {
        "path": reverse("applications:status", args=[application.pk]),
        "leave_path": reverse("applications:leave", args=[application.pk]),
        "reference": application.reference or "",
        "subject": f"Der er nyt i {application.reference or 'jeres ansøgning til SPARK'}",
    }
