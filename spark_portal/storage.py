"""How collected files are named: by their content, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types in the package
    """Hashed and compressed. A comment that points to a source map is left as it is: we collect no maps."""

    patterns = (("*.css", CompressedManifestStaticFilesStorage.patterns[0][1][:2]),)
