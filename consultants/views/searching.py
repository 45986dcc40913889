"""The 25 applications that answer a search best, at a cost that does not grow with all that was ever received.

First it is asked what the typed words can stand for, among the words there are: as they are, as they begin, by their
stem; spelt much like them where nothing else is known. Few exact words are left, of which the database knows how often
they occur, so that it finds the way that costs least. Then comes what bears the name, then what tells of it.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import F, QuerySet

import paging
from applications import search
from applications.lifecycle import WITH_THE_GROUP
from applications.models import Application, SearchRow
from danish.folding import flat

MOST = 25
# So many of those that bear the name are weighed against each other: the newest.
_WEIGHED = 50
# Where they are found among so many, the newest that came, the rest need not be read; no further than to the last.
_PROBED = 4000
# Above what bears a name that is not common, so that the planner does not hope to be done before it has read them all.
_GATHERED = 10 * paging.CAP

Applications = QuerySet[Application]

# What each typed word begins, the shortest first: that is the word itself, where it is one. Its stems, where known.
# What looks like it, where neither is.
# (The operators with ~ are those of the index, whatever order of letters the database has.)
_MEANT = """
    WITH meant AS MATERIALIZED (
        SELECT asked.word AS typed, begun.word, 'begun' AS how FROM unnest(%(words)s::text[]) AS asked (word)
        CROSS JOIN LATERAL (
            SELECT known.word FROM applications_searchword AS known
            WHERE known.word ~>=~ asked.word AND known.word ~<~ (asked.word || '~')
              AND (length(asked.word) > 1 OR known.word = asked.word)
            ORDER BY length(known.word), known.word LIMIT 40
        ) AS begun
        UNION ALL
        SELECT asked.word, known.word, 'stem' FROM unnest(%(words)s::text[]) AS asked (word)
        CROSS JOIN LATERAL unnest(tsvector_to_array(to_tsvector('danish', asked.word))) AS stem (word)
        JOIN applications_searchword AS known ON known.word = stem.word
    )
    SELECT typed, word, how, 0 AS likeness FROM meant
    UNION ALL
    SELECT asked.word, near.word, 'near', near.likeness
    FROM unnest(%(spelt)s::text[], %(flat)s::text[]) AS asked (word, flat)
    CROSS JOIN LATERAL (
        SELECT known.word, similarity(known.flat, asked.flat) AS likeness FROM applications_searchword AS known
        WHERE known.flat %% asked.flat OR known.flat LIKE '%%' || asked.flat || '%%'
        ORDER BY likeness DESC, known.word LIMIT 8
    ) AS near
    WHERE asked.word NOT IN (SELECT typed FROM meant)
"""

# The newest that bear a name: looked for among the latest first, and among all where those are too few.
# (OFFSET 0: gathered before they are put in order. The database can't know how rare a word is that it has not seen
# lately, and would walk through all that ever came to find a few.)
_NEWEST = """
    WITH latest AS MATERIALIZED (
        SELECT application_id, received_at FROM (
            SELECT application_id, received_at, names FROM applications_searchrow
            WHERE %(states)s::text[] IS NULL OR status = ANY (%(states)s)
            ORDER BY received_at DESC LIMIT %(probed)s
        ) AS came
        WHERE names @@ to_tsquery('simple', %(asked)s) ORDER BY received_at DESC LIMIT %(most)s
    ),
    found AS MATERIALIZED (SELECT count(*) AS so_many FROM latest)
    SELECT application_id FROM latest WHERE (SELECT so_many FROM found) = %(most)s
    UNION ALL (
        SELECT application_id FROM (
            SELECT application_id, received_at FROM applications_searchrow
            WHERE names @@ to_tsquery('simple', %(asked)s)
              AND (%(states)s::text[] IS NULL OR status = ANY (%(states)s))
            OFFSET 0
        ) AS every
        WHERE (SELECT so_many FROM found) < %(most)s ORDER BY received_at DESC LIMIT %(most)s
    )
"""


@dataclass(frozen=True)
class Hits:
    """What was found, the best first; ``is_near``: by words that are spelt much like those typed."""

    rows: list[Application]
    is_more: bool
    is_near: bool = False

    @property
    def count(self) -> paging.Count:
        """How many, counted no further than they are shown."""
        return paging.Count(len(self.rows), is_capped=self.is_more)


def hits(rows: Applications, typed: str, *, states: Collection[str] = ()) -> Hits:
    """Those of ``rows``, all of which the person may read, that ``typed`` finds; the newest where it says nothing.

    ``states``: the only ones that ``rows`` can have; none where they can have any.
    """
    rows = rows.order_by("-search__received_at")
    words = search.words_of(typed)
    if not words:
        return _cut(list(rows.filter(search__in=_within(states))[: MOST + 1]), is_near=False)
    if len(words) == 1 and (reference := search.reference_of(words[0])):
        of_them = rows.filter(search__in=_within(states), reference__startswith=reference)
        return _cut(list(of_them.order_by("reference")[: MOST + 1]), is_near=False)
    meanings, is_near = _meanings(words)
    return _cut(_best(rows, states, meanings), is_near=is_near)


def _cut(found: list[Application], *, is_near: bool) -> Hits:
    return Hits(found[:MOST], is_more=len(found) > MOST, is_near=is_near and bool(found))


def _best(rows: Applications, states: Collection[str], meanings: Sequence[search.Meaning]) -> list[Application]:
    """Those that bear the name, the most alike first; then those that tell of it; the newest first among equals."""
    names = search.in_names(meanings)
    asked, exactly = _query(names), _query(search.every([each.likeliest] for each in meanings))
    weight = SearchRank(F("search__names"), asked) + SearchRank(F("search__names"), exactly)
    newest = _newest(names, states)
    named = list(rows.filter(pk__in=newest).annotate(weight=weight))
    if len(named) < len(newest) == _WEIGHED:  # the person has narrowed the list, and there are more
        named = list(_those(rows, _within(states).filter(names=asked), _GATHERED).annotate(weight=weight)[:_WEIGHED])
    found: list[Application] = sorted(named, key=attrgetter("weight", "first_submitted_at"), reverse=True)
    if len(found) > MOST:
        # Nothing more is shown. Where so many bear the name few tell of it alone, and all would be looked through.
        return found
    # The text that was received, so not while the group is writing on it.
    texts = _within(states).filter(words=_query(search.in_texts(meanings))).exclude(status__in=WITH_THE_GROUP)
    return [*found, *_those(rows, texts, paging.CAP + 1).exclude(search__names=asked)[: MOST + 1]]


def _within(states: Collection[str]) -> QuerySet[SearchRow]:
    return SearchRow.objects.filter(status__in=sorted(states)) if states else SearchRow.objects.all()


def _newest(names: str, states: Collection[str]) -> list[UUID]:
    """The newest that bear the name, of which no more are weighed."""
    facts = {"asked": names, "states": sorted(states) or None, "probed": _PROBED, "most": _WEIGHED}
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, facts)
        return [pk for (pk,) in cursor.fetchall()]


def _those(rows: Applications, found: QuerySet[SearchRow], most: int) -> Applications:
    """The application of each row found, which are counted no further than to ``most``.

    Few are gathered first and put in order then. The other way round, which is right for many, the database would read
    all that ever came to find the few: it can't know how rare a word is that it has not seen lately.
    """
    gathered = found.values("pk")[:most]
    return rows.filter(search__in=found.values("pk") if gathered.count() > paging.CAP else gathered)


def _query(told: str) -> SearchQuery:
    return SearchQuery(told, config="simple", search_type="raw")


def _meanings(words: Sequence[str]) -> tuple[list[search.Meaning], bool]:
    """What each word can stand for, and whether one of them had to be taken for words that look like it."""
    spelt = [word for word in words if word.isalpha()]
    with connection.cursor() as cursor:
        cursor.execute(_MEANT, {"words": list(words), "spelt": spelt, "flat": [flat(word) for word in spelt]})
        known = cursor.fetchall()
    begun: dict[str, list[str]] = defaultdict(list)
    stems: dict[str, list[str]] = defaultdict(list)
    for typed, word, how, _ in sorted(known, key=itemgetter(3), reverse=True):
        (stems if how == "stem" else begun)[typed].append(word)
    is_near = any(how == "near" for _, _, how, _ in known)
    return [search.Meaning((word, *begun[word]), tuple(stems[word])) for word in words], is_near
