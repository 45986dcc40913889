"""What people write to one another in the made-up days. Nobody and no workplace here exists."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """A story as it is told, and how far it has come."""

    title: str
    text: str
    theme: str
    has_consent: bool = True
    is_public: bool = False
    is_withdrawn: bool = False
    shows_municipality: bool = False


CONSENT_BY = "Leder og tillidsrepræsentant"
STORIES = (
    Told(
        "Fra to hold til én vagtplan",
        "Dag- og aftenholdet på et plejecenter mistede beskeder mellem sig. Gruppen prøvede ti minutters fælles "
        "overlevering i fire uger og skrev hver dag ned, hvad der gjorde en forskel.\n\nI dag er overleveringen en "
        "fast del af vagten. Det vigtigste var, at lederen lyttede først, og at de prøvede noget lille med en dato på.",
        "cooperation",
        is_public=True,
        shows_municipality=True,
    ),
    Told(
        "Vi turde sige, hvad der er godt nok",
        "På en skole blev opgaverne ved med at vokse. TRIO'en lavede en liste over det, der kan vente, og hængte den "
        "op på personalestuen. Nu tager de den op den første mandag i måneden.",
        "work_content",
        is_public=True,
    ),
    Told(
        "En makker på nattevagten",
        "Medarbejderne på et bosted var alene om natten og i tvivl om, hvornår de måtte ringe. De aftalte tre "
        "situationer, hvor man altid ringer, og øvede opkaldet sammen.",
        "lone_work",
    ),
    Told(
        "Da to børnehuse blev til ét",
        "To personalegrupper skulle finde en fælles hverdag. De begyndte med at besøge hinanden og spørge: Hvad er I "
        "stolte af? Historien venter på, at arbejdspladsen siger ja.",
        "change",
        has_consent=False,
    ),
    Told(
        "Et fælles sprog for grænser",
        "Et jobcenter havde brug for ord for det, man ikke vil finde sig i. Arbejdspladsen vil ikke længere have "
        "historien fortalt.",
        "harassment",
        has_consent=False,
        is_withdrawn=True,
    ),
)

QUESTIONS = (
    "Hvem i ledelsen deltager, og kan I alle være med på det første møde?",
    "I skriver, at I er blevet lagt sammen. Hvor mange medarbejdere er med fra hvert sted?",
)
ANSWERS = (
    "Både den daglige leder og souschefen deltager. Vi kan alle tirsdag og torsdag formiddag.",
    "Der er 14 fra det ene hus og 11 fra det andet. TR og AMR kommer fra hvert sit.",
)
# Each with whether it is for the head's eyes alone.
CASE_NOTES = (
    ("Talt med AMR i telefonen. De er klar til at begynde lige efter nytår.", False),
    ("Ligner den ansøgning, vi fik fra samme område sidste år. Spørg, hvad der siden er sket.", False),
    ("Kommunens HR har selv et tilbud i gang. Afklar med dem, før vi bevilger.", True),
    ("God kandidat til et fællesforløb, hvis naboinstitutionen også søger.", False),
)
# By turns the group and the secretariat; the group begins.
THREADS = (
    ("Vi har fået ny tillidsrepræsentant fra den første. Skal hun sige ja til ansøgningen?",),
    (
        "Kan I sige, hvornår vi får svar?",
        "Den næste vurdering er i den kommende måned. I får svar dagen efter.",
        "Tak. Vi vil gerne begynde, før sommerferieplanen bliver lagt.",
    ),
    ("Tak for hjælpen med teksten.", "Det var så lidt. Sig til, hvis der er andet."),
    ("Er det i orden, at vores afdelingsleder er med på det første møde?",),
    ("Vi skal bruge et større lokale næste gang. Er det noget, I skal vide på forhånd?",),
    ("Vi har skrevet vores prøvehandling ned.", "Flot. Vi begynder mødet med den."),
)

AGENDA = "1. Siden sidst\n2. Hvad har vi prøvet, og hvad lærte vi?\n3. Det næste lille skridt"
HOMEWORK = "Læg mærke til én situation, hvor samarbejdet lykkes, og tag den med til næste møde."
SUMMARY = (
    "Vi talte om overleveringen mellem holdene. Alle er enige om, at den tager for lang tid.\n\n"
    "Vi aftalte at prøve ti minutter ved tavlen de næste to uger."
)
WHO_DOES_WHAT = "Lederen finder lokaler og tid. TR og AMR samler op hos kollegerne. SPARK leder møderne."

# Text and who takes it on.
TRIALS = (
    ("Ti minutters overlevering ved tavlen, når aftenholdet møder", "TR og AMR"),
    ("Lederen begynder hvert personalemøde med: Hvad lykkedes i sidste uge?", "Lederen"),
    ("To og to på de tunge besøg om fredagen", "AMR"),
)
TRIAL_RESULTS = (
    "Overleveringen er blevet kortere, og færre ringer hjem til hinanden.",
    "Det gik godt de første to uger. Da der var sygdom, gled det ud.",
)
# Channel, minutes and what it was about.
CONTACTS = (
    ("phone", 15, "Aftalte, hvem der deltager på det næste møde"),
    ("mail", 5, "Sendte dagsorden og forslag til hjemmeopgave"),
    ("phone", 25, "Lederen fortalte om en urolig uge. Vi rykkede øvelsen til næste gang"),
)
TASKS = (
    "Send dagsorden til gruppen",
    "Ring til AMR om lokalet",
    "Læs referatet igennem",
    "Find øvelsen om svære samtaler",
    "Spørg lederen, om vikaren skal med",
    "Forbered spørgsmål til næste møde",
    "Send kopi af prøvehandlingerne",
)
NOTE = "Gruppen taler mere åbent, når vi begynder med to og to. Hold fast i det på næste møde."

PAUSE = "Lederen er på orlov. Gruppen vil gerne fortsætte, når vikaren er begyndt."
CANCELLED = "Arbejdspladsen lægges sammen med en anden, og gruppen vil hellere søge igen sammen."
HANDED_OVER = "Kortere vej at køre, og god erfaring med temaet."
LEARNING = (
    "Korte prøvehandlinger med en dato på virkede bedre end en lang handleplan.",
    "To konsulenter på det første møde gav ro til både leder og medarbejdere.",
    "",
)

EVALUATIONS = (
    "Vi fik ro til at tale om det, vi plejer at gå udenom.",
    "De små prøvehandlinger var lige til at gå til.",
    "Det ville have været godt med et møde mere.",
    "Konsulenten holdt os på sporet på en venlig måde.",
    "",
    "",
    "",
)

OVERRIDE = "Gruppen kan kun begynde nu, hvor hele ledelsen er på plads."
