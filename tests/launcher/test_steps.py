import sys

import pytest

from launcher import steps
from launcher.failures import Sorry


def test_a_step_says_what_it_does_and_how_long_it_took(capsys):
    with steps.told("Tables"):
        assert capsys.readouterr().out == "  Tables … "
    assert capsys.readouterr().out == "0.0 s\n"


def test_a_step_that_fails_ends_its_line(capsys):
    with pytest.raises(Sorry), steps.told("Tables"):
        raise Sorry("no")
    assert capsys.readouterr().out == "  Tables … no\n"


def test_a_tool_returns_what_it_prints():
    assert steps.run([sys.executable, "-c", "print('æøå')"], doing="Asking") == "æøå\n"


def test_a_tool_that_fails_is_explained():
    with pytest.raises(Sorry, match=r"^Asking: the disk is full"):
        steps.run([sys.executable, "-c", "raise OSError('No space left on device')"], doing="Asking")


def test_a_tool_ends_when_we_are_asked_to_stop(tmp_path):
    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        steps.run([sys.executable, "-c", "import time; time.sleep(60)"], doing="Waiting", pause=stop)


def test_done_work_is_recognised_until_it_changes(tmp_path):
    lock, stamp = tmp_path / "lock", tmp_path / "stamps" / "lock"
    lock.write_text("django==5.2")
    assert not steps.is_done(stamp, steps.fingerprint("x", lock))
    steps.set_done(stamp, steps.fingerprint("x", lock))
    assert steps.is_done(stamp, steps.fingerprint("x", lock))
    lock.write_text("django==5.3")
    assert not steps.is_done(stamp, steps.fingerprint("x", lock))
    assert [path.name for path in stamp.parent.iterdir()] == ["lock"]


def test_tools_trust_what_the_machine_trusts(tmp_path):
    bundle = tmp_path / "bundle.crt"
    bundle.touch()
    told = steps.trusting({"PIP_CERT": "mine", "LANG": "C"}, ["/not/there", str(bundle)])
    assert told == {"PIP_CERT": "mine", "LANG": "C", "SSL_CERT_FILE": str(bundle), "NODE_EXTRA_CA_CERTS": str(bundle)}
    assert steps.trusting({"LANG": "C"}, ["/not/there"]) == {"LANG": "C"}
