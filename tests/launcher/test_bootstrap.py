import signal
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import bootstrap

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def root(place, monkeypatch):
    """A checkout with locks, and a Python whose environments note what they are asked to do."""
    for lock in ("requirements-uv.lock", "requirements.lock"):
        (place / lock).write_text("django==5.2.19 --hash=sha256:0\n")
    maker = place / "python3"
    maker.write_text(
        '#!/bin/sh\necho made >> "$(dirname "$0")/said"\nrm -rf "$4"\nmkdir -p "$4/bin"\n'
        'for tool in python uv; do cp "$(dirname "$0")/tool" "$4/bin/$tool"; done\n'
    )
    (place / "tool").write_text('#!/bin/sh\necho "$(basename "$0") $1 $2 $3" >> "$(dirname "$0")/../../said"\n')
    for program in (maker, place / "tool"):
        program.chmod(0o755)
    monkeypatch.setattr(sys, "_base_executable", str(maker))
    before = signal.getsignal(signal.SIGTERM)
    yield place
    signal.signal(signal.SIGTERM, before)


def said(root):
    words = (root / "said").read_text().splitlines()
    (root / "said").write_text("")
    return words


ALL = ["made", "python -m pip install", "uv pip sync --no-build"]


def test_the_first_run_does_everything_and_the_second_nothing(root):
    assert bootstrap.ready(["demo"], root) == str(root / ".venv" / "bin" / "python")
    assert said(root) == ALL
    bootstrap.ready(["demo"], root)
    assert said(root) == []


def test_a_changed_lock_is_installed_again(root):
    bootstrap.ready(["test"], root)
    said(root)
    (root / "requirements.lock").write_text("django==5.2.20 --hash=sha256:1\n")
    bootstrap.ready(["test"], root)
    assert said(root) == ALL[2:]


def test_an_environment_that_was_moved_is_made_anew(root, monkeypatch):
    bootstrap.ready(["test"], root)
    said(root)
    moved = root.parent / "Flyttet"
    root.rename(moved)
    monkeypatch.setattr(sys, "_base_executable", str(moved / "python3"))
    bootstrap.ready(["test"], moved)
    assert said(moved) == ALL
    moved.rename(root)


def test_an_environment_that_is_somebody_elses_is_left_to_them(root):
    theirs = root / "theirs"
    theirs.mkdir()
    (theirs / "python").touch()
    (root / ".venv").symlink_to(theirs)
    bootstrap.ready(["demo"], root)
    assert said(root) == ALL
    assert [each.name for each in theirs.iterdir()] == ["python"]
    assert not (root / ".venv").is_symlink()


def trouble(root, line):
    (root / "tool").write_text(f"#!/bin/sh\n{line}\n")
    with pytest.raises(SystemExit) as ended:
        bootstrap.ready(["demo"], root)
    return ended.value.code


def test_no_network_is_one_sentence(root):
    said = trouble(root, "echo 'error: dns error: failed to lookup address'; exit 2")
    assert said.startswith("Installing what requirements-uv.lock names: the package registry can't be reached.")


def test_a_missing_wheel_is_one_sentence(root):
    said = trouble(root, "echo 'ERROR: No matching distribution found for uv'; exit 1")
    assert "no ready-made build (wheel) for this machine" in said


def test_a_step_that_failed_is_tried_again(root):
    trouble(root, "exit 1")
    trouble(root, "exit 1")
    assert said(root) == ["made"]


def test_a_tool_that_can_not_start_is_one_sentence(root):
    (root / "python3").unlink()
    assert trouble(root, "") == f"The machine said no: No such file or directory ({root}/python3)."


def test_being_asked_to_stop_ends_quietly(root):
    # A second into its work: asked in the very instant of its start, Python would leave it unattended.
    assert trouble(root, "sleep 1; kill -TERM $PPID; sleep 5") == "\nStopped."


def test_a_mistyped_word_is_answered_before_anything_is_fetched(root):
    with pytest.raises(SystemExit, match="2"):
        bootstrap.ready(["dmeo"], root)
    assert not (root / "said").exists()


def run_spark(prelude, place):
    """spark.py as the machine's Python would run it, after ``prelude`` has made that machine poorer."""
    start = f"runpy.run_path({str(ROOT / 'spark.py')!r}, run_name='__main__')"
    code = f"import sys, runpy; sys.argv = ['spark.py', 'demo']; {prelude}; {start}"
    done = subprocess.run([sys.executable, "-c", code], cwd=place, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr


def test_an_older_python_is_told(place):
    told = run_spark("sys.version_info = (3, 9, 2); sys.version = '3.9.2 (default)'", place)
    assert told == "This is Python 3.9.2; SPARK needs Python 3.11 or newer: python3.11 spark.py demo\n"


def test_windows_is_told(place):
    assert "on Windows use WSL" in run_spark("import os; os.name = 'nt'", place)


def test_debians_python_without_venv_is_told(place):
    assert run_spark("sys.modules['ensurepip'] = None", place) == (
        "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv\n"
    )


def test_spark_itself_stays_small():
    assert len((ROOT / "spark.py").read_text().splitlines()) <= 150
