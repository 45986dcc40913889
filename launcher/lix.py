"""How heavy a page is to read: LIX over its running paragraphs.

LIX is the words of an average sentence plus the percentage of words longer than six letters. Below 40 reads like a
newspaper; official letters tend to lie above 50. Running paragraphs are the ``p`` and ``li`` of ``main``; labels,
tables, lists of facts and what other people have written are not measured.

    python -m launcher.lix page.html …
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

LONG = 6

# Other people's words, links, and words that stand alone as labels do.
_NOT_OURS = {
    "stages__word",
    "stages__when",
    "badge",
    "quote",
    "letter",
    "thread",
    "event-list",
    "entry-list",
    "form-steps",
    "error-summary",
    "people",
}
_NOT_RUNNING = {"nav", "table", "dl", "script", "style", "label", "svg", "blockquote", "button", "time"}
_VOID = {"br", "img", "input", "hr", "meta", "link", "path", "circle", "wbr"}
_PARAGRAPHS = {"p", "li"}

_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
# What looks like the end of a sentence and is none: "1. december", "kl. 9.00", "f.eks.".
_NO_END = re.compile(r"(\d)\.|\b(kl|stk|nr|ca|tlf|bl\.a|f\.eks|mv|jf)\.", re.IGNORECASE)
_END = re.compile(r"[.!?:;]+(?:\s|$)")


@dataclass(frozen=True)
class Reading:
    """A text weighed: ``lix``, and how many words it rests on."""

    lix: float
    words: int


class _Paragraphs(HTMLParser):
    """Collects the running paragraphs of ``main``."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._text(" ")
            return
        classes = set((dict(attrs).get("class") or "").split())
        is_shut = tag in _NOT_RUNNING or bool(classes & _NOT_OURS)
        self._open.append((tag, is_shut))
        if tag in _PARAGRAPHS:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in [each for each, _ in self._open]:
            return
        while self._open.pop()[0] != tag:
            pass
        if tag in _PARAGRAPHS:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        self._text(data)

    def _text(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        is_running = "main" in tags and not any(shut for _, shut in self._open) and not _PARAGRAPHS.isdisjoint(tags)
        if is_running and self.found:
            self.found[-1] += data


def paragraphs(page: str) -> list[str]:
    """The running paragraphs of an HTML page, blanks made one."""
    parser = _Paragraphs()
    parser.feed(page)
    return [text for text in (" ".join(found.split()) for found in parser.found) if text]


def weigh(texts: Sequence[str]) -> Reading:
    """All of ``texts`` together; each ends its last sentence. Nothing to read weighs nothing."""
    words = [word for text in texts for word in _WORD.findall(text)]
    if not words:
        return Reading(0.0, 0)
    sentences = sum(_sentences(text) for text in texts)
    heavy = sum(len(word) > LONG for word in words)
    return Reading(len(words) / sentences + 100 * heavy / len(words), len(words))


def _sentences(text: str) -> int:
    parts = _END.split(_NO_END.sub(r"\1\2", text))
    return sum(bool(_WORD.search(part)) for part in parts)


def main(files: Sequence[str]) -> None:
    """One line for each file."""
    for name in files:
        reading = weigh(paragraphs(Path(name).read_text(encoding="utf-8")))
        print(f"{reading.lix:5.1f}  {reading.words:5d} ord  {name}")


if __name__ == "__main__":  # pragma: no cover - the words above are tested as main()
    main(sys.argv[1:])
