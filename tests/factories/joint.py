"""A joint application: three workplaces in two municipalities, four people who must agree, two contacts."""

from applications.consensus import Body, Kind, Role
from applications.models import Signatory, Workplace, WorkplaceContact
from tests.factories import applications

MORNING = applications.MORNING
FOUR = (
    ("Mette Holm", "mette.holm@odense.example", Role.CHAIR),
    ("Tove Riis", "tove.riis@odense.example", Role.VICE_CHAIR),
    ("Sanne Krag", "sanne.krag@samsoe.example", Role.CHAIR),
    ("Viggo Juul", "viggo.juul@samsoe.example", Role.VICE_CHAIR),
)
METTE, TOVE, SANNE, VIGGO = (email for _, email, _ in FOUR)

# The factories' own workplace stands first, in Odense.
LAERKEHOEJ, HAVBLIK, BAKKEN = applications.WORKPLACE, "Plejecenter Havblik", "Skolen på Bakken"
KIM, IDA = "kim.falk@odense.example", "ida.lund@samsoe.example"
KIMS_PHONE, IDAS_PHONE = "+4520111213", "+4520212223"
EXTENT = "3 arbejdspladser i 2 kommuner"


def odense():
    return applications.municipality()


def samsoe():
    return applications.municipality("741", "Samsø")


def spread(application, told_at=None):
    """Two more workplaces, whose committee each chair speaks for, and a contact at the first two."""
    eldercare = applications.sector("eldercare", "Ældreområdet (plejecenter og hjemmepleje)")
    for position, (name, where) in enumerate(((HAVBLIK, samsoe()), (BAKKEN, odense())), start=1):
        Workplace.objects.create(
            application=application, name=name, municipality=where, sector=eldercare, employees=31, position=position
        )
    Signatory.objects.filter(application=application, email__endswith="samsoe.example").update(municipality=samsoe())
    Signatory.objects.filter(application=application, email__endswith="odense.example").update(municipality=odense())
    for name, at, email, phone in (
        ("Kim Falk", LAERKEHOEJ, KIM, KIMS_PHONE),
        ("Ida Lund", HAVBLIK, IDA, IDAS_PHONE),
    ):
        WorkplaceContact.objects.create(
            workplace=application.workplaces.get(name=at),
            name=name,
            email=email,
            phone=phone,
            added_by=application.author,
            added_at=MORNING,
            told_at=told_at,
        )


def _joint(make, told_at, fields):
    facts = {"people": FOUR, "kind": Kind.JOINT, "body": Body.MAIN_MED, **fields}
    return make(also=lambda each: spread(each, told_at=told_at), **facts)


def draft(**fields):
    """Lacks nothing; the contacts have heard of nothing."""
    return _joint(applications.draft, None, fields)


def awaiting(**fields):
    """Version 1 is asked about."""
    return _joint(applications.awaiting, None, fields)


def submitted(**fields):
    """Everybody has agreed, and the contacts have been told."""
    return _joint(applications.submitted, MORNING, fields)


def granted(**fields):
    """In the factories' round."""
    return _joint(applications.granted, MORNING, fields)


def fill(application, most, codes=(("461", "Odense"), ("741", "Samsø"), ("825", "Læsø"))):
    """More workplaces, in turn in each of ``codes``, until there are ``most``; past all rules of ours."""
    there = application.workplaces.count()
    homes = [applications.municipality(*each) for each in codes]
    Workplace.objects.bulk_create(
        Workplace(
            application=application,
            name=f"Afdeling {position} i {homes[position % len(homes)].name}",
            municipality=homes[position % len(homes)],
            sector=applications.sector("eldercare", "Ældreområdet (plejecenter og hjemmepleje)"),
            employees=20 + position,
            position=position,
        )
        for position in range(there, most)
    )
