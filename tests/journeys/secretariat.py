"""A consultant at the desk: from the queue to the end of an engagement."""

import re

from tests.journeys.stack import wait_for


class Consultant:
    """What ``visitor``, who is signed in as a consultant, does with one application."""

    def __init__(self, visitor):
        self.visitor = visitor
        self.case = self.engagement = ""  # addresses

    # ── The desk ────────────────────────────────────────────────────────────────────────────────────────────────────
    def find(self, workplace):
        """From one's day over the queue, by a search that knows no accents of ours, to the application."""
        visitor = self.visitor
        visitor.open("/sekretariat/")
        assert visitor.heading == "Min dag"
        visitor.follow("Ansøgninger")
        visitor.type(q=workplace.split()[-1])
        visitor.press("Vis")
        visitor.follow(workplace)
        self.case = visitor.path
        assert visitor.heading == workplace

    def reasons(self):
        """Points by sentence, as the panel beside the text tells them; the sum last."""
        if self.visitor.sees("Prioriteres snart."):
            self.visitor.stack.ring("consultants.tasks.rank_unranked")
            wait_for(self._is_ranked, told="the ranking")
        said = self.visitor.page.locator(".reason-list").first.inner_text()
        found = re.findall(r"\+(\d+)\s+(.+)", said)
        total = self.visitor.page.locator(".points-large strong").inner_text()
        return {sentence: int(points) for points, sentence in found}, int(total)

    def _is_ranked(self):
        self.visitor.open(self.case)
        return not self.visitor.sees("Prioriteres snart.")

    def grant(self, to):
        """The next round, a consultant, the letter as it stands; read, then sent."""
        visitor = self.visitor
        visitor.open(self.case)
        visitor.follow("Bevilg et forløb")
        visitor.page.locator("[name=round]").first.check(force=True)
        visitor.choose(to)
        visitor.press("Se brevet")
        assert visitor.heading == "Sådan ser brevet ud"
        visitor.press("Bevilg og send")

    # ── The engagement ──────────────────────────────────────────────────────────────────────────────────────────────
    def open_engagement(self, workplace):
        """From one's day: whom to contact first."""
        visitor = self.visitor
        visitor.come_back_as_staff("/sekretariat/forloeb/")
        visitor.follow(workplace)
        self.engagement = visitor.path

    def note_contact(self):
        """Today, as the form proposes."""
        self._do("Notér kontakt", "Notér kontakt")

    def plan(self, kind, day, begins, ends):
        """A meeting in a place of its own."""
        visitor = self.visitor
        visitor.open(self.engagement)
        visitor.follow("Planlæg møde")
        visitor.choose(kind)
        self._fill_slot(day, begins, ends)
        visitor.type(place="Mødelokale 2", homework="Tag jeres vagtplan med.")
        visitor.press("Planlæg mødet")
        assert visitor.path == f"{self.engagement}moeder/"

    def move(self, day, begins, ends):
        """The first meeting that is still planned."""
        visitor = self.visitor
        visitor.open(self.engagement)
        visitor.follow("Flyt eller ret")
        self._fill_slot(day, begins, ends)
        visitor.press("Gem")
        assert visitor.path == f"{self.engagement}moeder/"

    def hold(self):
        """The first meeting that is still planned took place."""
        self.visitor.open(self.engagement)
        self.visitor.press("Mødet er holdt")

    def write_agreement(self, **words):
        """What is written stands on the group's page, too."""
        visitor = self.visitor
        visitor.open(f"{self.engagement}samarbejdsaftale/")
        visitor.type(**words)
        visitor.press("Gem aftalen")

    def close(self, outcome):
        """Today, with the wish for a follow-up."""
        visitor = self.visitor
        visitor.open(self.engagement)
        visitor.follow("Afslut forløbet")
        visitor.type(outcome=outcome)
        visitor.page.check("[name=wants_follow_up][value=ja]", force=True)
        visitor.page.check("[name=evaluation_asked][value=ja]", force=True)
        visitor.page.check("[name=story_consent][value=later]", force=True)
        visitor.press("Afslut forløbet")
        assert visitor.path == self.engagement

    def _fill_slot(self, day, begins, ends):
        self.visitor.date("date", day)
        self.visitor.type(begins=begins, ends=ends)

    def _do(self, link, button):
        self.visitor.open(self.engagement)
        self.visitor.follow(link)
        self.visitor.press(button)
        assert self.visitor.path == self.engagement
