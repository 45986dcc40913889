"""The browser of the journeys: any Chromium or Chrome that this machine already has."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from launcher.failures import Sorry

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_USUAL = (
    "/usr/bin/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
REASON = "no Chromium or Chrome was found: the browser journeys are skipped"


def find(environ: Mapping[str, str], usual: Iterable[str] = _USUAL) -> str:
    """The browser's path: SPARK_CHROMIUM, PATH, the usual places; empty when there is none.

    Raises Sorry when the one named does not exist, or when SPARK_REQUIRE_BROWSER=1 and there is none.
    """
    told = environ.get("SPARK_CHROMIUM", "")
    if told and not Path(told).is_file():
        raise Sorry(f"SPARK_CHROMIUM names {told}, which is not there.")
    on_path = (shutil.which(name, path=environ.get("PATH")) for name in _NAMES)
    in_place = (place for place in usual if Path(place).is_file())
    found = told or next((path for path in (*on_path, *in_place) if path), "")
    if not found and environ.get("SPARK_REQUIRE_BROWSER") == "1":
        raise Sorry("SPARK_REQUIRE_BROWSER is set, but no Chromium or Chrome was found.")
    return found
