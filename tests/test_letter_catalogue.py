"""Every mail that the portal can send stands in the catalogue, in Danish, with words that its editors may use."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from consultants.forms.letter_texts import LetterTextForm
from consultants.views.letter_texts import TITLES
from notifications import catalogue, letters, registry, texts
from notifications.letters import Letter

EVERY = catalogue.every()
KEYS = [each.key for each in EVERY]


def test_every_letter_of_the_registry_is_described():
    described = {kind for each in EVERY for kind in each.kinds}
    known = {kind for kind in registry.kinds() if not kind.startswith("test-")}
    assert known - described == set(), "describe it in the letter_catalogue of its app"
    assert described - known == set(), "described, but never sent"


def test_every_folder_of_words_is_described():
    root = Path(settings.BASE_DIR) / "templates" / "emails"
    folders = {str(each.parent.relative_to(root)) for each in root.glob("*/*/body.txt")}
    assert {each.template for each in EVERY} == folders


@pytest.mark.parametrize("described", EVERY, ids=KEYS)
def test_a_letter_is_described_for_people(described):
    assert re.fullmatch(r"[a-z0-9-]+", described.key)
    assert described.template.partition("/")[0] in TITLES
    for words in (described.name, described.trigger, described.recipients):
        assert words[0].isupper()
        assert not words.endswith(".")
    assert described.kinds


@pytest.mark.parametrize("described", EVERY, ids=KEYS)
def test_the_words_of_the_template_pass_as_an_edit_and_read_the_same(described):
    subject, body = texts.default_of(described)
    form = LetterTextForm({"subject": subject, "body": body, "seen": "0"}, described=described)
    assert form.errors == {}
    assert form.warning == ""
    sample = Letter(to="", template=described.template, context=described.facts)
    as_it_is, as_edited = letters.word_by_template(sample), letters.word_as(sample, subject=subject, body=body)
    assert as_edited.subject == as_it_is.subject
    assert _words(as_edited.text) == _words(as_it_is.text)
    assert sorted(set(re.findall(r'href="([^"]+)"', as_it_is.html))) == sorted(
        set(re.findall(r'href="([^"]+)"', as_edited.html)) | set(_mail_addresses(as_it_is.html))
    )


@pytest.mark.parametrize("described", EVERY, ids=KEYS)
def test_the_example_leaves_no_field_empty(described):
    sample = Letter(to="", template=described.template, context=described.facts)
    words = letters.word_as(sample, **dict(zip(("subject", "body"), texts.default_of(described), strict=True)))
    assert "None" not in words.text
    from consultants.views.letter_texts import _fields

    assert [field.name for field in _fields(described) if not field.example] == []


def _words(text):
    return re.sub(r"\n{2,}", "\n\n", text)


def _mail_addresses(page):
    return re.findall(r'href="(mailto:[^"]+)"', page)


def test_every_kind_has_a_danish_name():
    kinds = {kind for kind in registry.kinds() if not kind.startswith("test-")}
    assert {kind for kind in kinds if catalogue.name_of(kind) == kind} == set()
    assert catalogue.name_of("decision") == "Der er svar på ansøgningen"
    assert catalogue.name_of("of-another-time") == "of-another-time"
