import pytest

from launcher import browser
from launcher.failures import Sorry


@pytest.fixture
def chrome(tmp_path):
    program = tmp_path / "bin" / "google-chrome"
    program.parent.mkdir()
    program.touch(mode=0o755)
    return program


def test_the_browser_that_is_named_is_taken(chrome):
    assert browser.find({"SPARK_CHROMIUM": str(chrome), "PATH": ""}, []) == str(chrome)


def test_a_named_browser_that_is_not_there_is_said():
    with pytest.raises(Sorry, match="SPARK_CHROMIUM names /no/such, which is not there"):
        browser.find({"SPARK_CHROMIUM": "/no/such"})


def test_the_browser_is_found_on_the_path(chrome):
    assert browser.find({"PATH": str(chrome.parent)}, []) == str(chrome)


def test_the_browser_is_found_in_the_usual_places(chrome):
    assert browser.find({"PATH": ""}, ["/no/such", str(chrome)]) == str(chrome)


def test_no_browser_is_no_trouble_unless_one_is_required():
    assert browser.find({"PATH": ""}, []) == ""
    with pytest.raises(Sorry, match="no Chromium or Chrome was found"):
        browser.find({"PATH": "", "SPARK_REQUIRE_BROWSER": "1"}, [])
