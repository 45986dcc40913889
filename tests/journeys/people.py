"""Somebody with a browser and a letterbox: what they can do on any page, and how they sign in."""

from tests.journeys import letters

CODE = "Din kode til SPARK"
PASSWORD = "fire vilde svaner sejler"


class Visitor:
    """A person in a browser of their own. Every page they come to is looked at by ``eyes``."""

    def __init__(self, stack, eyes, context, email, *, scripts):
        self._eyes, self._scripts = eyes, scripts
        self.stack, self.email = stack, email
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)
        self.letters = letters.Letterbox(stack.mail, email)

    # ── On any page ─────────────────────────────────────────────────────────────────────────────────────────────────
    def open(self, address):
        """Type an address; the status of the answer."""
        status = self.page.goto(address).status
        self._look()
        return status

    def look_into(self, *addresses):
        """Open pages for their own sake; each must be there."""
        for address in addresses:
            assert self.open(address) == 200, address

    def press(self, name):
        """Press a button and wait for the page it leads to."""
        self._go(self.page.get_by_role("button", name=name).first)

    def follow(self, name):
        """Follow a link."""
        self._go(self.page.get_by_role("link", name=name).first)

    def _go(self, control):
        with self.page.expect_navigation():
            control.click()
        self._look()

    def _look(self):
        self._eyes.look(self.page, scripts=self._scripts)
        # Whatever the width of their screen: nobody scrolls sideways.
        assert self._breadth() <= self.page.viewport_size["width"], self.page.url

    def _breadth(self):
        return self.page.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")

    def look_at(self, state):
        """Have a state judged that neither address nor heading tells of; it must fit the narrowest screen, too."""
        self._eyes.look(self.page, scripts=self._scripts, state=state)
        before = self.page.viewport_size
        self.page.set_viewport_size({"width": 320, "height": 640})
        assert self._breadth() <= 320
        self.page.set_viewport_size(before)

    def type(self, **fields):
        """Fill fields by their names."""
        for name, text in fields.items():
            self.page.fill(f"[name='{name.replace('__', '-')}']", text)

    def date(self, name, day):
        """Fill a date in its three fields."""
        for part in ("day", "month", "year"):
            self.page.fill(f"[name='{name}_{part}']", str(getattr(day, part)))

    def choose(self, *answers):
        """Set a mark at each of these: radio buttons and boxes by what stands beside them."""
        for answer in answers:
            self.page.get_by_label(answer).first.check(force=True)  # the mark drawn over it belongs to its label

    def mark(self, name, value):
        """Set one mark, by name and value."""
        self.page.check(f"[name='{name}'][value='{value}']", force=True)

    def select(self, name, value):
        """Choose from a list, by value."""
        self.page.select_option(f"[name='{name}']", value)

    def pick(self, name, label):
        """Choose from a list."""
        self.page.select_option(f"[name='{name}']", label=label)

    def unfold(self, words):
        """Open a fold."""
        self.page.locator("summary").filter(has_text=words).first.click()

    @property
    def heading(self):
        """What the page is called."""
        return self.page.locator("h1").text_content().strip()

    def sees(self, words):
        """Whether the page says so, anywhere in sight."""
        return words in self.text

    @property
    def text(self):
        """The page's words, as read."""
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def path(self):
        """The address without the host."""
        return self.page.url.removeprefix(self.stack.address)

    # ── Signing in ──────────────────────────────────────────────────────────────────────────────────────────────────
    def sign_in(self):
        """By the code in the mail, from wherever one is asked to."""
        self.ask_for_code()
        self.type_code()

    def ask_for_code(self):
        """The first half."""
        assert self.heading == "Log ind med en kode"
        self.type(email=self.email)
        self.press("Send kode")

    def type_code(self):
        """The second half."""
        self.type(code=letters.code_in(self.letters.next(CODE)))
        self.press("Log ind")

    def become_staff(self, *words):
        """Invited from the command line; the password is chosen by the link in the mail."""
        self.stack.manage("invite_staff", self.email, *words)
        invitation = self.letters.next("Du er inviteret til SPARK-portalen")
        self.open(letters.link_in(invitation, "/adgangskode/"))
        self.type(password=PASSWORD, again=PASSWORD)
        self.press("Gem adgangskode")

    def sign_in_as_staff(self):
        """By address and password."""
        self.open("/log-ind/medarbejder/")
        self.type(email=self.email, password=PASSWORD)
        self.press("Log ind")

    def come_back_as_staff(self, path):
        """To a page, by the door where so much time has passed that one is asked again who one is."""
        self.open(path)
        if self.path.startswith("/log-ind/"):
            self.sign_in_as_staff()
            self.open(path)
