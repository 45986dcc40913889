"""Texts to begin a request for information with. Chosen by a link, changed before they are sent."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Beginning:
    """What it asks about, and its words."""

    title: str
    text: str


BEGINNINGS: Mapping[str, Beginning] = {
    "deltagere": Beginning(
        "Hvem der deltager",
        """Kære alle

Tak for jeres ansøgning. Før vi kan vurdere den, vil vi gerne vide, hvem der skal deltage i forløbet.

Hvor mange ledere og hvor mange medarbejderrepræsentanter deltager, og har de alle tid til møderne?""",
    ),
    "oenske": Beginning(
        "Hvad der skal være anderledes",
        """Kære alle

Tak for jeres ansøgning. Vi vil gerne forstå jeres ønske lidt bedre.

Hvad vil I kunne se, høre eller mærke i hverdagen, når det er blevet bedre? Giv gerne et eller to eksempler.""",
    ),
    "proevet": Beginning(
        "Hvad der er prøvet",
        """Kære alle

Tak for jeres ansøgning. Vi mangler at vide, hvad I selv har gjort indtil nu.

Hvad har I prøvet, hvad virkede, og hvad virkede ikke? Får I hjælp fra andre lige nu, for eksempel HR?""",
    ),
    "tidspunkt": Beginning(
        "Hvornår I kan begynde",
        """Kære alle

Tak for jeres ansøgning. Et forløb skal kunne begynde inden for et halvt år.

Hvornår kan I begynde, og er der uger, der slet ikke passer? Er der andet på vej, for eksempel en sammenlægning?""",
    ),
    "afgraensning": Beginning(
        "Om det er en opgave for SPARK",
        """Kære alle

Tak for jeres ansøgning. Vi er i tvivl om, hvorvidt det er en opgave, vi må hjælpe med.

Handler det om hele gruppens arbejdsmiljø, eller om enkelte personer? Er der et påbud fra Arbejdstilsynet?

Skriv ikke navne eller oplysninger om nogens helbred.""",
    ),
}
