"""How collected files are named: by their content, so that browsers may keep them for ever."""

import functools
from collections.abc import Callable

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types in the package
    """Hashed and compressed. A comment that points to a source map is left as it is: we collect no maps."""

    patterns = (("*.css", CompressedManifestStaticFilesStorage.patterns[0][1][:2]),)

    @functools.cached_property
    def url(self) -> Callable[..., str]:
        """Where a file is. A page names seven, and what each is called stands until the next release."""
        return functools.cache(super().url)
