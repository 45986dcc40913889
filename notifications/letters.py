"""What a letter is before it is a mail: somebody's address, a template and its facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template import Context, Engine


@dataclass(frozen=True)
class Attachment:
    """A file that goes along. ``mimetype`` may carry parameters: ``text/calendar; method=REQUEST; charset=utf-8``."""

    filename: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Letter:
    """A letter worth sending.

    ``to`` is one bare address. ``template`` names a folder under ``templates/emails/``, such as
    ``"applications/submission_receipt"``, with subject.txt (one line), body.txt and body.html.
    """

    to: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Unwanted:
    """A letter that has lost its reason since it was owed. ``because`` is kept: English, no name, no address."""

    because: str


@dataclass(frozen=True)
class Wording:
    """The rendered letter, as its reader will see it."""

    subject: str
    text: str
    html: str


def word(letter: Letter) -> Wording:
    """Render ``letter``. Every template also knows site_url, contact_mail and contact_phone."""
    facts = {
        "site_url": settings.SITE_URL,
        "contact_mail": settings.CONTACT_MAIL,
        "contact_phone": settings.CONTACT_PHONE,
        **letter.context,
    }

    def render(part: str, *, escape: bool) -> str:
        template = Engine.get_default().get_template(f"emails/{letter.template}/{part}")
        return template.render(Context(facts, autoescape=escape))

    return Wording(
        # However a name got into the subject: it stays one line, so nobody can add a header.
        subject=" ".join(render("subject.txt", escape=False).split()),
        text=render("body.txt", escape=False).strip() + "\n",
        html=render("body.html", escape=True),
    )
