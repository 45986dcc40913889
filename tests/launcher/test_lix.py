"""LIX over the running paragraphs of a page."""

from launcher import lix

PAGE = """
<html><body><p>Uden for siden</p><main><h1>Overskrift</h1>
<nav><p>Ikke med</p></nav>
<svg><path d="M1"/></svg>
<p>I kan søge<br>sammen. Det er gratis!</p>
<ul><li>Ring til os kl. 9.00 den 1. december.</li><li></li></ul>
<blockquote><p>Andres ord</p></blockquote><div class="thread no-max-width"><p>En besked</p></div>
<table><tr><td><p>Tal</p></td></tr></table><p class="hint">Arbejdspladsen hjælper <a href="/">jer</a></p><img src="x">
</main></body></html>
"""


def test_only_our_own_running_words_are_weighed():
    assert lix.paragraphs(PAGE) == [
        "I kan søge sammen. Det er gratis!",
        "Ring til os kl. 9.00 den 1. december.",
        "Arbejdspladsen hjælper jer",
    ]


def test_a_tag_left_open_takes_nothing_with_it():
    assert lix.paragraphs("<main><p>Vi <em>er</p></i><p>her</p></main>") == ["Vi er", "her"]


def test_sentences_and_long_words_weigh():
    assert lix.weigh(["Vi er her. Vi er her."]) == lix.Reading(3.0, 6)
    assert lix.weigh(["Arbejdspladsen hjælper jer"]) == lix.Reading(3 + 100 * 2 / 3, 3)


def test_a_date_and_a_time_end_no_sentence():
    assert lix.weigh(["Ring den 1. maj kl. 9.00 til os"]).lix == 6.0


def test_nothing_weighs_nothing():
    assert lix.weigh([]) == lix.Reading(0.0, 0)


def test_a_file_gets_a_line(tmp_path, capsys):
    page = tmp_path / "side.html"
    page.write_text(PAGE, encoding="utf-8")
    lix.main([str(page)])
    assert capsys.readouterr().out.endswith(f"ord  {page}\n")
