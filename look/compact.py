"""How our pages get light: the indentation of a template is for its readers, not for the phone that loads the page."""

import re

from django.template import Origin
from django.template.loaders import filesystem

_INDENTATION = re.compile(r"\n\s+")
# Tags that only branch, or name a place, alone on their line.
_NAMES = "if|elif|else|endif|for|empty|endfor|with|endwith|load|extends|block|endblock|comment|endcomment"
_BRANCHES = re.compile(rf"\n((?:\{{% (?:{_NAMES})\b[^\n]*?%\}})+)(?=\n)")
# Before what begins or ends a block, a space is nothing to a browser.
_BLOCKS = re.compile(r"\n(?=</?(?:div|form|fieldset|legend|main|nav|header|footer|section|ol|ul|dl|table|tr|h\d|p)\b)")


class Loader(filesystem.Loader):
    """Django's, but a page's source loses its indentation and its empty lines. Words stay apart: a newline stays.

    Nothing of ours is written with spaces that count; what people have written comes in after this and is not touched.
    """

    def get_contents(self, origin: Origin) -> str:
        """The source of ``origin``; raises TemplateDoesNotExist."""
        source = super().get_contents(origin)
        return compact(source) if origin.name.endswith(".html") else source


def compact(source: str) -> str:
    """``source`` without indentation and empty lines; a line of nothing but branches joins the one before it."""
    lines = _BRANCHES.sub(r"\1", _INDENTATION.sub("\n", source))
    return _BLOCKS.sub("", lines).strip()
