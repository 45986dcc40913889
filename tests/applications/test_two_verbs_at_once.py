"""Two people press at the same instant, each with a page of their own: every pair of verbs, on real connections."""

import itertools
import threading

import pytest
from django.db import connection

from accounts.models import Allowance
from applications.actions import correcting, drafting, leaving, people, signing, triage
from applications.actions.record import NotNamed
from applications.consensus import Named, Yes, is_reached
from applications.lifecycle import NEEDS_EVERY_YES, IllegalMove
from applications.models import Answer, Application, Signatory
from tests.applications.desk import typed
from tests.applications.room import ANDERS, METTE, TOVE, named, read
from tests.factories import applications as make

REFUSED = (
    IllegalMove,
    NotNamed,
    correcting.NobodyThere,
    drafting.NotADraft,
    drafting.NotTheirs,
    leaving.PartOfTheCase,
    people.NobodyThere,
    signing.AlreadyAsked,
    signing.AnotherVersion,
    signing.Incomplete,
    signing.NothingToAnswer,
    signing.NothingToTakeBack,
    triage.NotAtTheDesk,
)

# Each begins as the last two answers are missing, with the version before everybody's eyes.
VERBS = {
    "yes": lambda facts, who: signing.agree(by=who, read=facts["read"], **plain(facts)),
    "no": lambda facts, who: signing.disagree(by=who, read=facts["read"], reason=make.TEXT, **plain(facts)),
    "open again": lambda facts, who: signing.reopen(by=who, **plain(facts)),
    "withdraw": lambda facts, who: signing.withdraw(by=who, **plain(facts)),
    "leave": lambda facts, who: leaving.leave(by=who, **plain(facts)),
    "take back": lambda facts, who: signing.take_back(by=who, **plain(facts)),
    "new address": lambda facts, who: correcting.correct_person(
        by=who, signatory_id=facts["tove"], name="Tove Riis", email="ny@odense.example", phone="", **plain(facts)
    ),
    "remove": lambda facts, who: people.remove_person(by=who, signatory_id=facts["tove"], **plain(facts)),
    "name one more": lambda facts, who: people.add_person(by=who, person=typed(), **plain(facts)),
    "ask": lambda facts, who: signing.ask(by=who, **plain(facts)),
}
FEW = [
    ("yes", "yes"),
    ("yes", "no"),
    ("yes", "new address"),
    ("yes", "open again"),
    ("leave", "yes"),
    ("yes", "withdraw"),
]
PAIRS = [*itertools.product(VERBS, repeat=2)]


def plain(facts):
    return {name: facts[name] for name in ("application_id", "now")}


def at_once(application, first, second):
    facts = {"application_id": application.pk, "now": make.MORNING, "read": read(application)}
    facts["tove"] = named(application, TOVE).pk
    start, broken = threading.Barrier(2), []

    def press(verb, who):
        try:
            start.wait()
            VERBS[verb](facts, who)
        except REFUSED:
            pass
        except Exception as failure:
            broken.append((verb, failure))
        finally:
            connection.close()

    actors = ((first, make.person(TOVE)), (second, make.person(ANDERS)))
    threads = [threading.Thread(target=press, args=pair) for pair in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return broken


def everybody_has_agreed(application):
    people = [Named(each.pk, each.email) for each in Signatory.objects.named().filter(application=application)]
    given = Answer.objects.filter(version__application=application, agrees=True, taken_back_at=None)
    yes = [Yes(each.signatory_id, each.address, each.version.number) for each in given.select_related("version")]
    return is_reached(people, yes, application.version_number)


def tell(pairs):
    wrong = []
    for number, (first, second) in enumerate(pairs):
        Allowance.objects.all().delete()  # how often the same two people write is told elsewhere
        application = make.awaiting(yes=[METTE]) if "take back" not in (first, second) else make.submitted()
        broken = at_once(application, first, second)
        stored = Application.objects.get(pk=application.pk)
        if broken or (stored.status in NEEDS_EVERY_YES and not everybody_has_agreed(stored)):
            wrong.append((number, first, second, stored.status, broken))
    assert wrong == []


@pytest.mark.django_db(transaction=True)
def test_two_verbs_at_the_same_instant_come_one_after_the_other():
    tell(FEW)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_every_pair_of_verbs_at_the_same_instant():
    tell(PAIRS * 3)
