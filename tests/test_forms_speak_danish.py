"""No form of the portal answers with Django's stock phrases: every refusal says what to do."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from django import forms
from django.core import validators
from django.forms.models import ModelChoiceField

from tests import styleguide

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "themes", "applications", "consultants", "steering", "demo")
# The codes that a person can meet in a field of each class. "required" is asked of every required field.
CODES = {
    forms.CharField: ("null_characters_not_allowed",),
    forms.EmailField: ("invalid",),
    forms.URLField: ("invalid",),
    forms.IntegerField: ("invalid",),
    forms.DateField: ("invalid",),
    forms.DateTimeField: ("invalid",),
    forms.TimeField: ("invalid",),
    forms.RegexField: ("invalid",),
    forms.ChoiceField: ("invalid_choice",),
    forms.MultipleChoiceField: ("invalid_list",),
    ModelChoiceField: ("invalid_choice",),
    forms.ModelMultipleChoiceField: ("invalid_list", "invalid_pk_value"),
}
LIMITS = {
    "max_length": validators.MaxLengthValidator,
    "min_length": validators.MinLengthValidator,
    "max_value": validators.MaxValueValidator,
    "min_value": validators.MinValueValidator,
}


def _load_every_form_module():
    for app in APPS:
        package = ROOT / app
        for module in pkgutil.walk_packages([str(package)], prefix=f"{app}."):
            last = module.name.rpartition(".")[2]
            if "forms" in module.name.split(".") or last == "views" or ".views." in module.name:
                importlib.import_module(module.name)


def _descendants(cls):
    for child in cls.__subclasses__():
        yield child
        yield from _descendants(child)


def _is_ours(module):
    """Forms on our own screens. Django's administration words its own, in Danish, from the model."""
    return module.split(".")[0] in APPS and "admin" not in module.split(".")


def project_forms():
    """Every form class written in our apps, each once."""
    _load_every_form_module()
    own = {form for form in _descendants(forms.BaseForm) if _is_ours(form.__module__)}
    return [styleguide.EveryField, *sorted(own, key=lambda form: (form.__module__, form.__qualname__))]


def stock_phrases(form_class):
    """``field: code`` of every refusal that would be worded by Django itself."""
    for name, field in form_class.base_fields.items():
        if field.widget.is_hidden:
            continue
        codes = {code for cls, codes in CODES.items() if isinstance(field, cls) for code in codes}
        codes |= {code for code, kind in LIMITS.items() if any(isinstance(check, kind) for check in field.validators)}
        codes |= {"required"} if field.required else set()
        for code in sorted(codes):
            worded = field.error_messages.get(code)
            if worded is None or str(worded) in {str(text) for text in _stock_texts(field, code)}:
                yield f"{name}: {code}"


def _stock_texts(field, code):
    for cls in type(field).__mro__:
        if cls.__module__.startswith(("django.", "phonenumber_field.")):
            yield from (text for key, text in vars(cls).get("default_error_messages", {}).items() if key == code)


@pytest.mark.parametrize("form_class", project_forms(), ids=lambda form: f"{form.__module__}.{form.__qualname__}")
def test_every_refusal_says_what_to_do(form_class):
    assert list(stock_phrases(form_class)) == []


class Careless(forms.Form):
    name = forms.CharField(max_length=10)
    size = forms.IntegerField(min_value=1, error_messages={"required": "Skriv antallet"})
    kind = forms.ChoiceField(required=False)
    token = forms.CharField(widget=forms.HiddenInput)


def test_a_careless_form_is_found_out():
    assert list(stock_phrases(Careless)) == [
        "name: max_length",
        "name: null_characters_not_allowed",
        "name: required",
        "size: invalid",
        "size: min_value",
        "kind: invalid_choice",
    ]
