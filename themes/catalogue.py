"""The themes as delivered. Loading creates a missing theme with its links; what is there belongs to the administrator.

The titles are the parties' official wording; four themes opened with SPARK, two more on 1 October 2018.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from themes.models import GuidanceLink, Theme

FROM_THE_START = date(2016, 4, 13)
FROM_2018 = date(2018, 10, 1)

_GUIDANCE = ("Arbejdstilsynet om psykisk arbejdsmiljø", "https://at.dk/arbejdsmiljoe/psykisk-arbejdsmiljoe/")
_ORDER = ("Bekendtgørelsen om psykisk arbejdsmiljø", "https://www.retsinformation.dk/eli/lta/2020/1406")
_BRANCH = ("BFA Velfærd og Offentlig administration: værktøjer", "https://www.arbejdsmiljoweb.dk/")
_SOUND_LIFE = ("Et sundt arbejdsliv", "https://www.etsundtarbejdsliv.dk/")
_OFFENCES = (
    "Et sundt arbejdsliv: værktøjer om krænkelser",
    "https://www.etsundtarbejdsliv.dk/kraenkelser/vaerktoejer",
)
_STORIES = ("Viden på Tværs: erfaringer fra SPARK", "https://vpt.dk/psykisk-arbejdsmiljoe")


@dataclass(frozen=True)
class Page:
    """A theme and its page. ``situations`` and ``help_given``: one point each; ``links``: title and address."""

    key: str
    title: str
    short_title: str
    open_from: date
    summary: str
    about: str
    situations: tuple[str, ...]
    help_given: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


PAGES = (
    Page(
        key="change",
        title="Forandringer og omstillinger",
        short_title="Forandringer",
        open_from=FROM_THE_START,
        summary="Når meget flytter sig på én gang, og det er svært at se, hvad det betyder for arbejdet og for jer.",
        about=(
            "Nye opgaver, nye systemer, ny ledelse eller færre hænder. Forandringer er en del af hverdagen i en "
            "kommune, men de kan skabe usikkerhed, når der mangler tid til at tale om dem.\n\n"
            "Temaet handler ikke om, hvorvidt forandringen er rigtig. Det handler om, hvordan I kommer godt igennem "
            "den sammen: hvad I kan påvirke, hvad der ligger fast, og hvordan I passer på kerneopgaven imens."
        ),
        situations=(
            "To enheder er lagt sammen, og der er to måder at gøre tingene på.",
            "Der er kommet en ny leder, en ny lovgivning eller et nyt it-system.",
            "En sparerunde har ændret på opgaver, vagter eller antallet af kolleger.",
            "Rygter og uklare beslutninger fylder mere end det, I faktisk ved.",
        ),
        help_given=(
            "Skabe ro til at tale om, hvad forandringen betyder for jer hver især.",
            "Skille det, I kan påvirke, fra det, der er besluttet.",
            "Aftale, hvordan og hvornår TRIO eller MED informerer og inddrager kollegerne.",
            "Sætte små prøvehandlinger i gang, så I kan mærke, at noget bliver bedre.",
        ),
        links=(_GUIDANCE, _BRANCH, _STORIES),
    ),
    Page(
        key="cooperation",
        title="Samarbejdet mellem medarbejdere og/eller ledere på arbejdspladsen",
        short_title="Samarbejde",
        open_from=FROM_THE_START,
        summary="Når samarbejdet mellem kolleger, faggrupper eller med ledelsen trænger til opmærksomhed.",
        about=(
            "Et godt samarbejde mærkes på opgaverne: aftaler holder, viden bliver delt, og uenigheder kan siges højt. "
            "Når det halter, bruger alle kræfter på noget andet end arbejdet.\n\n"
            "Temaet dækker samarbejdet mellem kolleger, mellem faggrupper, mellem dag- og aftenhold og mellem ledere "
            "og medarbejdere. Det dækker også samarbejdet i selve TRIO'en eller MED-udvalget."
        ),
        situations=(
            "Faggrupper eller etager arbejder hver for sig og kender ikke hinandens opgaver.",
            "Uenigheder bliver ikke taget op, eller de bliver taget op i krogene.",
            "Medarbejdere og ledelse har forskellige billeder af, hvad der er aftalt.",
            "Rollerne i TRIO eller MED er uklare, og hver gør sit.",
        ),
        help_given=(
            "Give alle en stemme i en samtale, som en udefra styrer roligt.",
            "Gøre det klart, hvem der gør hvad i TRIO eller MED.",
            "Finde et fælles sprog for det gode samarbejde hos jer.",
            "Afprøve nye måder at overlevere, holde møder eller løse uenigheder på.",
        ),
        links=(_BRANCH, _STORIES, _GUIDANCE),
    ),
    Page(
        key="violence",
        title="Risiko for vold og trusler fra borgere, brugere eller beboere",
        short_title="Vold og trusler",
        open_from=FROM_THE_START,
        summary="Når der er risiko for vold eller trusler i arbejdet med mennesker, og I vil forebygge det sammen.",
        about=(
            "Vold og trusler skal ikke være et vilkår, heller ikke når man arbejder med mennesker i svære "
            "situationer. Forebyggelse kræver, at leder og medarbejdere ser risikoen ens og taler åbent om den.\n\n"
            "Temaet handler om det forebyggende arbejde på arbejdspladsen. Er nogen i fare nu, skal I handle med det "
            "samme og bruge jeres egne retningslinjer, politiet eller Arbejdstilsynet."
        ),
        situations=(
            "Borgere, beboere eller pårørende råber, truer eller slår.",
            "I har forskellige grænser for, hvad der skal registreres.",
            "Nyansatte og vikarer ved ikke, hvad de skal gøre, når en situation spidser til.",
            "Efter en episode er det tilfældigt, om der bliver fulgt op.",
        ),
        help_given=(
            "Få et fælles billede af, hvor og hvornår risikoen opstår.",
            "Blive enige om, hvad der skal registreres, og hvad det skal bruges til.",
            "Styrke, at I taler om episoderne og lærer af dem sammen.",
            "Afprøve ændringer i bemanding, rutiner eller omgivelser i det små.",
        ),
        links=(_GUIDANCE, _ORDER, _BRANCH),
    ),
    Page(
        key="work_content",
        title="Arbejdets indhold, omfang og udførelse",
        short_title="Arbejdets indhold",
        open_from=FROM_THE_START,
        summary="Når mængden, tempoet, kravene eller de følelsesmæssige belastninger i arbejdet fylder for meget.",
        about=(
            "Der kan være for meget at nå, for mange afbrydelser eller krav, der trækker i hver sin retning. Og der "
            "kan være opgaver, der går tæt på som menneske.\n\n"
            "Temaet handler om, hvordan arbejdet er tilrettelagt, hvad der er godt nok, og hvordan I hjælper hinanden "
            "med at prioritere. Et forløb giver ikke flere hænder, men det kan ændre på, hvordan I bruger dem."
        ),
        situations=(
            "Opgaverne hober sig op, og alle prioriterer på deres egen måde.",
            "Det er uklart, hvornår en opgave er løst godt nok.",
            "Krav fra borgere, ledelse og faglighed trækker i hver sin retning.",
            "Mødet med mennesker i krise sætter sig, og der er for lidt tid til at tale om det.",
        ),
        help_given=(
            "Gøre det synligt, hvad der tager tiden, og hvad der tager kræfterne.",
            "Tale om, hvad der er over og under jeres standard, og hvad der er godt nok.",
            "Finde fælles måder at prioritere på, når ikke alt kan nås.",
            "Afprøve ændringer i planlægning, møder og sparring mellem kolleger.",
        ),
        links=(_GUIDANCE, _ORDER, _SOUND_LIFE),
    ),
    Page(
        key="harassment",
        title="Chikane, herunder mobning og seksuel chikane",
        short_title="Chikane",
        open_from=FROM_2018,
        summary="Når nogen bliver krænket, eller når tonen og grænserne på arbejdspladsen trænger til en samtale.",
        about=(
            "Chikane kan komme fra kolleger og ledere eller fra borgere og pårørende. Den kan være tydelig, eller den "
            "kan ligge i en tone, som nogle har vænnet sig til, og andre lider under.\n\n"
            "Temaet handler om kulturen og om at forebygge. SPARK går ikke ind i en konkret sag om bestemte personer: "
            "den hører til hos ledelsen, HR og de faglige organisationer. Men I kan søge om hjælp til at arbejde med "
            "det, der skal være anderledes for alle."
        ),
        situations=(
            "En trivselsmåling viser, at nogen oplever mobning eller chikane.",
            "I har forskellige grænser for, hvad man kan sige for sjov.",
            "Borgere eller pårørende taler nedsættende eller kommer med seksuelle bemærkninger.",
            "Ingen ved rigtig, hvem man går til, eller hvad der så sker.",
        ),
        help_given=(
            "Tale om grænser på en måde, hvor ingen bliver hængt ud.",
            "Aftale, hvad man gør som den, der bliver ramt, som vidne og som leder.",
            "Gøre jeres retningslinjer til noget, alle kender og bruger.",
            "Styrke TRIO eller MED i at opdage og forebygge i tide.",
        ),
        links=(_OFFENCES, _ORDER, _GUIDANCE),
    ),
    Page(
        key="lone_work",
        title="Alenearbejde",
        short_title="Alenearbejde",
        open_from=FROM_2018,
        summary="Når man er alene på vagten, på vejen eller i borgerens hjem og langt fra kolleger og leder.",
        about=(
            "Mange i kommunerne arbejder alene en del af dagen: i hjemmeplejen, som dagplejer, i bostøtten, om natten "
            "eller i driften. Det giver frihed, men man kan også stå alene med de svære beslutninger.\n\n"
            "Temaet handler om faglig sparring, fællesskab og tryghed, når kollegerne ikke er i nærheden."
        ),
        situations=(
            "Man mangler nogen at vende en svær situation med, før man er hjemme igen.",
            "Nyt fra ledelsen når ikke ud til dem, der arbejder aften, nat eller ude.",
            "Det er utrygt at være alene i bestemte hjem eller på bestemte tidspunkter.",
            "Man kender knap sine kolleger og ved ikke, hvordan de løser opgaverne.",
        ),
        help_given=(
            "Få øje på, hvornår det at være alene bliver en belastning.",
            "Finde måder at sparre på, som passer til jeres arbejdsdag.",
            "Aftale, hvem man ringer til, og hvornår.",
            "Styrke det faglige fællesskab mellem dem, der sjældent ses.",
        ),
        links=(_BRANCH, _GUIDANCE, _STORIES),
    ),
)


def load() -> None:
    """Create the themes that are missing, each with its links; running it again changes nothing."""
    with transaction.atomic():
        for position, page in enumerate(PAGES, start=1):
            _load_page(page, position)


def _load_page(page: Page, position: int) -> None:
    theme, is_new = Theme.objects.get_or_create(
        key=page.key,
        defaults={
            "title": page.title,
            "short_title": page.short_title,
            "summary": page.summary,
            "about": page.about,
            "typical_situations": "\n".join(page.situations),
            "what_spark_can_do": "\n".join(page.help_given),
            "position": position,
            "open_from": page.open_from,
        },
    )
    if is_new:
        GuidanceLink.objects.bulk_create(
            GuidanceLink(theme=theme, title=title, url=url, position=place)
            for place, (title, url) in enumerate(page.links, start=1)
        )
