"""Somebody who has no mouse: everything is reached by Tab and done by keys, or it can't be done."""

from tests.journeys.people import Visitor
from tests.journeys.stack import wait_for

_REACH = 250  # more stops than any page of ours has

# What is wrong with the place where the focus is; nothing if it is drawn, in sight and not covered.
_TROUBLE = """() => {
  const it = document.activeElement, drawn = [it, ...(it.labels || [])];
  if (it === document.body) return "";
  const isRinged = (each) => ["", "::before", "::after"].some((part) => {
    const style = getComputedStyle(each, part);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  });
  if (!drawn.some(isRinged)) return "is not drawn";
  const isInSight = (each) => {
    const box = each.getBoundingClientRect();
    const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
    const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const top = box.width && box.height ? document.elementFromPoint(x, y) : null;
    return top !== null && drawn.some((one) => one.contains(top) || top.contains(one));
  };
  return drawn.some(isInSight) ? "" : "is out of sight";
}"""


class KeyboardVisitor(Visitor):
    """A visitor whose every act is a key."""

    def _go(self, control):
        self._reach(control)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._look()

    def type(self, **fields):
        """Tab to each field and type over what stands there."""
        for name, text in fields.items():
            self._type_into(f"[name='{name.replace('__', '-')}']", text)

    def date(self, name, day):
        """A date is three fields."""
        for part in ("day", "month", "year"):
            self._type_into(f"[name='{name}_{part}']", str(getattr(day, part)))

    def _type_into(self, selector, text):
        self._reach(self.page.locator(selector).first)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def choose(self, *answers):
        """Boxes by space; radio buttons by the arrows of their group."""
        for answer in answers:
            self._mark(self.page.get_by_label(answer).first)

    def mark(self, name, value):
        """The same, by name and value."""
        self._mark(self.page.locator(f"[name='{name}'][value='{value}']"))

    def _mark(self, box):
        if box.is_checked():
            return
        if box.get_attribute("type") == "checkbox":
            self._reach(box)
            self.page.keyboard.press("Space")
        else:
            # Tab stops once in a group; the arrows go through it.
            self._reach(self.page.locator(f"[type=radio][name='{box.get_attribute('name')}']"))
            self.page.keyboard.press("Space")
            for _ in range(_REACH):
                if box.is_checked():
                    break
                self.page.keyboard.press("ArrowDown")
        assert box.is_checked()

    def pick(self, name, label):
        """Go down the list to the choice. (Typed letters choose, too; but a test's keyboard has no Æ.)"""
        listed = self.page.locator(f"[name='{name}']")
        self._reach(listed)
        chosen = listed.locator("option:checked")
        for _ in range(listed.locator("option").count()):
            if chosen.text_content().strip() == label:
                return
            self.page.keyboard.press("ArrowDown")
        assert chosen.text_content().strip() == label

    def select(self, name, value):
        """The same, by value."""
        self.pick(name, self.page.locator(f"[name='{name}'] option[value='{value}']").text_content().strip())

    def unfold(self, words):
        """Open a fold."""
        self._reach(self.page.locator("summary").filter(has_text=words).first)
        self.page.keyboard.press("Enter")

    def _reach(self, wanted):
        """Tab until one of ``wanted`` has the focus, and can be seen to have it."""
        for _ in range(_REACH):
            self.page.keyboard.press("Tab")
            self._see_focus()
            if wanted.evaluate_all("all => all.includes(document.activeElement)"):
                return
        raise AssertionError(f"no way by Tab to {wanted} at {self.page.url}")

    def _see_focus(self):
        """The focus is drawn and in sight, as soon as whatever slid away has done so."""
        trouble = self.page.evaluate(_TROUBLE)
        if trouble:
            where = self.page.evaluate("`${document.activeElement.outerHTML.slice(0, 200)} at ${location.pathname}`")
            wait_for(lambda: not self.page.evaluate(_TROUBLE), told=f"a focus that {trouble}: {where}")
