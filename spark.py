#!/usr/bin/env python3
"""The two commands: ``python3 spark.py demo`` and ``python3 spark.py test [pytest args]``.

Needs nothing but Python 3.11. Makes ``.venv`` with exactly what the locks name and hands over to the package
``launcher`` inside it. Written so that an older Python 3 can read it and say so.
"""

import os
import sys


def lacking() -> str:
    """What this machine lacks, as one sentence; empty when it lacks nothing."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python is just what this line is for
        return f"This is Python {sys.version.split()[0]}; SPARK needs Python 3.11 or newer: python3.11 spark.py demo"
    if os.name != "posix":
        return "SPARK's demo and tests run on Linux and macOS; on Windows use WSL."
    try:
        import ensurepip  # noqa: F401 - Debian ships Python without it
        import venv  # noqa: F401
    except ImportError:
        return "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"
    return ""


def main() -> None:
    """Prepare the environment, then become the launcher: signals reach it directly."""
    sentence = lacking()
    if sentence:
        sys.exit(sentence)
    from launcher import bootstrap

    python = bootstrap.ready(sys.argv[1:])
    os.chdir(bootstrap.ROOT)
    os.execv(python, [python, "-m", "launcher", *sys.argv[1:]])  # noqa: S606 - nothing here passes through a shell


if __name__ == "__main__":
    main()
