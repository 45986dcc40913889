"""From a bare Python to an environment with exactly what the locks name. Standard library only."""

import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher import failures, options, steps

ROOT = Path(__file__).resolve().parent.parent


def ready(arguments: list[str], root: Path = ROOT) -> str:
    """The path of the environment's Python, everything installed. Ends the command where the machine won't let it."""
    options.parse(arguments)  # a mistyped word is answered before anything is fetched
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with _alone(root):
            return str(_environment(root))
    except failures.Sorry as sorry:
        sys.exit(f"{sorry}")
    except OSError as error:
        sys.exit(f"{failures.from_system(error)}")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Two commands started at once prepare one after the other, not into each other."""
    folder = root / ".spark"
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _environment(root: Path) -> Path:
    venv = root / ".venv"
    python = venv / "bin" / "python"
    # Scripts in an environment hold its path: one that was moved, or made by another Python, is made anew.
    made = steps.fingerprint(str(root), sys.version[:4])
    if not (steps.is_done(venv / "stamps" / "made", made) and python.exists()):
        with steps.told("Python environment"):
            if venv.is_symlink():  # what it points to is somebody else's, and --clear would empty it
                venv.unlink()
            maker = getattr(sys, "_base_executable", sys.executable)
            steps.run([maker, "-m", "venv", "--clear", venv], doing="Making .venv")
        steps.set_done(venv / "stamps" / "made", made)
    _install(
        venv, "Installer (uv)", root / "requirements-uv.lock", [python, "-m", "pip", "install", "-q", "--no-deps", "-r"]
    )
    uv = venv / "bin" / "uv"
    sync: list[str | Path] = [uv, "pip", "sync", "--no-build", "--compile-bytecode", "--python", python]
    _install(venv, "Python packages", root / "requirements.lock", sync)
    return python


def _install(venv: Path, title: str, lock: Path, command: list[str | Path]) -> None:
    stamp, content = venv / "stamps" / lock.name, steps.fingerprint(lock)
    if steps.is_done(stamp, content):
        return
    with steps.told(title):
        steps.run(
            [*command, lock, "--require-hashes"],
            doing=f"Installing what {lock.name} names",
            env=steps.trusting(os.environ),
        )
    steps.set_done(stamp, content)
