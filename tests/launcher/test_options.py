import pytest

from launcher import options


def test_demo_with_nothing_said():
    assert options.parse(["demo"]) == options.Demo(port=8000, reset=False, may_ask=True)


def test_demo_with_everything_said():
    assert options.parse(["demo", "--port", "8123", "--reset", "--no-input"]) == options.Demo(8123, True, False)


def test_words_after_test_go_to_pytest_untouched():
    assert options.parse(["test", "-k", "demo", "--help", "-x"]) == options.Test(["-k", "demo", "--help", "-x"])


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "the following arguments are required: command"),
        (["start"], "invalid choice: 'start'"),
        (["demo", "--prot", "1"], "unknown: --prot 1"),
        (["demo", "--port", "70000"], "a port is a number from 1 to 65535, not 70000"),
        (["demo", "--port", "x"], "a port is a number from 1 to 65535, not x"),
    ],
)
def test_a_mistyped_wish_is_answered_with_the_usage(words, told, capsys):
    with pytest.raises(SystemExit, match="2"):
        options.parse(words)
    said = capsys.readouterr().err
    assert said.startswith("usage: spark.py")
    assert told in said
