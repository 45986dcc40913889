"""The applicants' room's tables, by subject."""

from applications.models.access import AccessLog, ListRead, Purpose
from applications.models.application import Application
from applications.models.consensus import AddressChange, Answer, ApplicationVersion, Signatory
from applications.models.history import ApplicationEvent, DecisionLetter, InformationRequest
from applications.models.intake import Intake
from applications.models.messages import Message, Sender, ThreadReading
from applications.models.notes import CaseNote, Readers
from applications.models.places import AgreementPeriod, Municipality, Province, Region, Sector
from applications.models.rounds import PrioritisationRound, PriorityWeights, ReferenceCounter
from applications.models.search import SearchRow, SearchWord
from applications.models.workplaces import Workplace, WorkplaceContact

__all__ = [
    "AccessLog",
    "AddressChange",
    "AgreementPeriod",
    "Answer",
    "Application",
    "ApplicationEvent",
    "ApplicationVersion",
    "CaseNote",
    "DecisionLetter",
    "InformationRequest",
    "Intake",
    "ListRead",
    "Message",
    "Municipality",
    "PrioritisationRound",
    "PriorityWeights",
    "Province",
    "Purpose",
    "Readers",
    "ReferenceCounter",
    "Region",
    "SearchRow",
    "SearchWord",
    "Sector",
    "Sender",
    "Signatory",
    "ThreadReading",
    "Workplace",
    "WorkplaceContact",
]
