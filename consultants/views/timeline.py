"""The engagement's timeline in Danish: its events hold verbs and codes only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from applications.consensus import Side
from consultants.models import EngagementEvent
from consultants.models.agreement_yes import Part
from consultants.models.follow_up import Wish

SENTENCES = {
    "opened": "Forløbet blev åbnet",
    "contacted": "Den første kontakt blev taget",
    "meeting_planned": "Et møde blev planlagt",
    "meeting_moved": "Et møde blev flyttet",
    "meeting_changed": "Et møde blev rettet",
    "meeting_written": "Der blev skrevet om et møde",
    "meeting_held": "Et møde blev holdt",
    "meeting_cancelled": "Et møde blev aflyst",
    "trial_added": "En prøvehandling blev aftalt",
    "trial_changed": "En prøvehandling blev rettet",
    "trial_told": "En prøvehandling fik et resultat",
    "agreement_written": "Samarbejdsaftalen blev skrevet",
    "agreement_agreed": "Der blev sagt ja til samarbejdsaftalen",
    "note_written": "En note blev skrevet",
    "contact_logged": "En kontakt blev noteret",
    "handed_over": "Forløbet blev overdraget",
    "co_consultant_added": "En medkonsulent kom til",
    "co_consultant_removed": "En medkonsulent gik fra",
    "task_added": "En opgave blev skrevet op",
    "task_changed": "En opgave blev rettet",
    "task_done": "En opgave blev færdig",
    "task_reopened": "En opgave blev åbnet igen",
    "hovedmed_told": "HovedMED fik besked om forløbet",
    "hovedmed_permitted": "Gruppen tillod, at HovedMED får arbejdspladsens navn",
    "hovedmed_forbidden": "Gruppen tillod ikke længere, at HovedMED får arbejdspladsens navn",
    "place_shown": "Gruppen slog sted i kalenderen til",
    "place_hidden": "Gruppen slog sted i kalenderen fra",
    "contact_named": "En ny kontaktperson blev spurgt",
    "contact_taken_over": "En ny kontaktperson tog over",
    "contact_turned_down": "Den, der blev spurgt, er ikke ny kontaktperson",
    "contact_left": "En kontaktperson blev slettet",
    "paused": "Forløbet blev sat på pause",
    "resumed": "Forløbet gik i gang igen",
    "story_taken_back": "Gruppen vil ikke længere have sin historie fortalt",
    "reopened": "Forløbet blev genåbnet",
    "closed": "Forløbet blev afsluttet",
    "cancelled": "Forløbet blev aflyst",
    "follow_up_answered": "Gruppen svarede om opfølgning",
    "follow_up_held": "Opfølgningsbesøget blev holdt",
    "follow_up_declined": "Opfølgningen er ikke længere ønsket",
    "follow_up_voided": "Opfølgningen bortfaldt, fordi forløbet blev genåbnet",
    "follow_up_not_reached": "Opfølgningen endte uden kontakt",
}


@dataclass(frozen=True)
class Line:
    """One line for ``components/event_list.html``."""

    at: datetime
    text: str
    by: str
    note: str


def lines(events: Iterable[EngagementEvent]) -> list[Line]:
    """The ``events`` newest first."""
    told = [
        Line(event.at, SENTENCES.get(event.verb, event.verb), str(event.actor) if event.actor else "", _note(event))
        for event in events
    ]
    return told[::-1]


def _note(event: EngagementEvent) -> str:
    if event.verb == "agreement_written":
        return f"Version {event.data['number']}"
    if event.verb == "agreement_agreed":
        return f"{Part(event.data['part']).label}, version {event.data['number']}"
    if event.verb == "follow_up_answered":
        return str(Wish(event.data["wish"]).label)
    if "side" in event.data:
        return str(Side(event.data["side"]).label)
    if event.verb == "closed":
        return "Gruppen ønsker opfølgning" if event.data["wants_follow_up"] else "Gruppen ønsker ikke opfølgning"
    return ""
