"""Every table that belongs to an application, each after those it points to."""

from django.db import models

from applications.models import (
    Answer,
    Application,
    ApplicationEvent,
    ApplicationVersion,
    DecisionLetter,
    InformationRequest,
    Signatory,
    Workplace,
    WorkplaceContact,
)
from consultants.models import (
    Assignment,
    CooperationAgreement,
    Engagement,
    EngagementContact,
    EngagementEvent,
    FollowUpVisit,
    Meeting,
    Note,
)

OF_AN_APPLICATION: tuple[type[models.Model], ...] = (
    Application,
    Workplace,
    WorkplaceContact,
    Signatory,
    ApplicationVersion,
    Answer,
    ApplicationEvent,
    InformationRequest,
    DecisionLetter,
    Engagement,
    Assignment,
    EngagementContact,
    Meeting,
    CooperationAgreement,
    Note,
    EngagementEvent,
    FollowUpVisit,
)
