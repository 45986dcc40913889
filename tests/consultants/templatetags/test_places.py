import pytest

from consultants.templatetags.places import shortened


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([], ""),
        (["Odense"], "Odense"),
        (["Odense", "Samsø", "Ærø"], "Odense, Samsø, Ærø"),
        (["Odense", "Samsø", "Ærø", "Læsø"], "Odense, Samsø, Ærø, Læsø"),
        (["Odense", "Samsø", "Ærø", "Læsø", "Fanø"], "Odense, Samsø, Ærø og 2 mere"),
    ],
)
def test_many_names_are_counted_from_the_fourth(names, shown):
    assert shortened(names) == shown
