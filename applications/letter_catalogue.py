"""What our letters are called, what makes them leave, and who gets them."""

from notifications.catalogue import Described, describe

_EVERYBODY = "Alle, der er nævnt i ansøgningen"


def _ours(
    kind: str, name: str, *, trigger: str, recipients: str, kinds: tuple[str, ...] = (), **sample: object
) -> Described:
    folder = f"applications/{kind.replace('-', '_')}"
    return Described(
        key=kind,
        template=folder,
        kinds=kinds or (kind,),
        name=name,
        trigger=trigger,
        recipients=recipients,
        sample=sample,
    )


describe(
    _ours(
        "draft-link",
        "Linket til en kladde",
        trigger="En, der skriver, lægger kladden til side",
        recipients="Den, der lagde kladden til side",
    ),
    _ours(
        "draft-ends",
        "Kladden udløber snart",
        trigger="En kladde har ligget uden ændringer og bliver snart lukket",
        recipients="Dem, der skriver på kladden",
        last_day="21. december 2026",
    ),
    _ours(
        "invitation",
        "Invitation til at skrive med",
        trigger="Nogen bliver nævnt i en kladde",
        recipients="Den, der er nævnt",
    ),
    _ours(
        "consensus-asked",
        "Bedt om at sige ja",
        trigger="Gruppen beder alle om at sige ja til teksten",
        recipients=_EVERYBODY,
    ),
    _ours(
        "consensus-reminder",
        "Påmindelse om at svare",
        trigger="Et svar mangler efter tre, syv og fjorten dage, eller gruppen påminder selv",
        recipients="Den, der mangler at svare",
    ),
    _ours(
        "answered-no",
        "En er ikke klar til at sige ja",
        trigger="En af de nævnte svarer nej til teksten",
        recipients="De andre i gruppen",
    ),
    _ours(
        "back-with-the-group",
        "Ansøgningen er tilbage hos gruppen",
        trigger="Noget er ændret i en modtaget ansøgning, så alle skal sige ja igen",
        recipients=_EVERYBODY,
    ),
    _ours(
        "person-removed",
        "Ikke længere nævnt",
        trigger="Gruppen fjerner en person fra ansøgningen",
        recipients="Den, der er fjernet",
    ),
    _ours(
        "person-declined",
        "En person er ikke med længere",
        trigger="En nævnt person sletter sine oplysninger",
        recipients="Dem, der skriver på ansøgningen",
    ),
    _ours(
        "address-changed",
        "E-mailadressen er rettet",
        trigger="Gruppen retter en persons e-mailadresse",
        recipients="Den gamle adresse",
    ),
    _ours(
        "submission-receipt",
        "Kvittering for ansøgningen",
        trigger="Alle har sagt ja, og ansøgningen er modtaget",
        recipients=_EVERYBODY,
    ),
    _ours(
        "held-back",
        "Ansøgningen venter, til der bliver åbnet igen",
        trigger="Alle har sagt ja, mens der er lukket for nye ansøgninger",
        recipients=_EVERYBODY,
    ),
    _ours(
        "contact-told",
        "Nævnt som kontaktperson",
        trigger="En fælles ansøgning med flere arbejdspladser er modtaget",
        recipients="Arbejdspladsernes kontaktpersoner",
    ),
    _ours(
        "contact-declined",
        "En arbejdsplads’ kontaktperson er ikke med længere",
        trigger="En arbejdsplads’ kontaktperson sletter sine oplysninger",
        recipients="Dem, der skriver på ansøgningen",
    ),
    _ours(
        "information-asked",
        "SPARK har et spørgsmål",
        trigger="Sekretariatet beder om flere oplysninger",
        recipients=_EVERYBODY,
    ),
    _ours(
        "message",
        "Ny besked fra SPARK",
        trigger="Sekretariatet skriver en besked til gruppen",
        recipients="Dem, der er nævnt og har sagt »Ja, det er mig«, og nye kontaktpersoner i forløbet",
        # To whoever has taken over a contact's part: sent by the room above, in the same words.
        kinds=("message", "message-to-contact"),
    ),
    _ours(
        "decision",
        "Der er svar på ansøgningen",
        trigger="Sekretariatet bevilger, afslår eller sætter på venteliste",
        recipients=_EVERYBODY,
    ),
    _ours(
        "withdrawn",
        "Ansøgningen er trukket tilbage",
        trigger="Gruppen trækker ansøgningen tilbage",
        recipients="Alle, der har fået brev om ansøgningen",
    ),
)
