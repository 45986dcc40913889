from datetime import date

from danish.holidays import danish_holidays


def test_easter_moves_and_great_prayer_day_is_gone_since_2024():
    days = danish_holidays([2023, 2026])
    assert {date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)} <= days
    assert date(2023, 5, 5) in days
    assert date(2026, 5, 1) not in days


def test_the_secretariat_is_closed_on_grundlovsdag_and_the_two_eves():
    assert {date(2026, 6, 5), date(2026, 12, 24), date(2026, 12, 31)} <= danish_holidays([2026])


def test_no_years_have_no_holidays():
    assert danish_holidays([]) == frozenset()


def test_only_the_years_asked_for():
    assert {day.year for day in danish_holidays(iter([2027, 2027]))} == {2027}
