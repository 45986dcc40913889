"""What a letter is before it is a mail: somebody's address, a template and its facts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.conf import settings
from django.template import Context, Engine, Template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from notifications import catalogue, placeholders
from notifications.models import LetterText

log = structlog.get_logger(__name__)


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
    """Render ``letter`` in the words in force now. Every template also knows site_url, contact_mail, contact_phone."""
    described = catalogue.of_template(letter.template)
    return word_in(letter, LetterText.objects.newest(described.key) if described else None)


def word_in(letter: Letter, text: LetterText | None) -> Wording:
    """``letter`` in the words of ``text``; None: as its template reads.

    Words of ours that can't be rendered, though they were looked at when they were written, hold no letter back: it
    leaves as its template reads.
    """
    if text is not None and not text.is_default:
        try:
            return word_as(letter, subject=text.subject, body=text.body)
        except Exception as error:  # whatever it is: the letter is owed
            log.error("letter_text_unusable", text=text.pk, error=type(error).__name__)  # noqa: TRY400 - no traceback: it may hold the letter's facts
    return word_by_template(letter)


def word_by_template(letter: Letter) -> Wording:
    """``letter`` as it reads where nobody has worded it anew."""
    render = _renderer(letter)
    return Wording(
        subject=_one_line(render(f"emails/{letter.template}/subject.txt", escape=False)),
        text=render(f"emails/{letter.template}/body.txt", escape=False).strip() + "\n",
        html=render(f"emails/{letter.template}/body.html", escape=True),
    )


def word_as(letter: Letter, *, subject: str, body: str) -> Wording:
    """``letter`` in other words: ``subject`` and ``body`` with {felter}, see `placeholders`.

    Greeting, signature and what the law asks for stay. Raises placeholders.NotAField.
    """
    facts = facts_of(letter)
    outlines = placeholders.subject_of(letter.template), placeholders.body_of(letter.template)
    values = {name: value for outline in outlines for name, value in outline.values(facts).items()}
    edited = _GAPS.sub("\n\n", placeholders.filled(body, values)).strip()
    render = _renderer(letter)
    return Wording(
        subject=_one_line(placeholders.filled(subject, values)),
        text=render(_around(letter.template, "body.txt"), escape=False, edited=edited).strip() + "\n",
        html=render(_around(letter.template, "body.html"), escape=True, edited=as_html(edited)),
    )


_GAPS = re.compile(r"\s*\n[ \t]*\n\s*")
_ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)]")


def as_html(text: str) -> SafeString:
    """Paragraphs, lines and links of a plain text."""
    linked = _ADDRESS.sub(r'<a href="\g<0>">\g<0></a>', str(escape(text)))
    paragraphs = ("<br>".join(paragraph.splitlines()) for paragraph in linked.split("\n\n"))
    return mark_safe("\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))  # noqa: S308 - escaped above


def _around(template: str, part: str) -> Template:
    """The letter's template with other words in its middle."""
    return Engine.get_default().from_string(
        f'{{% extends "emails/{template}/{part}" %}}'
        "{% block content %}{{ edited }}{% block fixed %}{{ block.super }}{% endblock %}{% endblock %}"
    )


def fixed_text(letter: Letter) -> str:
    """The part of ``letter`` that the law asks for, as plain text; empty for most."""
    only = Engine.get_default().from_string(
        f'{{% extends "emails/{letter.template}/body.txt" %}}'
        "{% block content %}\f{% block fixed %}{{ block.super }}{% endblock %}\f{% endblock %}"
    )
    return _renderer(letter)(only, escape=False).split("\f")[1].strip()


def facts_of(letter: Letter) -> dict[str, Any]:
    """What its templates know."""
    return {
        "site_url": settings.SITE_URL,
        "contact_mail": settings.CONTACT_MAIL,
        "contact_phone": settings.CONTACT_PHONE,
        **letter.context,
    }


def _renderer(letter: Letter) -> Callable[..., str]:
    facts = facts_of(letter)

    def render(template: str | Template, *, escape: bool, **more: object) -> str:
        found = Engine.get_default().get_template(template) if isinstance(template, str) else template
        return str(found.render(Context({**facts, **more}, autoescape=escape)))

    return render


def _one_line(subject: str) -> str:
    # However a name got into the subject: it stays one line, so nobody can add a header.
    return " ".join(subject.split())
