"""Long lists page by page: nothing twice, nothing missed, whatever comes and goes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict

import paging
from accounts.models import User

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 1, tzinfo=UTC)
ORDER = ("-joined_at", "name", "id")


def person(number, *, day=0, name="Ens"):
    return User.objects.create_user(email=f"{number}@by.example", name=name, joined_at=START + timedelta(days=day))


def page(address="", *, size=3, rows=None, order=ORDER):
    asked = QueryDict(address.removeprefix("?"))
    return paging.page_of(User.objects.all() if rows is None else rows, order=order, asked=asked, size=size)


def names(found):
    return [row.email.partition("@")[0] for row in found.rows]


@pytest.fixture
def seven():
    """Three days; b to e share both day and name, so that only the id tells them apart."""
    days = {"a": 2, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1, "g": 0}
    return [person(letter, day=day, name="Ø" if letter == "f" else "Ens") for letter, day in days.items()]


def test_forth_and_back_through_equal_rows(seven):
    first = page()
    second = page(first.next)
    third = page(second.next)
    assert [names(each) for each in (first, second, third)] == [["a", "b", "c"], ["d", "e", "f"], ["g"]]
    assert (first.previous, third.next) == ("", "")
    assert names(page(third.previous)) == ["d", "e", "f"]
    assert names(page(second.previous)) == ["a", "b", "c"]
    assert page(second.previous).previous == ""


def test_a_list_that_ends_with_its_page_has_no_next(seven):
    assert page(size=7).next == ""
    assert page(size=8).next == ""
    assert page(size=6).next != ""


def test_no_rows_are_a_page_without_neighbours():
    assert page() == paging.Page(rows=[], previous="", next="")


def test_the_address_keeps_what_the_list_was_narrowed_to(seven):
    found = page("tilstand=waiting&tema=violence&tema=change&efter=skrald")
    asked = QueryDict(found.next.removeprefix("?"))
    assert asked.getlist("tema") == ["violence", "change"]
    assert asked["tilstand"] == "waiting"
    assert asked.getlist("efter") == [f"2026-11-02T00:00:00+00:00~Ens~{seven[2].pk}"]
    assert "foer" not in asked


def test_a_row_that_comes_in_between_neither_repeats_nor_hides_another(seven):
    first = page()
    person("ny", day=3)
    assert names(page(first.next)) == ["d", "e", "f"]


def test_a_row_that_goes_leaves_the_place_it_marked(seven):
    address = page().next
    seven[2].delete()
    assert names(page(address)) == ["d", "e", "f"]


def test_the_way_back_to_less_than_a_page_is_the_first_page(seven):
    second = page(page().next)
    seven[0].delete()
    assert names(page(second.previous)) == ["b", "c", "d"]


def test_a_place_behind_all_rows_is_the_first_page(seven):
    address = page(page().next).next
    seven[6].delete()
    assert names(page(address)) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "told",
    [
        "",
        "~",
        "~~",
        "2026-11-02",
        "2026-11-02~Ens~1",
        "2026-11-02T00:00:00~Ens~1",
        "2026-11-02T00:00:00+00:00~Ens",
        "2026-11-02T00:00:00+00:00~Ens~1~2",
        "i går~Ens~1",
        "2026-11-02T00:00:00+00:00~Ens~et",
        "2026-11-02T00:00:00+00:00~Ens~99999999999999999999999999",
        "2026-11-02T00:00:00+00:00~Ens~-1e5",
        "99999-11-02T00:00:00+00:00~Ens~1",
        "2026-13-42T00:00:00+00:00~Ens~1",
        "2026-11-02T00:00:00+00:00~%00~1",
    ],
)
@pytest.mark.parametrize("parameter", ["efter", "foer"])
def test_a_broken_address_is_the_first_page(seven, parameter, told):
    assert names(page(f"{parameter}={told.replace('+', '%2B')}")) == ["a", "b", "c"]


def test_the_edge_of_time_is_no_error(seven):
    early = "efter=0001-01-01T00:00:00%2B14:00~Ens~1"
    late = "foer=9999-12-31T23:59:59-14:00~Ens~1"
    assert names(page(early)) == ["a", "b", "c"]
    assert names(page(late)) == ["a", "b", "c"]


def test_the_index_can_begin_where_the_page_begins(seven):
    rows = User.objects.filter(paging._beside([paging._Term(User, "-joined_at")], [START], backwards=False))
    assert '"joined_at" <= ' in str(rows.query)


# ── Counts ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("cap", "told"), [(8, "7"), (7, "7"), (6, "6+"), (1, "1+")])
def test_a_count_stops_at_its_cap(seven, cap, told):
    assert str(paging.count(User.objects.order_by("name"), cap=cap)) == told


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (paging.Count(0, is_capped=False), "0"),
        (paging.Count(999, is_capped=False), "999"),
        (paging.Count(1000, is_capped=False), "1.000"),
        (paging.Count(1000, is_capped=True), "1.000+"),
    ],
)
def test_a_count_is_written_in_danish(count, told):
    assert str(count) == told


def test_counting_asks_for_no_more_than_the_cap(seven, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        paging.count(User.objects.order_by("joined_at"), cap=3)
    assert 'ORDER BY "accounts_user"."joined_at" ASC LIMIT 4' in asked[0]["sql"]


def test_several_lists_are_counted_at_once(seven, django_assert_num_queries):
    everybody = User.objects.order_by("name")
    with django_assert_num_queries(1):
        told = paging.counts(
            everybody, User.objects.filter(name="Ø"), User.objects.none(), everybody.filter(pk=0), cap=3
        )
    assert [str(each) for each in told] == ["3+", "1", "0", "0"]
