"""SPARK-linjen, the contact with the municipalities, and the stories."""

from applications.models import Municipality, Sector
from consultants.models import Outreach, PhoneCall, Story
from consultants.models.spread import Channel
from demo.everyday import words
from demo.everyday.world import World
from themes.models import Theme

_CALLS, _CONTACTS = 70, 90


def load(world: World) -> None:
    """Calls of the last year, contacts of the last two, and stories in every state."""
    municipalities = list(Municipality.objects.order_by("code"))
    themes = list(Theme.objects.order_by("pk"))
    sectors = list(Sector.objects.order_by("position"))
    # Some municipalities have never heard from us.
    _calls(world, municipalities, sectors, themes)
    _contacts(world, municipalities[:-12])
    _stories(world, municipalities, {theme.key: theme for theme in themes})


def _calls(world: World, municipalities: list[Municipality], sectors: list[Sector], themes: list[Theme]) -> None:
    random = world.random
    PhoneCall.objects.bulk_create(
        PhoneCall(
            called_on=world.days(-random.randrange(365)),
            municipality=random.choice(municipalities),
            sector=random.choice(sectors),
            theme=random.choice([*themes, None]),
            minutes=random.choice((5, 8, 10, 12, 15, 20, 25, 40)),
            led_to_application=random.random() < 0.2,
            token=world.token(),
            entered_by=random.choice(world.consultants),
            entered_at=world.ago(hours=2),
        )
        for _ in range(_CALLS)
    )


def _contacts(world: World, municipalities: list[Municipality]) -> None:
    random = world.random
    Outreach.objects.bulk_create(
        Outreach(
            municipality=random.choice(municipalities),
            on=world.days(-random.randrange(730)),
            channel=random.choice(Channel.values),
            token=world.token(),
            entered_by=random.choice(world.consultants),
            entered_at=world.ago(hours=3),
        )
        for _ in range(_CONTACTS)
    )


def _stories(world: World, municipalities: list[Municipality], themes: dict[str, Theme]) -> None:
    for place, told in enumerate(words.STORIES):
        agreed_on = world.days(-60 * place - 20) if told.has_consent else None
        Story.objects.create(
            pk=world.token(),
            title=told.title,
            text=told.text,
            theme=themes[told.theme],
            municipality=municipalities[7 + 11 * place],
            shows_municipality=told.shows_municipality,
            consent_by=words.CONSENT_BY if told.has_consent else "",
            consent_on=agreed_on,
            published_at=world.ago(days=60 * place + 12) if told.is_public else None,
            withdrawn_at=world.ago(days=40) if told.is_withdrawn else None,
            written_by=world.consultants[place % len(world.consultants)],
            written_at=world.ago(days=60 * place + 25),
        )
