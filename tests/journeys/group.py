"""A workplace's three people: what they write and answer, the way they would."""

import re
from datetime import timedelta

from tests.journeys import letters

ASKED = "Du er bedt om at sige ja"
SITUATION = "Vi har fået nye opgaver to gange på et år.\nDer er travlt, og vi taler for lidt sammen om rækkefølgen."
CHANGE_WISH = "Vi vil kunne sige højt, når noget må vente, uden at nogen føler sig svigtet."


class Group:
    """Mette leads, Tobias is the TR, Amina the AMR. Mette and Amina are the contacts."""

    def __init__(self, visit, workplace, domain, **browser):
        self.workplace = workplace
        self.mette, self.tobias, self.amina = self.people = [
            visit(f"{name}@{domain}", **browser) for name in ("mette", "tobias", "amina")
        ]
        self.status = ""  # the address of the application, once there is one

    @property
    def id(self):
        """The application's."""
        return self.status.split("/")[2]

    @property
    def follow_up_due_on(self):
        """The day half a year after the end of their engagement."""
        ((due_on,),) = self.mette.stack.ask(
            "select due_on from consultants_followupvisit where engagement_id in"
            " (select id from consultants_engagement where application_id = %s)",
            self.id,
        )
        return due_on

    # ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def begin(self):
        """Mette answers the questions, signs in and begins a draft."""
        self.answer_screener()
        self.mette.sign_in()
        self.make_draft()

    def answer_screener(self):
        """Five questions; then Mette stands at the sign-in."""
        self.mette.open("/")
        self.mette.follow("Ansøg om et forløb")
        for question, answer in (
            ("municipal", "yes"), ("agreed", "yes"), ("personnel_case", "no"), ("improvement_order", "none"),
            ("ready", "yes"),
        ):  # fmt: skip
            self.mette.mark(question, answer)
        self.mette.press("Fortsæt")

    def make_draft(self):
        """From "I kan søge" to the first step."""
        assert self.mette.heading == "I kan søge"
        self.mette.press("Begynd på ansøgningen")
        self.status = self.mette.path.partition("trin/")[0]

    def write(self):
        """The five steps, ending at the check page."""
        self.tell_who()
        self.tell_what()
        self.tell_when()
        self.name_everybody()

    def tell_who(self):
        mette = self.mette
        mette.choose("TRIO")
        mette.type(workplace_name=self.workplace, employees="34")
        mette.pick("municipality", "Aabenraa")
        mette.pick("sector", "Ældreområdet (plejecenter og hjemmepleje)")
        mette.press("Gem og fortsæt")

    def tell_what(self):
        self.mette.choose("Samarbejdet mellem")
        self.mette.press("Gem og fortsæt")
        self.mette.type(
            situation=SITUATION,
            tried="Vi har talt om det på to personalemøder.",
            change_wish=CHANGE_WISH,
            core_task="Vi hjælper ældre borgere med at klare dagen.",
        )
        self.mette.press("Gem og fortsæt")

    def tell_when(self):
        self.mette.type(managers_taking_part="1", employees_taking_part="2", unsuitable_days="Tirsdage")
        self.mette.date("earliest_start", self.mette.stack.today + timedelta(days=14))
        self.mette.press("Gem og fortsæt")

    def name_everybody(self):
        """Herself first; the page knows her address already."""
        mette = self.mette
        self._name("manager", "Mette Dam", "20 12 34 56")
        self._name("union_representative", "Tobias Lind", "", self.tobias.email)
        self._name("working_environment_representative", "Amina Holm", "86 12 34 56", self.amina.email)
        mette.press("Gem og fortsæt")
        assert mette.heading == "Tjek jeres svar"

    def _name(self, role, name, phone, email=None):
        self.mette.select("person-role", role)
        self.mette.type(person__name=name, person__phone=phone)
        if email:
            self.mette.type(person__email=email)
        if phone:
            self.mette.choose("Kontaktperson")
        self.mette.press("Tilføj personen")
        assert self.mette.sees(f"{name} er tilføjet")

    # ── Agreeing ────────────────────────────────────────────────────────────────────────────────────────────────────
    def ask(self, by=None):
        """Everybody is asked to say yes."""
        asking = by or self.mette
        asking.open(f"{self.status}tjek/")
        asking.choose("Vi deltager i evalueringen", "Vi har læst, hvordan SPARK")
        asking.press("Bed alle om at sige ja")
        assert asking.path == self.status

    def come(self, person):
        """From the mail to the text: the link, the code, "Ja, det er mig"."""
        person.open(letters.link_in(person.letters.next(ASKED), "/enighed/"))
        if person.heading == "Log ind med en kode":
            person.sign_in()
        self.be_oneself(person)

    def be_oneself(self, person):
        """Names and roles only, until the question is answered."""
        if person.heading.startswith("Er det dig"):
            assert CHANGE_WISH not in person.text
            person.press("Ja, det er mig")

    def read(self, person):
        """The whole text, before answering."""
        person.open(f"{self.status}enighed/")
        assert person.sees(CHANGE_WISH)

    def reference(self, person):
        """The number that the page tells ``person``."""
        return re.search(r"SPARK-\d{4}-\d{4,}", person.text)[0]

    def agree(self, person):
        """Read it all, and say yes."""
        self.read(person)
        person.press("Ja, vi er enige")
        assert person.path in (self.status, f"{self.status}kvittering/")  # the last yes is received at once
