"""The secretariat's tables, by subject."""

from consultants.models.absence import Absence
from consultants.models.access import AccessAlert
from consultants.models.agreement_yes import AgreementYes
from consultants.models.calendar_feed import CalendarFeed
from consultants.models.candidate import RoundCandidate
from consultants.models.contact import EngagementContact
from consultants.models.engagement import (
    Assignment,
    ConsultantProfile,
    CooperationAgreement,
    Engagement,
    EngagementEvent,
    Note,
)
from consultants.models.evaluation import Evaluation, EvaluationAnswer, EvaluationInvitation
from consultants.models.follow_up import FollowUpVisit
from consultants.models.hovedmed import HovedMedAddress, HovedMedNotice, HovedMedSetting
from consultants.models.journal import ContactEntry, NoteDraft, Task
from consultants.models.meeting import Meeting
from consultants.models.saved_view import SavedView
from consultants.models.shortcuts import ShortcutsOff
from consultants.models.spread import Outreach, PhoneCall, Story
from consultants.models.trial_action import TrialAction

__all__ = [
    "Absence",
    "AccessAlert",
    "AgreementYes",
    "Assignment",
    "CalendarFeed",
    "ConsultantProfile",
    "ContactEntry",
    "CooperationAgreement",
    "Engagement",
    "EngagementContact",
    "EngagementEvent",
    "Evaluation",
    "EvaluationAnswer",
    "EvaluationInvitation",
    "FollowUpVisit",
    "HovedMedAddress",
    "HovedMedNotice",
    "HovedMedSetting",
    "Meeting",
    "Note",
    "NoteDraft",
    "Outreach",
    "PhoneCall",
    "RoundCandidate",
    "SavedView",
    "ShortcutsOff",
    "Story",
    "Task",
    "TrialAction",
]
