"""What anybody can read without signing in."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.stack, pytest.mark.xdist_group("journeys")]


def test_pages_for_everybody_are_in_order(visit):
    visitor = visit("nobody@example.org")
    visitor.look_into("/", "/temaer/", "/temaer/cooperation/", "/privatliv/", "/was", "/log-ind/glemt-adgangskode/")
    visitor.look_into(*(f"/ansoeg/{why}/" for why in ("ikke-enige", "personalesag", "paabud")))
    assert visitor.open("/findes-ikke") == 404
    visitor.open("/sekretariat/")
    assert visitor.heading == "Log ind med en kode"
