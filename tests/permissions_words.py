"""The words of the reviewed table of who may do what, see tests/permissions_table.py."""

from dataclasses import dataclass

NOBODY = "anonymous disabled"
GROUP = "invited signatory elsewhere removed contact"
DESK = "own other head"
STEERING = "kl ff"
EVERYBODY = f"{NOBODY} {GROUP} {DESK} {STEERING} admin"

DOORS = {
    "ansoegninger/": GROUP,
    "sekretariat/": DESK,
    "styregruppe/": f"head {STEERING}",
    "administration/": "admin",
}
PUBLIC = f"200 {EVERYBODY}"
# Signed in already: on to one's own room.
ONWARDS = f"302 {GROUP} {DESK} {STEERING} admin"


@dataclass(frozen=True)
class Row:
    """An address, what it is tried with ("" for nothing, else comma-separated), and who gets what."""

    route: str
    on: str = ""
    get: str = ""
    post: str = ""
