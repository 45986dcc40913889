import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launcher.failures import Sorry
from launcher.processes import Group, Program, Stopped, StopWish

STUBBORN = """
import os, pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()} {child.pid} ")
time.sleep(60)
"""
# A launcher of one stubborn child, as a program of its own so that real signals can be sent to it.
LAUNCHER = f"""
import pathlib, sys
from launcher.processes import Group, Program, Stopped, StopWish
wish, place = StopWish(), pathlib.Path(sys.argv[1])
log = place / 'log'
try:
    with wish.listening(), Group(wish, patience=0.5) as group:
        group.start(Program("stubborn", [sys.executable, "-c", {STUBBORN!r}, place / "pids"], {{}}, place, log))
        while True:
            wish.pause()
except Stopped:
    sys.exit(7)
"""


def python(code, place, name="child", log="log", **more):
    return Program(name, [sys.executable, "-c", code], {"PATH": os.environ["PATH"]}, place, log and place / log, **more)


def lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def pids_in(path):
    wait_for(lambda: path.exists() and path.read_text().endswith(" "))
    return [int(word) for word in path.read_text().split()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_even_stubborn_children_and_theirs(place, number):
    # A shell script that puts a command in the background has it ignore SIGINT: so does this one.
    command = ["/bin/sh", "-c", 'trap "" INT; exec "$@"', "sh", sys.executable, "-c", LAUNCHER, place]
    launcher = subprocess.Popen(command)
    pids = pids_in(place / "pids")
    assert [lives(pid) for pid in pids] == [True, True]
    started = time.monotonic()
    launcher.send_signal(number)
    assert launcher.wait(5) == 7
    assert time.monotonic() - started < 5
    assert [lives(pid) for pid in pids] == [False, False]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a child that its parent has died")
def test_children_end_when_the_launcher_is_killed(place):
    gentle = LAUNCHER.replace(repr(STUBBORN), repr(STUBBORN.replace("SIG_IGN", "SIG_DFL")))
    launcher = subprocess.Popen([sys.executable, "-c", gentle, place])
    child, grandchild = pids_in(place / "pids")
    launcher.kill()
    launcher.wait()
    wait_for(lambda: not lives(child))
    os.kill(grandchild, signal.SIGKILL)  # nobody's child of ours: our programs take theirs along


def test_a_child_is_asked_first_and_may_say_farewell(place, wish):
    code = """
import pathlib, signal, sys, time
def bye(*_): pathlib.Path("bye").touch(); sys.exit()
signal.signal(signal.SIGINT, bye); pathlib.Path("up").touch(); time.sleep(60)
"""
    with Group(wish) as group:
        group.start(python(code, place, stop_with=signal.SIGINT))
        group.wait_until((place / "up").exists, within=10, name="child")
    assert (place / "bye").exists()


def test_a_program_that_does_well_is_over_when_run_returns(place, group):
    group.run_well(python("print('fine')", place))
    assert (place / "log").read_text() == "fine\n"
    group.fail_if_dead()


def test_a_program_that_fails_tells_its_last_lines(place, group):
    with pytest.raises(Sorry, match=r"^Tables failed. The last it said:\n    no such table$"):
        group.run_well(python("import sys; sys.exit('no such table')", place, name="Tables"))


def test_a_child_that_dies_while_we_wait_is_told_at_once(place, group):
    group.start(python("import sys; sys.exit('Address already in use')", place, name="web"))
    with pytest.raises(Sorry, match=r"^web failed. The last it said:\n    Address already in use$"):
        group.wait_until(lambda: False, within=10, name="The portal")


def test_a_silent_death_is_told_with_its_code(place, group):
    group.start(python("import os; os._exit(3)", place, name="web", log=None))
    with pytest.raises(Sorry, match=r"it ended with 3"):
        group.wait_until(lambda: False, within=10, name="The portal")


def test_patience_ends(place, group):
    group.start(python("import time; print('starting', flush=True); time.sleep(60)", place, name="web"))
    wait_for((place / "log").read_text)
    with pytest.raises(Sorry, match=r"^The portal was not ready within 0 seconds.\nweb:\nstarting$"):
        group.wait_until(lambda: False, within=0, name="The portal")


def test_a_child_on_the_terminal_hears_ctrl_c_without_us(place):
    wish = StopWish()
    code = "import pathlib, signal, sys, time\ndef bye(*_): pathlib.Path('told').touch(); sys.exit()\n"
    code += "signal.signal(signal.SIGINT, bye); pathlib.Path('up').touch(); time.sleep(60)"
    with Group(wish, patience=0.2) as group:
        group.start(python(code, place, log=None, stop_with=signal.SIGINT))
        group.wait_until((place / "up").exists, within=10, name="child")
        wish.ask(signal.SIGINT)
        with pytest.raises(Stopped):
            group.run(python("import time; time.sleep(60)", place, log=None))
    assert not (place / "told").exists()


def test_signals_are_ours_only_while_we_listen(wish):
    before = signal.getsignal(signal.SIGTERM)
    with wish.listening():
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(Stopped):
            wish.pause()
    assert signal.getsignal(signal.SIGTERM) == before


def test_without_setpriv_a_child_starts_all_the_same(place, group, monkeypatch):
    monkeypatch.setenv("PATH", str(place))
    group.run_well(python("print('fine')", place))
    assert (place / "log").read_text() == "fine\n"
