"""Documents to keep: tagged PDFs (PDF/UA-1), set by typst from data alone and without any network."""

import json
from collections.abc import Sequence
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


def receipt(facts: Receipt) -> bytes:
    """The receipt as a PDF. The same facts give the same bytes."""
    return _typeset("receipt.typ", _words(facts), at=facts.submitted_at)


def _words(facts: Receipt) -> dict[str, object]:
    return {
        "title": "Ansøgningen er modtaget",
        "lead": "Alle, der er nævnt i ansøgningen, har sagt ja til den samme tekst.",
        "reference": facts.reference,
        "number_heading": "Jeres nummer",
        "number_text": f"Modtaget {_moment(facts.submitted_at)}. Oplys nummeret, når I skriver eller ringer til os.",
        "agreed_heading": "Hvem har sagt ja?",
        "content_heading": "Det har I sagt ja til",
        "content_text": f"Version {facts.version} af ansøgningen.",
        "content": _content(facts.content),
        "columns": ["Navn", "Sagde ja"],
        "answers": [{"name": name, "at": _moment(at)} for name, at in facts.answers],
        "next_heading": "Hvad sker der nu?",
        "next": list(facts.next_steps),
        "contact": f"SPARK · {settings.CONTACT_MAIL} · {settings.CONTACT_PHONE}",
    }


def _content(content: Content) -> list[dict[str, object]]:
    """Blank answers say so, and lines stay lines."""
    return [
        {
            "title": title,
            "rows": [{"label": label, "lines": (value or "Ikke udfyldt").splitlines()} for label, value in rows],
        }
        for title, rows in content
    ]


def _moment(moment: datetime) -> str:
    return f"{danish.danish_date(moment)} {danish.danish_time(moment)}"


def _typeset(template: str, words: dict[str, object], *, at: datetime) -> bytes:
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
