"""``python -m launcher demo`` and ``python -m launcher test``: called by spark.py inside the environment it made."""

import sys
from pathlib import Path

from launcher import demo, failures, gate, options
from launcher.processes import Stopped, StopWish

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str], wish: StopWish, root: Path = ROOT) -> int:
    """The exit code of the wish in ``arguments``. Whatever goes wrong is said in a sentence."""
    wanted = options.parse(arguments)
    try:
        with wish.listening():
            if isinstance(wanted, options.Demo):
                return demo.run(wanted, wish, root, demo.plan)
            return gate.run(wanted, wish, root, gate.checks)
    except failures.Sorry as sorry:
        print(f"\n{sorry}", file=sys.stderr)
    except OSError as error:
        print(f"\n{failures.from_system(error)}", file=sys.stderr)
    except Stopped:
        print("\nStopped.")
        return 130
    return 1


if __name__ == "__main__":  # pragma: no cover - the line that starts main(), which is tested
    sys.exit(main(sys.argv[1:], StopWish()))
