"""What our letters are called, what makes them leave, and who gets them."""

from consultants import deadlines
from notifications.catalogue import Described, describe

_CONTACTS, _CONSULTANT = "Gruppens to kontaktpersoner", "Forløbets konsulent"
_BOTH = "Gruppens to kontaktpersoner og forløbets konsulenter"


def _ours(
    folder: str, name: str, *, trigger: str, recipients: str, kinds: tuple[str, ...] = (), **sample: object
) -> Described:
    key = folder.replace("_", "-")
    return Described(
        key=key,
        template=f"consultants/{folder}",
        kinds=kinds or (key,),
        name=name,
        trigger=trigger,
        recipients=recipients,
        sample=sample,
    )


describe(
    _ours(
        "engagement_opened", "I har fået et forløb", trigger="Sekretariatet bevilger et forløb", recipients=_CONTACTS
    ),
    _ours(
        "engagement_assigned",
        "Du har fået et forløb",
        trigger="En konsulent bliver sat på et forløb",
        recipients=_CONSULTANT,
    ),
    _ours("engagement_cancelled", "Forløbet er aflyst", trigger="Konsulenten aflyser forløbet", recipients=_CONTACTS),
    _ours(
        "engagement_reopened",
        "Forløbet er åbnet igen",
        trigger="Sekretariatslederen genåbner et forløb, der var afsluttet eller aflyst",
        recipients=_BOTH,
    ),
    _ours(
        "agreement_awaits",
        "En samarbejdsaftale venter på jeres ja",
        trigger="Konsulenten eller den anden kontaktperson gemmer en ny version af samarbejdsaftalen",
        recipients=_CONTACTS,
    ),
    _ours(
        "agreement_rewritten",
        "Gruppen har skrevet i samarbejdsaftalen",
        trigger="En kontaktperson gemmer en ny version af samarbejdsaftalen",
        recipients=_CONSULTANT,
    ),
    _ours("meeting_planned", "Nyt møde", trigger="Konsulenten planlægger et møde", recipients=_BOTH),
    _ours("meeting_moved", "Mødet er ændret", trigger="Konsulenten flytter et møde", recipients=_BOTH),
    _ours("meeting_cancelled", "Mødet er aflyst", trigger="Konsulenten aflyser et møde", recipients=_BOTH),
    _ours(
        "meeting_given_on",
        "Et møde skal ud af din kalender",
        trigger="En konsulent eller kontaktperson forlader et forløb, hvor der er aftalt møder",
        recipients="Den, der ikke længere er med",
    ),
    _ours(
        "message_from_group",
        "Ny besked fra gruppen",
        trigger="Gruppen skriver en besked i et forløb",
        recipients=_CONSULTANT,
    ),
    _ours(
        "follow_up_ahead",
        "Opfølgning om otte og fire uger",
        trigger="Otte og fire uger før et opfølgningsbesøg bør holdes",
        recipients=_CONSULTANT,
        kinds=(deadlines.IN_EIGHT_WEEKS, deadlines.IN_FOUR_WEEKS),
    ),
    _ours(
        "follow_up_wish",
        "Ønsker I stadig opfølgning?",
        trigger="Fire uger før et opfølgningsbesøg bør holdes",
        recipients=_CONTACTS,
        kinds=(deadlines.ASK_FOR_THE_WISH,),
    ),
    _ours(
        "follow_up_answered",
        "Gruppen har svaret om opfølgning",
        trigger="En kontaktperson svarer på, om gruppen ønsker besøget",
        recipients=_CONSULTANT,
    ),
    _ours(
        "follow_up_declined",
        "Der bliver ikke noget opfølgningsbesøg",
        trigger="Konsulenten noterer, at gruppen ikke ønsker besøget",
        recipients=_CONTACTS,
    ),
    _ours(
        "follow_up_overdue",
        "Opfølgningen er overskredet",
        trigger="Dagen efter, at et opfølgningsbesøg skulle have været holdt",
        recipients=_CONSULTANT,
        kinds=(deadlines.OVERDUE,),
    ),
    _ours(
        "engagement_taken_over",
        "Du har overtaget et forløb",
        trigger="Et forløb bliver overdraget",
        recipients="Den nye konsulent",
    ),
    _ours(
        "engagement_given_on",
        "Forløbet har fået en anden konsulent",
        trigger="Et forløb bliver overdraget af en anden end konsulenten selv",
        recipients="Den tidligere konsulent",
    ),
    _ours(
        "engagement_new_consultant",
        "I har fået en ny konsulent",
        trigger="Et forløb bliver overdraget",
        recipients=_CONTACTS,
    ),
    _ours(
        "co_consultant_added",
        "Du er medkonsulent",
        trigger="En konsulent bliver sat på som medkonsulent",
        recipients="Medkonsulenten",
    ),
    _ours(
        "contact_asked",
        "Er du ny kontaktperson?",
        trigger="En kontaktperson skriver, at en anden har overtaget",
        recipients="Den, der er nævnt",
    ),
    _ours(
        "contact_named",
        "En ny kontaktperson er spurgt",
        trigger="En kontaktperson skriver, at en anden har overtaget",
        recipients="Den anden kontaktperson og forløbets konsulent",
    ),
    _ours(
        "contact_taken_over",
        "En ny kontaktperson har taget over",
        trigger="Den nye kontaktperson siger ja",
        recipients="Den anden kontaktperson og forløbets konsulent",
    ),
    _ours(
        "contact_missing",
        "Der mangler måske en kontaktperson",
        trigger="Den, der er nævnt som ny kontaktperson, siger nej",
        recipients="Kontaktpersonerne og forløbets konsulent",
    ),
    _ours(
        "contact_part_ended",
        "En anden har overtaget efter dig",
        trigger="Den nye kontaktperson siger ja",
        recipients="Den tidligere kontaktperson",
    ),
    _ours(
        "evaluation_invitation",
        "Hvordan gik det?",
        trigger="Et forløb er afsluttet, og tre måneder senere",
        recipients="Alle i gruppen",
    ),
    _ours(
        "evaluation_reminder",
        "Påmindelse om at svare på, hvordan det gik",
        trigger="Svaret mangler, og der er stadig tid",
        recipients="Dem, der ikke har svaret",
    ),
    _ours(
        "hovedmed_notice",
        "Besked til HovedMED",
        trigger="Konsulenten sender besked om et forløb",
        recipients="Kommunens HovedMED",
        workplaces="",
        municipality="Odense",
        themes="Samarbejde",
        quarter=4,
        year=2026,
    ),
    _ours(
        "access_alert",
        "Mange sager er åbnet på kort tid",
        trigger="En medarbejder åbner flere end 60 forskellige sager på en time",
        recipients="Sekretariatslederen",
    ),
)
