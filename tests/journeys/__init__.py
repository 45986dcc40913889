"""Journeys of people through the running portal, in real browsers."""

import pytest

pytest.register_assert_rewrite("tests.journeys")
