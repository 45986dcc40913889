"""The indentation of our templates is not sent; every space between words is."""

import pytest
from django.template import Context, Engine
from django.template.loader import get_template

from look.compact import compact


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        ("<main>\n    <h1>\n      Hej\n    </h1>\n\n</main>\n", "<main><h1>\nHej</h1></main>"),
        ("<p>Et\n  {% if a %}\n    to\n  {% endif %}\n  tre</p>", "<p>Et{% if a %}\nto{% endif %}\ntre</p>"),
        ("<b>Et</b>\n  <b>to</b>", "<b>Et</b>\n<b>to</b>"),
        ("a\n  {% include 'x' %}\n  b", "a\n{% include 'x' %}\nb"),
        ("a\n{% block x %}{% endblock %}\nb", "a{% block x %}{% endblock %}\nb"),
    ],
)
def test_what_is_for_the_templates_readers_stays_with_them(source, sent):
    assert compact(source) == sent


@pytest.mark.parametrize("a", [True, False])
def test_words_stay_as_far_apart_as_they_were(a):
    source = "Et\n  {% if a %}\n    <b>to</b>\n  {% else %}\n    2\n  {% endif %}\n  tre\n"
    words = [Engine().from_string(each).render(Context({"a": a})).split() for each in (source, compact(source))]
    assert words[0] == words[1]


def test_every_page_of_ours_is_sent_so_and_no_letter():
    assert "\n  " not in get_template("base.html").template.source
    body = get_template("emails/base.txt").template.source
    assert body.endswith("\n")
