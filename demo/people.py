"""The made-up people whom a visitor may be in the demo. All live at example.org."""

from dataclasses import dataclass

from accounts.models import Party, Role


@dataclass(frozen=True)
class Person:
    """``slug``: what ``/demo/log-ind/`` takes; ``about``: what the list of people says of them."""

    slug: str
    name: str
    about: str
    roles: tuple[Role, ...] = ()
    party: str = ""

    @property
    def email(self) -> str:
        return f"{self.slug}@demo.example.org"


TRIO = (
    Person("leder", "Mette Holmgaard", "Leder i Børnehuset Solsikken. Har en kladde sammen med TR og AMR."),
    Person("tr", "Jonas Birkelund", "Tillidsrepræsentant i Børnehuset Solsikken."),
    Person("amr", "Aisha Østervang", "Arbejdsmiljørepræsentant i Børnehuset Solsikken."),
)

ANSWERING_TRIO = (
    Person("leder-2", "Poul Åkjær", "Leder på Plejecenter Egely. Har sagt ja til ansøgningen."),
    Person("tr-2", "Signe Damhus", "Tillidsrepræsentant på Plejecenter Egely. Er blevet bedt om at sige ja."),
    Person("amr-2", "Ömer Lindeskov", "Arbejdsmiljørepræsentant på Plejecenter Egely. Er blevet bedt om at sige ja."),
)

CONSULTANTS = (
    Person("konsulent", "Karen Ravnsborg", "SPARK-konsulent på Fyn.", (Role.CONSULTANT,)),
    Person("konsulent-2", "Anders Kildemose", "SPARK-konsulent i Nordjylland.", (Role.CONSULTANT,)),
    Person("konsulent-3", "Lise Tangaa", "SPARK-konsulent i København.", (Role.CONSULTANT,)),
    Person("konsulent-4", "Bo Fuglebjerg", "SPARK-konsulent i Sydjylland.", (Role.CONSULTANT,)),
    Person("konsulent-5", "Nadia Vesterlund", "SPARK-konsulent i Østjylland.", (Role.CONSULTANT,)),
    Person("konsulent-6", "Hans Mosekær", "SPARK-konsulent på Sjælland.", (Role.CONSULTANT,)),
)

# Where each consultant starts from, as the code of a landsdel, in the order above.
BASES = ("DK031", "DK050", "DK011", "DK032", "DK042", "DK022")

OTHERS = (
    Person("sekretariatsleder", "Birgitte Skovhus", "Leder af SPARKs sekretariat.", (Role.HEAD,)),
    Person("styregruppe-kl", "Claus Enemark", "I styregruppen for KL.", (Role.STEERING,), Party.KL),
    Person(
        "styregruppe-ff",
        "Dorthe Rønnebæk",
        "Styregruppemedlem for Forhandlingsfællesskabet.",
        (Role.STEERING,),
        Party.FF,
    ),
    Person("administrator", "Emil Tornskov", "Administrator af brugere og stamdata.", (Role.ADMIN,)),
)

EVERYBODY = TRIO + ANSWERING_TRIO + CONSULTANTS + OTHERS


def by_slug(slug: str) -> Person | None:
    """The person of that slug, if there is one."""
    return next((person for person in EVERYBODY if person.slug == slug), None)
