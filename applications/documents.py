"""Documents to keep: tagged PDFs (PDF/UA-1), set by typst from data alone and without any network."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typst
from django.conf import settings

import danish

_FONTS = Path(settings.BASE_DIR) / "node_modules" / "dkfds" / "src" / "fonts" / "IBMPlexSans" / "complete" / "ttf"
_TEMPLATES = Path(settings.BASE_DIR) / "templates" / "documents"


# A heading, and below it labels with their values.
Content = Sequence[tuple[str, Sequence[tuple[str, str]]]]


@dataclass(frozen=True)
class Receipt:
    """What the receipt says. ``answers``: who agreed, and when; ``next_steps``: whole sentences.

    ``content``: what they agreed on, as headings with their labels and values.
    """

    reference: str
    version: int
    submitted_at: datetime
    answers: Sequence[tuple[str, datetime]]
    next_steps: Sequence[str]
    content: Content


@dataclass(frozen=True)
class AboutMe:
    """All about one person. ``sections``: a title with its records; each record is label and value, in words."""

    person: str
    at: datetime
    sections: Sequence[tuple[str, Sequence[Mapping[str, str]]]]


def receipt(facts: Receipt) -> bytes:
    """The receipt as a PDF. The same facts give the same bytes."""
    return typeset("receipt.typ", _words(facts), at=facts.submitted_at)


def about_me(facts: AboutMe) -> bytes:
    """Everything about a person as a PDF. Labels without a value are left out."""
    words: dict[str, object] = {
        "title": "Mine oplysninger hos SPARK",
        "lead": f"Alt, vi har om {facts.person}. Dannet {moment(facts.at)}.",
        "sections": [
            {"title": title, "records": [_rows(record.items()) for record in records]}
            for title, records in facts.sections
        ],
        "contact": contact(),
    }
    return typeset("about_me.typ", words, at=facts.at)


def _rows(pairs: Iterable[tuple[str, str]]) -> list[dict[str, object]]:
    return [{"label": label, "lines": value.splitlines()} for label, value in pairs if value.strip()]


def contact() -> str:
    """Where to reach us, for the foot of a page."""
    return f"SPARK · {settings.CONTACT_MAIL} · {settings.CONTACT_PHONE}"


def _words(facts: Receipt) -> dict[str, object]:
    return {
        "title": "Ansøgningen er modtaget",
        "lead": "Alle, der er nævnt i ansøgningen, har sagt ja til den samme tekst.",
        "reference": facts.reference,
        "number_heading": "Jeres nummer",
        "number_text": f"Modtaget {moment(facts.submitted_at)}. Oplys nummeret, når I skriver eller ringer til os.",
        "agreed_heading": "Hvem har sagt ja?",
        "content_heading": "Det har I sagt ja til",
        "content_text": f"Version {facts.version} af ansøgningen.",
        "content": _content(facts.content),
        "columns": ["Navn", "Sagde ja"],
        "answers": [{"name": name, "at": moment(at)} for name, at in facts.answers],
        "next_heading": "Hvad sker der nu?",
        "next": list(facts.next_steps),
        "contact": contact(),
    }


def _content(content: Content) -> list[dict[str, object]]:
    """Blank answers say so, and lines stay lines."""
    return [
        {"title": title, "rows": _rows((label, value.strip() or "Ikke udfyldt") for label, value in rows)}
        for title, rows in content
    ]


def moment(at: datetime) -> str:
    """``21. november 2026 kl. 14.02``."""
    return f"{danish.danish_date(at)} {danish.danish_time(at)}"


def typeset(template: str, words: dict[str, object], *, at: datetime) -> bytes:
    """A tagged PDF of a template in templates/documents and the words it asks for. The same words, the same bytes."""
    document: bytes = typst.compile(
        str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"facts": json.dumps(words)},
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )
    return document
