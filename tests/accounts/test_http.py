import pytest
from django.test import RequestFactory

from accounts.http import network_of, page_left, safe_next


def request(method="get", path="/ansoegninger/1/?a=b", **extra):
    return getattr(RequestFactory(), method)(path, **extra)


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ("/", "/"),
        ("/ansoegninger/?side=2#top", "/ansoegninger/?side=2#top"),
        ("/temaer/æøå/", "/temaer/æøå/"),
        ("", ""),
        ("temaer/", ""),
        ("//evil.example/", ""),
        ("/\\evil.example", ""),
        ("http://testserver/", ""),
        ("/a\nb", ""),
        ("/a\u202eb", ""),
        ("/" + "a" * 999, "/" + "a" * 999),
        ("/" + "a" * 1000, ""),
    ],
)
def test_only_addresses_on_this_site_are_safe(wanted, kept):
    assert safe_next(wanted) == kept


def test_a_visit_comes_back_to_its_own_page():
    assert page_left(request()) == "/ansoegninger/1/?a=b"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/ansoegninger/1/trin/2/?x=1", "/ansoegninger/1/trin/2/"),
        ("http://evil.example/ansoegninger/", ""),
        ("", ""),
    ],
)
def test_a_submitted_form_comes_back_to_the_page_that_held_it(referer, back):
    assert page_left(request("post", headers={"Referer": referer})) == back


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", "unknown"),
    ],
)
def test_attempts_are_counted_against_an_address_or_a_home(address, network):
    assert network_of(request(REMOTE_ADDR=address)) == network


@pytest.mark.parametrize(
    ("hops", "header", "network"),
    [
        (0, "203.0.113.9", "192.0.2.7"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.7"),
        (1, "nonsense", "unknown"),
    ],
)
def test_forwarded_addresses_are_believed_as_far_as_our_own_proxies_wrote_them(settings, hops, header, network):
    settings.PROXY_HOPS = hops

    assert network_of(request(REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": header})) == network
