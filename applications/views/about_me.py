"""Everything that is kept about one person, table by table, in words: for the person, and about nobody else.

Each table that knows a person, by account or by address, has a section here; those of the secretariat's room stand
upstairs (``consultants.views.my_data``). A test walks all models and fails where one has neither.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict

import danish
from accounts import kept
from accounts.actions import keeping
from accounts.models import KeptPost, PasswordLink, SignInCode, User
from applications.actions import decisions
from applications.models import (
    AddressChange,
    Answer,
    Application,
    ApplicationEvent,
    ApplicationVersion,
    InformationRequest,
    Message,
    Signatory,
    ThreadReading,
    WorkplaceContact,
)
from applications.views.timeline import SENTENCES, Line, lines
from notifications.models import Notification, State

SOMEBODY_ELSE = "en anden"


@dataclass(frozen=True)
class Section:
    """One kind of knowledge. ``records``: label and value, in words; none where nothing is kept."""

    title: str
    records: list[dict[str, str]]


def sections(user: User, now: datetime) -> list[Section]:
    """All that the rooms up to this one know of ``user`` at ``now``."""
    own = list(Signatory.objects.filter(email=user.email).select_related("application", "added_by"))
    keys = [person.pk for person in own]
    places = list(
        WorkplaceContact.objects.filter(email=user.email).select_related("workplace__application", "added_by")
    )
    return [
        Section("Din konto", [_account(user)]),
        Section(
            "Koder, du har bedt om for at logge ind",
            [_code(each) for each in SignInCode.objects.filter(email=user.email)],
        ),
        Section(
            "Links til at vælge adgangskode", [_code(each) for each in PasswordLink.objects.filter(email=user.email)]
        ),
        Section("Det, vi har gemt, til du er logget ind igen", _kept(user, now)),
        Section("Ansøgninger, du er nævnt i", [_named(each, now) for each in own]),
        Section("Arbejdspladser, du er kontaktperson for", [_contact(each) for each in places]),
        Section("Personer, du har nævnt", [*_others_named(user), *_contacts_named(user)]),
        Section("Ansøgninger, du har begyndt eller rettet", _written(user, now)),
        Section("Tekster, du har bedt de andre svare på", _asked(user)),
        Section("Dine svar", _answers(user)),
        Section("Dine svar på spørgsmål fra SPARK", _replies(user)),
        Section("Dine beskeder", _messages(user)),
        Section("Hvor langt du har læst i beskederne", _readings(user)),
        Section("E-mailadresser, der er rettet", _address_changes(user, keys)),
        Section("Det, der er sket", _events(user, own)),
        Section("Mails til dig", _letters(user, keys, [each.pk for each in places], now)),
    ]


def moment(at: datetime | None) -> str:
    """``21. november 2026 kl. 14.02``; nothing for no moment."""
    return f"{danish.danish_date(at)} {danish.danish_time(at)}" if at else ""


def day(on: date | None) -> str:
    """``21. november 2026``; nothing for no day."""
    return danish.danish_date(on) if on else ""


def yes_no(is_so: bool) -> str:  # noqa: FBT001 - a word for a truth
    """ "Ja" or "Nej"."""
    return "Ja" if is_so else "Nej"


# ── The account ─────────────────────────────────────────────────────────────────────────────────────────────────────
def _account(user: User) -> dict[str, str]:
    return {
        "E-mail": user.email,
        "Navn": user.name,
        "Oprettet": moment(user.joined_at),
        "Senest logget ind": moment(user.last_login),
        "Kontoen er åben": yes_no(user.is_active),
    }


def _code(code: SignInCode | PasswordLink) -> dict[str, str]:
    return {"E-mail": code.email, "Bedt om": moment(code.asked_at), "Gælder til": moment(code.expires_at)}


def _kept(user: User, now: datetime) -> list[dict[str, str]]:
    return [
        {
            "Side": each.page,
            "Tekst": _typed(keeping.body_of(each, by=user, now=now) or ""),
            "Gemt": moment(each.kept_at),
            "Slettes": moment(each.expires_at),
        }
        for each in KeptPost.objects.filter(writer=user).order_by("kept_at", "pk")
    ]


def _typed(body: str) -> str:
    """What a person wrote in the fields, without the tokens of the page."""
    sent = QueryDict(body)
    return "\n".join(
        value for name in sent if name not in ("csrfmiddlewaretoken", kept.FIELD) for value in sent.getlist(name)
    )


# ── Being named, and naming ─────────────────────────────────────────────────────────────────────────────────────────
def _named(person: Signatory, now: datetime) -> dict[str, str]:
    giver = person.added_by
    return {
        "Ansøgning": str(person.application),
        "Ansøgningens tilstand": person.application.as_told(now).get_status_display(),
        "Navn": person.name,
        "E-mail": person.email,
        "Telefon": str(person.phone or ""),
        "Rolle": person.get_role_display(),
        "Kontaktperson": yes_no(person.is_contact),
        # Who gave the data is the person's to know (article 15).
        "Skrevet ind af": giver.email if giver else "",
        "Skrevet ind": moment(person.added_at),
        "Fik den første mail": moment(person.invited_at),
        "Sagde »Ja, det er mig«": moment(person.accepted_at),
        "Fjernet": moment(person.removed_at),
        "Afløst i forløbet": moment(person.followed_at),
    }


def _contact(person: WorkplaceContact) -> dict[str, str]:
    giver = person.added_by
    return {
        "Ansøgning": str(person.workplace.application),
        "Arbejdsplads": person.workplace.name,
        "Navn": person.name,
        "E-mail": person.email,
        "Telefon": str(person.phone or ""),
        "Skrevet ind af": giver.email if giver else "",
        "Skrevet ind": moment(person.added_at),
        "Fik den første mail": moment(person.told_at),
    }


def _contacts_named(user: User) -> list[dict[str, str]]:
    others = WorkplaceContact.objects.filter(added_by=user).exclude(email=user.email)
    return [
        {
            "Ansøgning": str(each.workplace.application),
            "Rolle": "Kontaktperson på en arbejdsplads",
            "Skrevet ind": moment(each.added_at),
        }
        for each in others.select_related("workplace__application").order_by("added_at", "pk")
    ]


def _others_named(user: User) -> list[dict[str, str]]:
    others = Signatory.objects.filter(added_by=user).exclude(email=user.email).select_related("application")
    return [
        {"Ansøgning": str(each.application), "Rolle": each.get_role_display(), "Skrevet ind": moment(each.added_at)}
        for each in others.order_by("added_at", "pk")
    ]


def _written(user: User, now: datetime) -> list[dict[str, str]]:
    mine = Application.objects.filter(Q(author=user) | Q(edited_by=user)).order_by("edited_at", "pk")
    return [
        {
            "Ansøgning": str(each),
            "Tilstand": each.as_told(now).get_status_display(),
            "Du begyndte den": yes_no(each.author_id == user.pk),
            "Du har rettet den senest": yes_no(each.edited_by_id == user.pk),
            "Sidst rettet": moment(each.edited_at),
            "Kladden slettes": day(each.expires_on),
        }
        for each in mine
    ]


def _asked(user: User) -> list[dict[str, str]]:
    mine = ApplicationVersion.objects.filter(asked_by=user).select_related("application").order_by("asked_at", "pk")
    return [
        {"Ansøgning": str(each.application), "Version": str(each.number), "Spurgt": moment(each.asked_at)}
        for each in mine
    ]


def _address_changes(user: User, own: list[UUID]) -> list[dict[str, str]]:
    mine = Q(signatory__in=own) | Q(old=user.email) | Q(new=user.email) | Q(by=user)
    found = AddressChange.objects.filter(mine).select_related("signatory__application")
    return [
        {
            "Ansøgning": str(each.signatory.application),
            "Før": _own_address(each.old, user),
            "Nu": _own_address(each.new, user),
            "Rettet af": "dig" if each.by_id == user.pk else SOMEBODY_ELSE,
            "Rettet": moment(each.at),
        }
        for each in found
    ]


def _own_address(address: str, user: User) -> str:
    return address if address == user.email else "en anden adresse"


# ── What the person has said ────────────────────────────────────────────────────────────────────────────────────────
def _answers(user: User) -> list[dict[str, str]]:
    found = Answer.objects.filter(address=user.email)
    return [
        {
            "Ansøgning": str(each.version.application),
            "Version": str(each.version.number),
            "Svar": str(each),
            "Begrundelse": each.reason,
            "Svaret fra": each.address,
            "Svaret": moment(each.at),
            "Taget tilbage": moment(each.taken_back_at),
        }
        for each in found.select_related("version__application")
    ]


def _replies(user: User) -> list[dict[str, str]]:
    found = InformationRequest.objects.filter(answered_by=user).select_related("application")
    return [
        {"Ansøgning": str(each.application), "Dit svar": each.answer, "Svaret": moment(each.answered_at)}
        for each in found
    ]


def _messages(user: User) -> list[dict[str, str]]:
    found = Message.objects.filter(author=user).select_related("application").order_by("at", "pk")
    return [{"Ansøgning": str(each.application), "Besked": each.text, "Skrevet": moment(each.at)} for each in found]


def _readings(user: User) -> list[dict[str, str]]:
    found = ThreadReading.objects.filter(reader=user).select_related("application").order_by("pk")
    return [{"Ansøgning": str(each.application), "Læst til": moment(each.read_to)} for each in found]


# ── What has happened, and what was mailed ──────────────────────────────────────────────────────────────────────────
def _events(user: User, own: list[Signatory]) -> list[dict[str, str]]:
    """What the person did, and what was done about them; others stand there without their names."""
    about = Q(application__in=[each.application_id for each in own]) & Q(
        data__signatory__in=[str(each.pk) for each in own]
    )
    found = ApplicationEvent.objects.filter(Q(actor=user) | about).select_related("application", "actor")
    return [
        {
            "Ansøgning": str(event.application),
            "Hvad": _in_words(event, own).text,
            "Hvornår": moment(event.at),
            "Gjort af": "dig" if event.actor_id == user.pk else SOMEBODY_ELSE,
        }
        for event in found.order_by("at", "pk")
    ]


_UNTOLD = {
    "edited": "Teksten blev rettet",
    "person_added": "En person blev nævnt",
    "person_changed": "Oplysninger om en person blev rettet",
    "person_removed": "En person blev fjernet",
    "person_declined": "En person sagde »det er ikke mig«",
    "message_written": "En besked blev skrevet",
    "workplace_added": "En arbejdsplads blev nævnt",
    "workplace_changed": "Oplysninger om en arbejdsplads blev rettet",
    "workplace_removed": "En arbejdsplads blev fjernet",
}


def _in_words(event: ApplicationEvent, own: list[Signatory]) -> Line:
    told = lines([event], own) if event.verb in SENTENCES else []
    return told[0] if told else Line(event.at, _UNTOLD.get(event.verb, event.verb))


LETTERS = {
    "consensus-asked": "Spørgsmål, om I er enige",
    "consensus-reminder": "Påmindelse om at svare",
    "answered-no": "Nogen sagde »nej, ikke endnu«",
    "back-with-the-group": "Ansøgningen mangler alles ja igen",
    "submission-receipt": "Kvittering",
    "held-back": "Alle har sagt ja, men modtagelsen er lukket",
    "information-asked": "Spørgsmål fra SPARK",
    "message": "Ny besked fra SPARK",
    "decision": "Svar på ansøgningen",
    "withdrawn": "Ansøgningen er trukket tilbage",
    "address-changed": "Din adresse er rettet",
    "invitation": "Invitation til at skrive med",
    "person-removed": "Du er ikke længere nævnt",
    "draft-ends": "Kladden udløber snart",
    "draft-link": "Link til kladden",
    "contact-told": "Du er kontaktperson for en arbejdsplads",
    "contact-declined": "En kontaktperson ville ikke nævnes",
    "person-declined": "En person ville ikke nævnes",
    "sign-in-code": "Kode til at logge ind",
}


def _letters(user: User, own: list[UUID], places: list[UUID], now: datetime) -> list[dict[str, str]]:
    keys = [f"user:{user.pk}", *(f"signatory:{key}" for key in own), *(f"contact:{key}" for key in places)]
    codes = list(SignInCode.objects.filter(email=user.email).values_list("pk", flat=True))
    # A decision that can still be regretted, or was: nobody has been told of it.
    untold = Q(state=State.OWED, hold_until__gt=now) | Q(skipped_because=decisions.TAKEN_BACK)
    found = Notification.objects.filter(Q(recipient_key__in=keys) | Q(kind="sign-in-code", about_id__in=codes))
    return [
        {
            "Slags": LETTERS.get(each.kind, each.kind),
            "Opstået": moment(each.owed_at),
            "Sendt": moment(each.sent_at),
            "Tilstand": each.get_state_display(),
        }
        for each in found.exclude(untold).order_by("owed_at", "pk")
    ]
