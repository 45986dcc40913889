"""The letters that ask a group how it went: the link is theirs alone, and says nothing of who they are."""

from django.urls import reverse

from consultants import deadlines
from consultants.letter_readers import NOT_THEIRS
from consultants.models import Engagement, EngagementContact, EvaluationInvitation
from consultants.models.evaluation import hash_of, token_of
from consultants.querysets import in_the_group
from notifications import registry
from notifications.letters import Letter, Unwanted
from notifications.registry import Owed


@registry.letter("evaluation-invitation")
def evaluation_invitation(owed: Owed) -> Letter | Unwanted:
    """To everybody of the group, after the closing and three months later."""
    return _letter(owed, "evaluation_invitation", is_reminder=False)


@registry.letter("evaluation-reminder")
def evaluation_reminder(owed: Owed) -> Letter | Unwanted:
    """To those who have not answered, once."""
    return _letter(owed, "evaluation_reminder", is_reminder=True)


def _letter(owed: Owed, template: str, *, is_reminder: bool) -> Letter | Unwanted:
    invitation = EvaluationInvitation.objects.select_related("evaluation__engagement").filter(pk=owed.about_id).first()
    if invitation is None:
        return Unwanted(because="the evaluation is over")
    token, evaluation = token_of(invitation.pk), invitation.evaluation
    closes_on, today = evaluation.closes_on, deadlines.day_of(owed.now)
    reasons = (
        (invitation.is_used, "it has been answered"),
        (closes_on is None or today > closes_on, "the evaluation is over"),
        (evaluation.is_reminded and not is_reminder, "a later reminder is due"),
        (hash_of(token) != invitation.token_hash, "the key of the links has been changed"),
    )
    because = next((reason for holds, reason in reasons if holds), None)
    if because is not None:
        return Unwanted(because=because)
    address = _address(owed.recipient_key, evaluation.engagement)
    if not address:
        return NOT_THEIRS
    context = {"path": reverse("consultants:evaluate", args=[token]), "closes_on": closes_on}
    return Letter(to=address, template=f"consultants/{template}", context=context)


def _address(key: str, engagement: Engagement) -> str:
    kind, _, pk = key.partition(":")
    if kind == "successor":
        current = EngagementContact.objects.current().filter(engagement=engagement, pk=pk)
        return current.values_list("email", flat=True).first() or ""
    named = in_the_group().filter(application=engagement.application_id, pk=pk)
    return named.values_list("email", flat=True).first() or ""
