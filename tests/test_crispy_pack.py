"""Our template pack: label, hint, error, limit and the wiring between them."""

import re
from datetime import date

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Button, ButtonHolder, Column, Div, Fieldset, Hidden, Layout, Row, Submit
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

import danish
from tests.styleguide import EveryField


def render(source, **context):
    """``source`` rendered, white space collapsed so that a test can quote it."""
    html = Template(source).render(Context(context))
    return re.sub(r"> <", "><", re.sub(r"\s+", " ", html)).strip()


def field(name, data=None, initial=None):
    return render("{{ field|as_crispy_field }}", field=EveryField(data, initial=initial)[name])


def test_a_plain_field_has_a_label_and_nothing_more():
    assert field("workplace") == (
        '<div class="form-group"><label class="form-label" for="id_workplace">Arbejdspladsens navn</label>'
        '<input type="text" name="workplace" maxlength="120" class="form-input" required id="id_workplace"></div>'
    )


def test_a_refused_field_names_its_error_above_the_input():
    assert field("workplace", {}) == (
        '<div class="form-group form-error"><label class="form-label" for="id_workplace">Arbejdspladsens navn</label>'
        '<span class="form-error-message" id="id_workplace_error"><span class="sr-only">Fejl: </span>'
        "Skriv arbejdspladsens navn</span>"
        '<input type="text" name="workplace" maxlength="120" class="form-input" aria-describedby="id_workplace_error"'
        ' required aria-invalid="true" id="id_workplace"></div>'
    )


def test_what_was_typed_stays_and_is_escaped():
    html = field("employees", {"employees": '<b>"mange"</b>'})
    assert 'value="&lt;b&gt;&quot;mange&quot;&lt;/b&gt;"' in html
    assert 'class="form-input short"' in html
    assert "Skriv antallet med tal" in html


def test_an_optional_field_says_so_instead_of_a_star():
    assert 'Telefon <span class="weight-normal">(valgfrit)</span></label>' in field("phone")
    assert 'type="tel"' in field("phone")


def test_a_long_text_says_its_limit_and_never_cuts_what_is_pasted():
    html = field("situation", {"situation": "x" * 2001})
    assert 'class="form-group form-error form-limit" data-maxlength="2000"' in html
    assert 'aria-describedby="id_situation_helptext id_situation_error id_situation_limit"' in html
    assert 'id="id_situation_limit">I kan skrive op til 2.000 tegn.</span>' in html
    assert "maxlength=" not in html.replace("data-maxlength", "")
    assert "x" * 2001 in html


def test_a_text_area_without_a_limit_says_none():
    class Note(forms.Form):
        note = forms.CharField(label="Note", widget=forms.Textarea, required=False)

    html = render("{{ form|crispy }}", form=Note())
    assert "form-limit" not in html
    assert "_limit" not in html


def test_radio_buttons_stand_in_a_fieldset_with_a_legend():
    assert field("body", {"body": "med"}) == (
        '<div class="form-group"><fieldset aria-describedby="id_body_helptext">'
        '<legend class="form-label">Hvem søger I som?</legend>'
        '<span class="form-hint" id="id_body_helptext">Vælg det udvalg, I taler sammen i.</span>'
        '<div class="form-group-radio"><input type="radio" id="id_body_0" name="body" class="form-radio" value="trio">'
        '<label class="form-label" for="id_body_0">TRIO</label></div>'
        '<div class="form-group-radio"><input type="radio" id="id_body_1" name="body" class="form-radio" '
        'value="med" checked>'
        '<label class="form-label" for="id_body_1">Lokal-MED</label></div>'
        '<div class="form-group-radio"><input type="radio" id="id_body_2" name="body" class="form-radio" value="amg">'
        '<label class="form-label" for="id_body_2">Arbejdsmiljøgruppe</label></div></fieldset></div>'
    )


def test_check_boxes_keep_every_tick():
    html = field("themes", {"themes": ["change", "lone_work"]})
    assert html.count(" checked>") == 2
    assert html.count('class="form-checkbox"') == 2


def test_a_select_is_a_select():
    html = field("municipality", {"municipality": "0"})
    assert 'class="form-select" aria-describedby="id_municipality_error"' in html
    assert "Vælg en af de viste muligheder" in html


def test_a_single_check_box_carries_hint_and_error():
    html = field("commitment", {})
    assert 'aria-invalid="true" aria-describedby="id_commitment_helptext id_commitment_error"' in html
    assert "Sæt kryds ved evalueringen</span>" in html
    assert " checked" in field("commitment", {"commitment": "on"})


def test_a_hidden_field_is_only_an_input():
    assert (
        field("origin", initial={"origin": "stil"}) == '<input type="hidden" name="origin" value="stil" id="id_origin">'
    )


def test_a_date_is_three_fields_and_the_wrong_one_is_marked():
    html = field(
        "earliest_start", {"earliest_start_day": "1", "earliest_start_month": "x", "earliest_start_year": "2027"}
    )
    assert '<fieldset aria-describedby="id_earliest_start_helptext id_earliest_start_error">' in html
    assert re.findall(r'name="(\w+)" class="form-input" value="(\w*)" autocomplete="off"([^>]*)>', html) == [
        ("earliest_start_day", "1", ""),
        ("earliest_start_month", "x", ' aria-invalid="true" aria-describedby="id_earliest_start_error"'),
        ("earliest_start_year", "2027", ""),
    ]


def test_a_known_date_fills_the_three_fields():
    html = field("earliest_start", initial={"earliest_start": date(2027, 1, 4)})
    assert re.findall(r'value="(\w*)"', html) == ["4", "1", "2027"]
    assert re.findall(r'value="(\w*)"', field("earliest_start")) == ["", "", ""]


def test_disabled_fields_are_disabled():
    class Frozen(forms.Form):
        yes = forms.BooleanField(label="Ja", disabled=True)
        side = forms.ChoiceField(label="Side", choices=[("a", "A")], widget=forms.RadioSelect, disabled=True)
        on = danish.DanishDateField(label="Dato", disabled=True)

    assert render("{{ form|crispy }}", form=Frozen()).count(" disabled") == 5


# ── The summary ─────────────────────────────────────────────────────────────────────────────────────────────────────
def summary(**context):
    html = render('{% form_errors as errors %}{% include "components/error_summary.html" %}', **context)
    return re.findall(r"<li>(?:<a href=\"(.*?)\">)?(.*?)(?:</a>)?</li>", html)


def test_the_summary_says_what_the_fields_say_and_leads_to_them():
    form = EveryField({"employees": "0", "earliest_start_day": "3", "earliest_start_month": "3"})
    assert summary(form=form) == [
        ("#id_workplace", "Skriv arbejdspladsens navn"),
        ("#id_body_0", "Vælg, hvem I søger som"),
        ("#id_themes_0", "Vælg mindst ét tema"),
        ("#id_municipality", "Vælg kommunen"),
        ("#id_employees", "Skriv et tal, der er mindst 1"),
        ("#id_situation", "Skriv, hvad der fylder hos jer"),
        ("#id_earliest_start_year", "Skriv årstallet med fire cifre"),
        ("#id_email", "Skriv en e-mailadresse"),
        ("#id_commitment", "Sæt kryds ved evalueringen"),
    ]
    page = render("{{ form|crispy }}", form=form)
    for href, text in summary(form=form):
        assert f'id="{href[1:]}"' in page
        assert f'<span class="sr-only">Fejl: </span>{text}</span>' in page


def test_an_error_of_the_whole_form_stands_first_and_without_a_link():
    form = EveryField({"body": "amg", "employees": "1"})
    assert summary(form=form)[0] == ("", "En arbejdsmiljøgruppe har mindst to medlemmer")
    assert "En arbejdsmiljøgruppe har mindst to medlemmer" in render("{{ form|as_crispy_errors }}", form=form)


def test_a_hidden_field_in_error_has_no_link():
    class Versioned(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput, error_messages=danish.messages("Hent siden igen"))

    assert summary(form=Versioned({})) == [("", "Hent siden igen")]


def test_a_group_without_options_still_renders():
    class Nothing(forms.Form):
        pick = forms.ChoiceField(choices=[], widget=forms.RadioSelect, error_messages=danish.messages("Vælg en"))

    assert summary(form=Nothing({})) == [("#", "Vælg en")]


class Person(forms.Form):
    name = forms.CharField(label="Navn", error_messages=danish.messages("Skriv navnet"))


People = forms.formset_factory(Person, extra=0, min_num=2, validate_min=True)


def _people(names):
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    return People(
        {**data, **{f"form-{i}-name": name for i, name in enumerate(names)}},
        error_messages={"too_few_forms": "Skriv to navne"},
    )


def test_a_formset_is_summed_up_form_by_form():
    formset = _people(["", ""])
    assert summary(formset=formset) == [
        ("", "Skriv to navne"),
        ("#id_form-0-name", "Skriv navnet"),
        ("#id_form-1-name", "Skriv navnet"),
    ]
    html = render("{{ formset|crispy }}{{ formset|as_crispy_errors }}", formset=formset)
    assert html.count("Skriv navnet</span>") == 2
    assert 'name="form-TOTAL_FORMS"' in html


def test_an_error_of_the_whole_formset_is_told():
    formset = People(
        {"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}, error_messages={"too_few_forms": "Skriv to navne"}
    )
    assert summary(formset=formset) == [("", "Skriv to navne")]
    assert "<li>Skriv to navne</li>" in render("{{ formset|as_crispy_errors }}", formset=formset)


def test_several_forms_on_a_page_share_one_summary():
    assert summary(forms=[Person({}), Person()]) == [("#id_name", "Skriv navnet")]


def test_nothing_is_wrong_before_anything_is_sent():
    assert summary(form=EveryField()) == []
    assert summary() == []


# ── Whole forms by FormHelper ───────────────────────────────────────────────────────────────────────────────────────
def test_a_helper_lays_out_a_whole_form():
    form = Person()
    form.helper = FormHelper()
    form.helper.layout = Layout(
        Fieldset("Hvem", Row(Column(Div("name", css_class="navn", css_id="x"), css_class="bred"), css_class="tæt")),
        ButtonHolder(Submit("gem", "Gem"), Button("senere", "Senere", css_class="button-secondary")),
    )
    request = RequestFactory().get("/")
    html = render("{% crispy form %}", form=form, request=request, csrf_token="tegn")
    assert '<form method="post" novalidate>' in html
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="tegn">' in html
    assert '<legend><h2 class="h3">Hvem</h2></legend>' in html
    assert '<div class="row tæt"><div class="col bred"><div class="navn" id="x"><div class="form-group">' in html
    assert '<button class="button button-primary" type="submit" name="gem" value="Gem">Gem</button>' in html
    assert '<button class="button button-secondary" type="button" name="senere" value="Senere">Senere</button>' in html


def test_a_helper_without_form_tag_leaves_the_form_to_the_page():
    form = Person()
    form.helper = FormHelper()
    form.helper.form_tag = False
    form.helper.add_input(Submit("gem", "Gem"))
    form.helper.add_input(Hidden("trin", "2"))
    html = render("{% crispy form %}", form=form)
    assert "<form" not in html
    assert '<input type="hidden" name="trin" value="2">' in html


def test_a_helper_wraps_a_formset():
    helper = FormHelper()
    html = render("{% crispy formset helper %}", formset=_people(["Bo", "Åse"]), helper=helper, csrf_token="tegn")
    assert html.count("<form ") == 1
    assert 'value="Åse"' in html


@pytest.mark.parametrize("template", ["dkfds/layout/div.html", "dkfds/inputs.html", "dkfds/errors_formset.html"])
def test_small_templates_render_nothing_of_nothing(template):
    assert render(f'{{% include "{template}" %}}').replace("<div></div>", "") == ""
