"""What a verb's refusal is called in Danish. Where a form can be corrected, its own view says so at the field."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest

from consultants.actions import (
    agreements,
    engagements,
    follow_ups,
    handover,
    hovedmed,
    journal,
    meeting_texts,
    meetings,
    pausing,
    running,
    trial_actions,
)

SENTENCES: Mapping[type[Exception], str] = {
    running.Ended: "Forløbet er afsluttet eller aflyst.",
    engagements.AlreadyContacted: "Den første kontakt er allerede noteret.",
    engagements.NotBegun: (
        "Forløbet kan afsluttes, når det første møde er holdt. Bliver det ikke til noget, kan du aflyse forløbet."
    ),
    engagements.MeetingsAhead: (
        "Der er stadig et planlagt møde. Notér, at det er holdt, eller aflys det. Så kan du afslutte forløbet."
    ),
    meetings.NotPlanned: "Mødet er allerede holdt eller aflyst.",
    meetings.NotYetBegun: "Mødet ligger ude i fremtiden. Vent til den dag, det er planlagt.",
    meeting_texts.CalledOff: "Mødet er aflyst, så der er ikke mere at skrive om det.",
    trial_actions.AlreadyThere: "Prøvehandlingen står der allerede.",
    trial_actions.TooMany: "Der er plads til 100 prøvehandlinger i et forløb, og dem har I.",
    trial_actions.AlreadyOver: "Prøvehandlingen er prøvet. Du kan stadig rette resultatet.",
    agreements.AnotherVersion: "Aftalen er skrevet om, siden du åbnede siden. Læs den nye tekst, før du siger ja.",
    agreements.AlreadyAgreed: "Der er allerede sagt ja til den tekst.",
    agreements.NothingNew: "Der er ikke rettet noget i aftalen.",
    journal.NotTheirOwner: "Opgaven er ikke gemt. Den, du valgte, er ikke længere på forløbet.",
    hovedmed.SwitchedOff: "Der bliver ikke sendt besked til HovedMED. Sekretariatslederen kan slå det til.",
    hovedmed.NoAgreement: "Skriv samarbejdsaftalen først. Så kan HovedMED få besked.",
    hovedmed.AlreadyTold: "HovedMED har fået besked om forløbet.",
    pausing.NotRunning: "Forløbet kan ikke sættes på pause lige nu.",
    pausing.NotPaused: "Forløbet er allerede i gang.",
    pausing.NotEnded: "Forløbet er allerede åbent.",
    handover.NotAConsultant: "Den, du valgte, er ikke længere konsulent.",
    handover.AlreadyTheirs: "Den, du valgte, er allerede konsulent på forløbet.",
    follow_ups.AlreadyEnded: "Opfølgningen er slut.",
    follow_ups.AlreadyBooked: "Besøget er allerede aftalt. Du kan flytte det.",
    # The page was open to them a moment ago, and is not any more: as if it were not there.
    running.NotYours: "",
    hovedmed.NotTheirs: "",
    follow_ups.NotAContact: "",
}
EVERY = tuple(SENTENCES)


def tell(request: HttpRequest, refusal: Exception) -> None:
    """Leave the sentence for the next page. Raises Http404 for whoever has lost the right."""
    sentence = SENTENCES[type(refusal)]
    if not sentence:
        raise Http404
    messages.info(request, sentence)
