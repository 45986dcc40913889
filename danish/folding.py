"""Danish words as one types them on any keyboard: Ærø is aeroe, ærø and AERØ alike.

The database folds what is searched in by a function of its own (``applications_folded``, made by a migration); a test
holds the two to the same answer for every letter.
"""

import re
import unicodedata

_KIN = str.maketrans("ÆÄäØÖöŒœÅĐđÐðŁłıẞ", "æææøøøøøåddddlliß")
_SPELT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
_ACCENTS = re.compile("[\u0300-\u036f]+")
_BETWEEN = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """``text`` as words of a to z and digits with one space between: "Ærø, Café 3" is "aeroe cafe 3"."""
    spelt = unicodedata.normalize("NFC", text).translate(_KIN).translate(_SPELT)
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", spelt))
    return _BETWEEN.sub(" ", plain.lower()).strip()


def flat(word: str) -> str:
    """A folded word without what tells æ from a and ø from o: what words that are spelt wrong are compared by."""
    return word.replace("aa", "a").replace("ae", "a").replace("oe", "o")
