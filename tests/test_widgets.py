"""A list of choices and a plain input are drawn without templates, and say what Django's say."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates, get_default_renderer
from django.utils.safestring import mark_safe

from look.widgets import Renderer

GROUPED = [
    ("", "Vælg"),
    ("Fyn & øer", [("461", "Odense <centrum>"), (3, '"Assens"')]),
    ("Sjælland", [("<101>", mark_safe("Køben<b>havn</b>"))]),
]


class OwnOption(forms.Select):
    option_template_name = "django/forms/widgets/multiple_input.html"


class Reader(HTMLParser):
    """What a browser reads in a list of choices: where each begins, with what, and its words."""

    def __init__(self, html):
        super().__init__()
        self.read = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.read.append((tag, attrs))

    def handle_endtag(self, tag):
        if tag != "option":  # the next one, or the list's end, says so too
            self.read.append(tag)

    def handle_data(self, data):
        self.read += [data.strip()] if data.strip() else []


def read(html):
    return Reader(html).read


@pytest.mark.parametrize("choices", [GROUPED, [("a", "Én"), ("b", "To")], []])
@pytest.mark.parametrize("value", [None, "461", 3, "<101>"])
@pytest.mark.parametrize("attrs", [{}, {"class": 'a "b"', "required": True, "disabled": False, "data-n": 7}])
def test_a_select_is_what_django_writes(choices, value, attrs):
    widget = forms.Select(choices=choices)
    assert read(widget.render("place", value, attrs, renderer=Renderer())) == read(
        widget.render("place", value, attrs, renderer=DjangoTemplates())
    )


@pytest.mark.parametrize("value", [None, "", 0, 3, 'Vang & "Sø"', mark_safe("&oslash;")])
@pytest.mark.parametrize("attrs", [{}, {"class": 'a "b"', "required": True, "disabled": False, "maxlength": 7}])
@pytest.mark.parametrize("more", [{}, {"type": "search"}])
def test_an_input_is_what_django_writes(value, attrs, more):
    widget = forms.TextInput(attrs=more)
    assert widget.render("place", value, attrs, renderer=Renderer()) == widget.render(
        "place", value, attrs, renderer=DjangoTemplates()
    )


def test_several_may_be_chosen():
    widget = forms.SelectMultiple(choices=GROUPED)
    told = widget.render("place", ["461", "3"], {}, renderer=Renderer())
    assert told.count("selected") == 2
    assert read(told) == read(widget.render("place", ["461", "3"], {}, renderer=DjangoTemplates()))


def test_a_choice_takes_no_byte_more_than_it_needs():
    widget = forms.Select(choices=[("", "Vælg"), (461, "Odense"), ("a b", "To")])
    assert widget.render("place", "461", {}, renderer=Renderer()) == (
        '<select name="place"><option value="">Vælg<option value=461 selected>Odense<option value="a b">To</select>'
    )


@pytest.mark.parametrize("widget", [OwnOption(choices=GROUPED), forms.Textarea()])
def test_a_widget_with_templates_of_its_own_keeps_them(widget):
    assert widget.render("x", "3", {}, renderer=Renderer()) == widget.render("x", "3", {}, renderer=DjangoTemplates())


def test_every_form_is_drawn_this_way():
    assert settings.FORM_RENDERER == "look.widgets.Renderer"
    assert isinstance(get_default_renderer(), Renderer)
