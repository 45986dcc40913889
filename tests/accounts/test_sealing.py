from uuid import uuid4

import pytest

from accounts import sealing


def test_what_is_sealed_opens_and_reads_as_nothing():
    sealed = sealing.seal("123456")

    assert sealing.unseal(sealed) == "123456"
    assert "123456" not in sealed
    assert sealed != sealing.seal("123456")


def test_a_key_that_was_replaced_goes_on_opening(settings):
    sealed = sealing.seal("123456")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new key, long enough to be one"

    assert sealing.unseal(sealed) == "123456"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(sealing.NotOurs):
        sealing.unseal(sealed)


def test_a_signed_id_comes_back():
    row_id = uuid4()

    assert sealing.signed_id(sealing.sign(row_id, purpose="a"), purpose="a") == row_id


def test_a_signature_altered_by_one_bit_or_made_for_something_else_is_not_ours():
    token = sealing.sign(uuid4(), purpose="a")
    for position in range(len(token)):
        altered = token[:position] + chr(ord(token[position]) ^ 1) + token[position + 1 :]
        with pytest.raises(sealing.NotOurs):
            sealing.signed_id(altered, purpose="a")
    with pytest.raises(sealing.NotOurs):
        sealing.signed_id(token, purpose="b")
