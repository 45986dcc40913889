"""Fields in a text: exact names and nothing else; and the text that a letter's own templates make."""

import pytest
from django.template import Engine

from notifications import placeholders
from notifications.placeholders import NotAField


@pytest.mark.parametrize(
    "text",
    [
        "{sag.forandringsønske}x", "{link.__class__}", "{0}", "{}", "{link!r}", "{link:>9999999}", "{link[0]}",
        "{dato:{link}}", "{ukendt}", "{Link}", "{link }",
    ],
)  # fmt: skip
def test_nothing_but_a_known_name_is_filled_in(text):
    with pytest.raises(NotAField):
        placeholders.filled(text, {"link": "https://spark.example/", "dato": "1. maj 2027"})


@pytest.mark.parametrize("text", ["{", "}", "{link", "link}", "{link}}", "a {b{c}"])
def test_a_brace_alone_is_no_field(text):
    with pytest.raises(NotAField):
        placeholders.fields_of(text)


def test_values_are_filled_in_once_and_doubled_braces_are_braces():
    assert placeholders.filled("{{link}} {navn}, {navn}", {"navn": "{link}", "link": "!"}) == "{link} {link}, {link}"
    assert placeholders.fields_of("{{link}} {navn}") == {"navn"}


def outline(source):
    template = Engine.get_default().from_string(source)
    return placeholders._outline(template, placeholders._content(template))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Se {{ site_url }}{{ path }}.", "Se {link}."),
        ("Se {{ site_url }}/ eller {{ site_url }}", "Se {portal}/ eller {portal}"),
        ("{{ reference }} {{ x }}", "{reference} {oplysning}"),
        ("{{ by_day|danish_date }} {{ at|danish_time }}", "{dato} {klokken}"),
        ("{{ a|danish_date }} til {{ b|danish_date }}, {{ a|danish_date }}", "{dato} til {dato_2}, {dato}"),
        ("A{% if x %} B{% endif %}{% for y in z %}C{% endfor %} D{% if x %}E{% endif %}", "A{detaljer} D{detaljer_2}"),
        ("A { B }", "A {{ B }}"),
        ("A{% block fixed %} Loven{% endblock %}", "A"),
    ],
)  # fmt: skip
def test_a_template_becomes_a_text_with_fields(source, text):
    assert outline(source).text == text


def test_fields_read_what_the_template_would_have_written():
    found = outline("{{ site_url }}{{ path }} {% if late %}Undskyld, {{ name }}.{% endif %}{{ on|danish_date }}")
    assert found.values({"site_url": "https://spark.example", "path": "/a/", "late": True, "name": "<Eva>"}) == {
        "link": "https://spark.example/a/",
        "detaljer": "Undskyld, <Eva>.",
        "dato": "",
    }
