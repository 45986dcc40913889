"""Times the portal's pages beside the barest Django site's, interleaved, and prints how many times slower they are.

    .venv/bin/python benchmarks/run.py [--keep] [--json FILE]

Exit code 1 when a bound is broken. See benchmarks/README.md.
"""

import argparse
import dataclasses
import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import figures, stage, subjects, wrk
from launcher import failures
from launcher.processes import Group, Stopped, StopWish


def parse(arguments):
    """The wish behind ``arguments``."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="keep the databases for the next run (needs DATABASE_URL)")
    parser.add_argument("--json", type=Path, help="write every figure to this file as well")
    parser.add_argument("--rounds", type=int, default=5, help="counted rounds (%(default)s)")
    parser.add_argument("--seconds", type=int, default=3, help="of each run (%(default)s)")
    parser.add_argument("--connections", default="1,8", help="how many ask at once (%(default)s)")
    parser.add_argument("--only", default="", help="just the pages whose name contains this (floor … comes along)")
    return parser.parse_args(arguments)


def measure(pages, levels, wanted, pause):
    """Figures of every page. Each round visits all of them, so that a noisy machine hits all alike.

    ``pause`` ends it between two runs when somebody asks us to stop.
    """
    runs, lasting = {}, {}
    for page in pages:
        wrk.check(page)
        wrk.load(page, 2, 1)  # warm: templates compiled, connections open, both workers awake
        lasting[page.name] = wrk.durations(page, levels, wanted.seconds)
        pause()
    for number in range(wanted.rounds):
        print(f"  Round {number + 1} of {wanted.rounds}", flush=True)
        for page in pages:
            for level, lasts in lasting[page.name].items():
                runs.setdefault((page.name, level), []).append(wrk.load(page, level, lasts))
                pause()
    return [figures.figure(name, level, found) for (name, level), found in runs.items()]


def bench(wanted, wish):
    """Everything from the servers to the verdict; the exit code."""
    wrk.refuse_missing()
    levels = sorted({int(level) for level in wanted.connections.split(",")})
    with (
        stage.addresses(wish, os.environ, keep=wanted.keep) as addresses,
        tempfile.TemporaryDirectory() as folder,
        Group(wish) as group,
    ):
        on = stage.Stage(group, Path(folder), addresses, wanted.keep)
        pages = subjects.floor(*on.floor())
        for size in stage.SIZES:
            pages += subjects.portal(*on.portal(size), size)
        pages = [page for page in pages if wanted.only in page.name or page.name.startswith("floor")]
        found = measure(figures.in_turn(pages), levels, wanted, wish.pause)
    return tell(found, wanted.json)


def tell(found, file):
    """Print the figures, write them to ``file`` if wished; 1 where a bound is broken or an answer was wrong."""
    ratios = figures.ratios(found)
    print(f"\n{figures.table(found)}\n\n{figures.verdicts(ratios)}")
    if file:
        told = {"pages": found, "ratios": ratios}
        rows = {name: [dataclasses.asdict(each) for each in rows] for name, rows in told.items()}
        file.write_text(json.dumps(rows, indent=1) + "\n")
    broken = any(each.verdict == "TOO SLOW" for each in ratios) or any(each.bad for each in found)
    return int(broken)


def main(arguments):
    """The exit code; whatever goes wrong is said in a sentence."""
    wanted, wish = parse(arguments), StopWish()
    try:
        with wish.listening():
            return bench(wanted, wish)
    except failures.Sorry as sorry:
        print(f"\n{sorry}", file=sys.stderr)
    except Stopped:
        print("\nStopped.")
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
