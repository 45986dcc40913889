"""A workplace's yes to being told of: asked for at the end, given to the words, taken back, and never revived."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from consultants.actions import closing
from consultants.actions import spread as verbs
from consultants.models import Engagement, EngagementEvent, Story
from consultants.models.engagement import StoryConsent
from tests.at_once import behind
from tests.consultants.desk import NOW, head, staff
from tests.consultants.pages import post, read
from tests.factories import applications, spread
from tests.factories import consultants as factory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

TODAY = NOW.date()
STORIES = "/sekretariat/udbredelse/historier/"


def words(**changed):
    known = {
        "title": spread.TITLE,
        "text": spread.TEXT,
        "theme": applications.theme(),
        "municipality": applications.municipality(),
        "shows_municipality": False,
    }
    return verbs.Words(**{**known, **changed})


def typed(story, **changed):
    """The form as the page sends it that shows ``story`` as given, with a yes of yesterday."""
    yes = {"consent_by": "Lederen og TR", "consent_on_day": "20", "consent_on_month": "11", "consent_on_year": "2026"}
    keys = {"theme": story.theme_id, "municipality": story.municipality_id, "read": story.edit_number}
    return {"title": story.title, "text": story.text, **keys, **yes, **changed}


def told(story):
    return spread.story(consent_by="Lederen og TR", consent_on=date(2026, 11, 20), published_at=NOW, **story)


def page(story):
    return reverse("consultants:story", args=[story.pk])


# ── A page that has stood open ──────────────────────────────────────────────────────────────────────────────────────
def test_a_page_from_before_the_no_revives_nothing(desk):
    story = told({})
    verbs.withdraw_consent(story_id=story.pk, by=head(), now=NOW)

    answer = desk.post(page(story), typed(story, text="Nye <ord>"))

    assert answer.status_code == 409
    shown = read(answer)
    assert "Historien er ændret imens" in shown
    assert "Du havde skrevet: Lederen og TR, 20. november 2026." in shown
    assert spread.TEXT in shown
    assert "Nye &lt;ord&gt;" in answer.content.decode()
    again = answer.context["form"]
    assert (again["consent_by"].value(), again["read"].value()) == ("", "1")
    story.refresh_from_db()
    assert (story.consent_on, story.published_at, story.text) == (None, None, spread.TEXT)

    # Sent once more it is what stands now that is rewritten, without a yes.
    post(
        desk, page(story), **{name: again[name].value() for name in ("title", "text", "theme", "municipality", "read")}
    )
    story.refresh_from_db()
    assert (story.text, story.has_consent) == ("Nye <ord>", False)


def test_a_yes_from_before_the_no_is_none(desk):
    story = told({})
    verbs.withdraw_consent(story_id=story.pk, by=head(), now=NOW)
    story.refresh_from_db()
    answer = desk.post(page(story), typed(story))
    assert answer.status_code == 422
    assert read(answer).count("Har den sagt ja igen, så skriv den nye dato.") == 2
    post(desk, page(story), **typed(story, consent_on_day="21"))
    story.refresh_from_db()
    assert (story.consent_on, story.withdrawn_at) == (TODAY, None)


def test_two_who_write_at_once_both_keep_their_words(desk):
    story = spread.story()
    theirs = {"words": words(text="Hannes ord"), "consent": verbs.Consent(), "seen": 0}
    verbs.write(story_id=story.pk, **theirs, by=head(), now=NOW)
    answer = desk.post(page(story), typed(story, text="Karens ord", consent_by="", consent_on_day="x"))
    assert answer.status_code == 422  # first what can't be read is put right
    answer = desk.post(page(story), typed(story, text="Karens ord"))
    assert answer.status_code == 409
    assert "Hannes ord" in read(answer)
    assert "Karens ord" in read(answer)
    assert Story.objects.get().text == "Hannes ord"
    # The yes that was typed is kept: nobody has taken one back.
    assert answer.context["form"]["consent_by"].value() == "Lederen og TR"
    # What a page does not say about itself is as old as can be.
    assert desk.post(page(story), typed(story, text="Karens ord", read="")).status_code == 409


def test_a_new_story_that_a_colleague_has_rewritten_already(desk):
    story = spread.story(edit_number=1)
    answer = desk.post(f"{STORIES}ny/", {**typed(story, text="Karens ord", read=0), "token": story.pk})
    assert answer.status_code == 409
    assert (Story.objects.count(), Story.objects.get().text) == (1, spread.TEXT)


# ── The end of an engagement ────────────────────────────────────────────────────────────────────────────────────────
def ended(engagement, answer, *, by=None):
    facts = {"closed_on": TODAY, "outcome": factory.OUTCOME, "learning": "", "wants_follow_up": False}
    closing.close(
        engagement_id=engagement.pk,
        by=by or factory.consultant(),
        closing=closing.Closing(**facts, evaluation_asked=False, story_consent=answer),
        now=NOW,
    )


def reopened(engagement):
    Engagement.objects.filter(pk=engagement.pk).update(status="active", closed_on=None, wants_follow_up=None)


def test_a_yes_at_the_end_begins_a_story_that_says_who_asked_and_when(desk):
    engagement = factory.active()
    ended(engagement, StoryConsent.YES)
    story = Story.objects.get()
    assert (story.engagement, story.asked_by, story.asked_at) == (engagement, factory.consultant(), NOW)
    assert (story.text, story.has_consent, story.published_at) == ("", False, None)
    assert story.municipality == applications.municipality()

    listed = read(desk.get(STORIES))
    assert "gruppen har sagt ja til at fortælle, spurgt af Karen Lund 21. november 2026" in listed
    assert "Skal skrives" in listed
    shown = desk.get(page(story))
    assert "Spurgt af Karen Lund 21. november 2026 i forløbet" in read(shown)
    assert shown.context["form"]["title"].value() == ""
    # A yes to being told of is no yes to any words.
    with pytest.raises(verbs.NoConsent):
        verbs.publish(story_id=story.pk, by=head(), now=NOW)
    assert desk.get(f"/historier/{story.pk}/").status_code == 404


def test_whose_engagement_it_is_stands_there_for_those_alone_who_may_open_it(client):
    engagement = factory.active()
    ended(engagement, StoryConsent.YES)
    reference = engagement.application.reference
    seen = {}
    for reader in (staff("Bo Dahl"), factory.consultant(), head()):
        client.force_login(reader)
        seen[reader.name] = reference in read(client.get(page(Story.objects.get())))
    assert seen == {"Bo Dahl": False, "Karen Lund": True, "Hanne Skov": True}


def test_the_yes_is_taken_back_and_the_engagement_knows(desk):
    engagement = factory.active()
    ended(engagement, StoryConsent.YES)
    story = Story.objects.get()
    after = post(desk, reverse("consultants:withdraw_story", args=[story.pk]))
    assert "Arbejdspladsen trak sit ja tilbage 21. november 2026." in read(after)
    assert "Gruppen har sagt ja" not in read(after)
    engagement.refresh_from_db()
    assert engagement.story_consent == StoryConsent.NO
    post(desk, reverse("consultants:withdraw_story", args=[story.pk]))
    assert EngagementEvent.objects.filter(verb="story_taken_back").count() == 1
    assert "Gruppen vil ikke længere have sin historie fortalt" in read(
        desk.get(reverse("consultants:engagement", args=[engagement.pk]))
    )


def test_another_ending_asks_anew():
    engagement = factory.active()
    ended(engagement, StoryConsent.NO)
    assert not Story.objects.exists()
    reopened(engagement)
    ended(engagement, StoryConsent.YES)
    reopened(engagement)
    ended(engagement, StoryConsent.LATER, by=head())
    story = Story.objects.get()
    assert (story.is_offered, story.withdrawn_at) == (False, NOW)
    reopened(engagement)
    ended(engagement, StoryConsent.LATER)
    reopened(engagement)
    ended(engagement, StoryConsent.YES, by=head())
    story = Story.objects.get()
    assert (story.is_offered, story.asked_by) == (True, head())


@pytest.mark.parametrize("lost", ["themes", "workplaces"])
def test_nothing_is_begun_about_what_has_lost_its_theme_or_its_workplace(lost):
    engagement = factory.active()
    rows = getattr(engagement.application, lost)
    rows.clear() if lost == "themes" else rows.all().delete()
    ended(engagement, StoryConsent.YES)
    assert not Story.objects.exists()


# ── Twice at once ───────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_a_new_story_sent_twice_at_once_is_one():
    new = {"words": words(), "consent": verbs.Consent(), "seen": 0, "by": staff(), "now": NOW}
    token = uuid4()
    assert behind(*[lambda: verbs.write(story_id=token, **new)] * 2) is None
    assert Story.objects.get().pk == token


def test_long_ago_taken_back_a_new_yes_counts():
    story = spread.story(withdrawn_at=NOW - timedelta(days=30))
    yes = verbs.Consent("Lederen", TODAY)
    assert verbs.write(story_id=story.pk, words=words(), consent=yes, seen=0, by=staff(), now=NOW).has_consent
