from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

import clock


@pytest.fixture(autouse=True)
def _no_shift(monkeypatch):
    monkeypatch.delenv("SPARK_CLOCK", raising=False)


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("", timedelta()),
        ("+183d", timedelta(days=183)),
        ("-2h", timedelta(hours=-2)),
        (" +30m\n", timedelta(minutes=30)),
    ],
)
def test_a_shift_is_a_sign_a_number_and_a_unit(text, shift):
    assert clock.parse_shift(text) == shift


@pytest.mark.parametrize("text", ["183d", "+183", "+1.5d", "+1w", "tomorrow", "+1234567d"])
def test_anything_else_is_refused(text):
    with pytest.raises(clock.NotAShift, match=r"must look like \+183d, -2h or \+30m"):
        clock.parse_shift(text)


@time_machine.travel(datetime(2026, 11, 21, 23, 30, tzinfo=UTC), tick=False)
def test_now_is_in_utc_and_today_is_copenhagens():
    assert clock.now() == datetime(2026, 11, 21, 23, 30, tzinfo=UTC)
    assert clock.today() == date(2026, 11, 22)


@time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False)
def test_the_environment_shifts_the_clock(monkeypatch):
    monkeypatch.setenv("SPARK_CLOCK", "+183d")
    assert clock.now() == datetime(2027, 5, 23, 12, 0, tzinfo=UTC)
    assert clock.today() == date(2027, 5, 23)


@time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False)
def test_a_file_moves_a_running_clock(monkeypatch, tmp_path):
    monkeypatch.setenv("SPARK_CLOCK", f"@{tmp_path}/clock")
    assert clock.today() == date(2026, 11, 21)
    (tmp_path / "clock").write_text("-1d\n")
    assert clock.today() == date(2026, 11, 20)
