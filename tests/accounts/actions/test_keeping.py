from datetime import timedelta

import pytest

from accounts import sealing
from accounts.actions import keeping, tidying
from accounts.models import KeptPost
from tests.accounts.conftest import NOON
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/ansoegninger/x/trin/3/"


def keep(writer, *, body="situation=Vi+er+uenige", replacing=None, now=NOON):
    return keeping.keep(writer_id=writer.pk, page=PAGE, body=body, replacing=replacing, now=now)


def test_what_was_sent_lies_encrypted_and_opens_for_its_writer_for_half_an_hour():
    mette = UserFactory()
    kept = keep(mette)

    assert "uenige" not in kept.sealed_body
    assert keeping.body_of(kept, by=mette, now=NOON + timedelta(minutes=29, seconds=59)) == "situation=Vi+er+uenige"
    assert keeping.body_of(kept, by=mette, now=NOON + timedelta(minutes=30)) is None
    assert keeping.body_of(kept, by=UserFactory(), now=NOON) is None


def test_a_browser_keeps_one_and_a_person_five():
    mette, tobias = UserFactory(), UserFactory()
    first = keep(mette)
    keep(tobias)
    second = keep(mette, replacing=first.pk)
    assert list(KeptPost.objects.filter(writer=mette)) == [second]

    latest = [keep(mette, now=NOON + timedelta(minutes=minute)) for minute in range(1, 7)]

    assert set(KeptPost.objects.filter(writer=mette)) == set(latest[-5:])
    assert KeptPost.objects.filter(writer=tobias).count() == 1


def test_what_is_too_long_or_nobodys_is_not_kept():
    mette, gone = UserFactory(), UserFactory(is_active=False)
    with pytest.raises(keeping.NotKept):
        keep(mette, body="x" * (keeping.LONGEST + 1))
    with pytest.raises(keeping.NotKept):
        keep(gone)
    assert not KeptPost.objects.exists()


def test_after_a_change_of_the_secret_key_nothing_can_be_given_back(settings):
    mette = UserFactory()
    kept = keep(mette)
    settings.SECRET_KEY = "another-secret-key-that-nothing-here-was-sealed-with"
    assert keeping.body_of(kept, by=mette, now=NOON) is None


def test_a_kept_post_goes_by_its_number_and_tells_nothing():
    kept = KeptPost(page="/ansoegninger/")
    assert str(kept) == str(kept.pk)


def test_forgotten_twice_is_forgotten_once():
    kept = keep(UserFactory())
    keeping.forget(kept)
    keeping.forget(kept)
    assert not KeptPost.objects.exists()


def test_what_nobody_came_back_for_is_tidied_away():
    mette = UserFactory()
    keep(mette)
    younger = keep(mette, now=NOON + timedelta(minutes=1))
    tidying.tidy(now=NOON + timedelta(minutes=30))
    assert list(KeptPost.objects.all()) == [younger]


def test_a_signed_text_is_ours_for_one_purpose_only():
    token = sealing.sign_text("7 /ansoegninger/", purpose="written-by")
    assert sealing.signed_text(token, purpose="written-by") == "7 /ansoegninger/"
    for token_or_purpose in ((token, "kept-post"), (token[:-1] + "-", "written-by"), ("", "written-by")):
        with pytest.raises(sealing.NotOurs):
            sealing.signed_text(token_or_purpose[0], purpose=token_or_purpose[1])
