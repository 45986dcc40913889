"""Engagements in every state, written in a legal order. Nothing here owes letters.

The application underneath comes from ``tests.factories.applications``; whatever is given by name replaces the default.
"""

from datetime import date, timedelta

from django.db import connection, transaction

from accounts.models import Role, User
from applications.actions import following
from applications.consensus import Role as Seat
from applications.consensus import Side
from applications.models import Application
from consultants import deadlines
from consultants.lifecycle import MeetingStatus, Status
from consultants.models import (
    Absence,
    Assignment,
    ConsultantProfile,
    ContactEntry,
    CooperationAgreement,
    Engagement,
    EngagementContact,
    Evaluation,
    EvaluationAnswer,
    EvaluationInvitation,
    FollowUpVisit,
    HovedMedAddress,
    HovedMedNotice,
    Meeting,
    Note,
    Task,
    TrialAction,
)
from consultants.models.evaluation import Occasion, hash_of, token_of
from consultants.models.meeting import MeetingKind
from tests.factories import applications

OPENED = applications.MORNING  # 3 November 2026, a Tuesday, kl. 9.00 in Copenhagen

# What must never leave the room: a test looks for these words in mails, calendars and events.
PLACE = "Bostedet Lærkehøj, mødelokale 2"
NOTE = "Lederen virker presset af overfaldet i marts"
AGREEMENT = "Vi øver at møde ind to og to efter overfaldet"
REASON = "Lederen er sygemeldt"
OUTCOME = "Der er faste aftaler om aftenvagterne"

PHONE = "+4533703902"


def consultant(email="karen.lund@spark.example", name="Karen Lund"):
    """A consultant with a profile; made at the first call."""
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email=email, name=name, roles=[Role.CONSULTANT])
        ConsultantProfile.objects.create(user=user, phone=PHONE)
    return user


def head(email="hanne.skov@spark.example", name="Hanne Skov"):
    """A head of the secretariat; made at the first call."""
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email=email, name=name, roles=[Role.HEAD])


@transaction.atomic
def engagement(*, application=None, at=OPENED, run_by=None, **fields):
    """Assigned and not yet contacted."""
    application = application or applications.granted(at=at)
    opened_on = deadlines.day_of(at)
    opened = Engagement.objects.create(
        application=application,
        kind=application.kind,
        opened_at=at,
        first_contact_due_on=deadlines.first_contact_due_on(opened_on, deadlines.holidays_near(opened_on)),
        **fields,
    )
    Assignment.objects.create(engagement=opened, consultant=run_by or consultant(), since=at)
    return opened


def _moved(opened, status, **changes):
    opened.move_to(status)
    for field, value in changes.items():
        setattr(opened, field, value)
    opened.save()
    return opened


@transaction.atomic
def contacted(*, at=OPENED, **fields):
    """First contact the day after."""
    return _moved(engagement(at=at, **fields), Status.CONTACTED, contacted_on=deadlines.day_of(at) + timedelta(days=1))


@transaction.atomic
def active(*, at=OPENED, **fields):
    """One intro meeting held a week after."""
    opened = _moved(contacted(at=at, **fields), Status.ACTIVE)
    held(opened, starts_at=at + timedelta(days=7))
    return opened


@transaction.atomic
def closed(*, at=OPENED, closed_on=date(2027, 3, 1), wants_follow_up=True, entered_at=None, **fields):
    """Closed, with a follow-up six calendar months later if wished for; entered on the day itself at noon."""
    opened = _moved(
        active(at=at, **fields), Status.CLOSED, closed_on=closed_on, outcome=OUTCOME, wants_follow_up=wants_follow_up
    )
    if wants_follow_up:
        noon = at.replace(year=closed_on.year, month=closed_on.month, day=closed_on.day, hour=12)
        FollowUpVisit.objects.create(
            engagement=opened, due_on=deadlines.follow_up_due_on(closed_on), entered_at=entered_at or noon
        )
    return opened


@transaction.atomic
def cancelled(*, reason=REASON, **fields):
    return _moved(engagement(**fields), Status.CANCELLED, cancel_reason=reason)


def beside(opened, person, *, at=OPENED):
    """A second consultant."""
    return Assignment.objects.create(engagement=opened, consultant=person, since=at, is_co=True)


def handed_over(opened, to, *, at, reason=REASON):
    """To another consultant, at that moment."""
    before = opened.assignments.current().get()
    before.until, before.reads_until, before.reason = at, deadlines.reads_until(deadlines.day_of(at)), reason
    before.save()
    return Assignment.objects.create(engagement=opened, consultant=to, since=at)


def successor(opened, *, email, at, name="Bente Dahl", side=Side.EMPLOYEES, role=Seat.UNION_REPRESENTATIVE):
    """Somebody who has taken over the part of that side's contact."""
    following.end_part(opened.application, side, now=at)
    return EngagementContact.objects.create(
        engagement=opened, side=side, role=role, name=name, email=email, named_at=at, accepted_at=at
    )


def meeting(opened, *, starts_at=OPENED + timedelta(days=14), hours=3, kind=MeetingKind.INTRO, place=PLACE, **fields):
    """A planned meeting of ``hours``."""
    return Meeting.objects.create(
        engagement=opened,
        kind=kind,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        place=place,
        **fields,
    )


def held(opened, **fields):
    """A meeting that took place."""
    met = meeting(opened, **fields)
    met.move_to(MeetingStatus.HELD)
    met.save()
    return met


def trial(opened, *, text="Vi begynder vagten to og to", owner="Lederen", due_on=date(2026, 12, 1), **fields):
    """Something the group tries out."""
    return TrialAction.objects.create(
        engagement=opened, text=text, owner=owner, due_on=due_on, written_at=OPENED, **fields
    )


def told_hovedmed(opened, *, at=OPENED, **fields):
    """A notice to the HovedMED of Odense."""
    address, _ = HovedMedAddress.objects.get_or_create(
        municipality=applications.municipality(), defaults={"email": "hovedmed@odense.example", "changed_at": at}
    )
    return HovedMedNotice.objects.create(
        engagement=opened, address=address, themes=applications.THEME, year=at.year, quarter=4, at=at, **fields
    )


def agreement(opened, *, number=1, at=OPENED, **fields):
    words = {"change_wish": "Trygge vagter", "what_we_do": AGREEMENT, "who_does_what": "", **fields}
    return CooperationAgreement.objects.create(engagement=opened, number=number, written_at=at, **words)


def note(opened, *, text=NOTE, at=OPENED, author=None):
    return Note.objects.create(engagement=opened, text=text, written_at=at, author=author)


def contact_entry(opened, *, on=date(2026, 11, 4), text="Aftalte mødets form", by=None, **fields):
    """A telephone call of ten minutes, the day after the opening."""
    facts = {"channel": "phone", "minutes": 10, "written_at": OPENED, "written_by": by, **fields}
    return ContactEntry.objects.create(engagement=opened, on=on, text=text, **facts)


def task(opened, *, title="Send vagtplanen", due_on=date(2026, 11, 17), owner=None, **fields):
    """Something that is still to do."""
    facts = {"owner": owner or consultant(), "written_at": OPENED, **fields}
    return Task.objects.create(engagement=opened, title=title, due_on=due_on, **facts)


def absence(user, first_day, last_day):
    return Absence.objects.create(consultant=user, first_day=first_day, last_day=last_day, entered_at=OPENED)


@transaction.atomic
def many(n, *, at=OPENED, every=timedelta(hours=1), run_by=None):
    """``n`` assigned engagements, the newest at ``at``; a handful of statements however many."""
    wanted = applications.many_submitted(n, at=at, every=every)
    mine = Application.objects.filter(pk__in=[each.pk for each in wanted])
    mine.update(status="granted", round=applications.round_on(), decided_at=at, waiting_since=None)
    opened = Engagement.objects.bulk_create(
        Engagement(
            application=each,
            kind=each.kind,
            opened_at=each.submitted_at,
            first_contact_due_on=deadlines.day_of(each.submitted_at) + timedelta(days=7),
        )
        for each in wanted
    )
    run_by = run_by or consultant()
    Assignment.objects.bulk_create(Assignment(engagement=each, consultant=run_by, since=at) for each in opened)
    _count_the_rows()
    return opened


def _count_the_rows():
    """What autovacuum does in life: without it the lists' plans take full tables for empty ones."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE consultants_engagement, consultants_assignment")


@transaction.atomic
def many_closed(n, *, at=OPENED, closed_on=date(2027, 3, 1), every=timedelta(hours=1), run_by=None):
    """``n`` closed engagements, each with a follow-up, all due on the same day."""
    opened = many(n, at=at, every=every, run_by=run_by)
    mine = Engagement.objects.filter(pk__in=[each.pk for each in opened])
    mine.update(status=Status.CONTACTED)
    mine.update(status=Status.ACTIVE)
    mine.update(status=Status.CLOSED, closed_on=closed_on, wants_follow_up=True, outcome=OUTCOME)
    due_on = deadlines.follow_up_due_on(closed_on)
    FollowUpVisit.objects.bulk_create(
        FollowUpVisit(engagement=each, due_on=due_on, entered_at=at + timedelta(days=118)) for each in opened
    )
    return opened


def invited(engagement_id, *, occasion=Occasion.CLOSING, on=date(2026, 11, 20), recipient="signatory:somebody"):
    """The token of somebody who is asked how it went, whatever state the engagement is in."""
    evaluation = Evaluation.objects.create(
        engagement_id=engagement_id,
        occasion=occasion,
        closed_on=on,
        due_on=on,
        invited_on=on,
        closes_on=on + timedelta(days=60),
        invited=3,
    )
    invitation = EvaluationInvitation(evaluation=evaluation, recipient_key=recipient)
    token = token_of(invitation.pk)
    invitation.token_hash = hash_of(token)
    invitation.save()
    return token


def answers(n, *, month, occasion=Occasion.CLOSING, **fields):
    """``n`` answers of a month."""
    said = {
        "satisfaction": 4,
        "would_recommend": "yes",
        "stronger_cooperation": "yes",
        "clearer_roles": "no",
        "would_apply_again": "dont_know",
        **fields,
    }
    return EvaluationAnswer.objects.bulk_create(
        EvaluationAnswer(month=month, occasion=occasion, **said) for _ in range(n)
    )
