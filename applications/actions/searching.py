"""Keeping what an application is found by: written when it is received, again whenever a name in it changes or goes."""

from django.db import connection

from applications.models import Application

_FLAT = "replace(replace(replace(word, 'aa', 'a'), 'ae', 'a'), 'oe', 'o')"

# One statement: the row as the tables tell it now, the words that came, and the words that nobody has any more.
_WRITE = f"""
    WITH old AS (
        SELECT unnest(tsvector_to_array(words)) AS word FROM applications_searchrow WHERE application_id = %(pk)s
    ),
    new AS MATERIALIZED (SELECT * FROM applications_search_rows(ARRAY[%(pk)s])),
    new_words AS (SELECT unnest(tsvector_to_array(words)) AS word FROM new),
    written AS (
        INSERT INTO applications_searchrow (application_id, names, words, received_at, status)
        SELECT application_id, names, words, received_at, status FROM new
        ON CONFLICT (application_id) DO UPDATE SET names = EXCLUDED.names, words = EXCLUDED.words
    ),
    lost AS (SELECT word FROM old EXCEPT SELECT word FROM new_words),
    gone AS (
        DELETE FROM applications_searchword AS known USING lost
        WHERE known.word = lost.word AND NOT EXISTS (
            SELECT FROM applications_searchrow AS other
            WHERE other.application_id <> %(pk)s AND other.words @@ quote_literal(lost.word)::tsquery
        )
    )
    INSERT INTO applications_searchword (word, flat) SELECT word, {_FLAT} FROM new_words
    WHERE word !~ '[0-9]' ORDER BY word ON CONFLICT DO NOTHING
"""
_WRITE_ALL = """
    INSERT INTO applications_searchrow (application_id, names, words, received_at, status)
    SELECT application_id, names, words, received_at, status FROM applications_search_rows(NULL)
    ON CONFLICT DO NOTHING
"""
_KNOW_ALL = f"""
    INSERT INTO applications_searchword (word, flat) SELECT word, {_FLAT}
    FROM (SELECT DISTINCT unnest(tsvector_to_array(words)) AS word FROM applications_searchrow) AS every
    WHERE word !~ '[0-9]' ON CONFLICT DO NOTHING
"""


def write(application: Application) -> None:
    """Write anew what ``application`` is found by, under the caller's lock; nothing for what was never received.

    Words that stand nowhere any more are forgotten with it: a person who has been erased, for one.
    """
    if application.first_submitted_at is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, {"pk": application.pk})


def write_all() -> None:
    """Write the rows that are missing, however many, inside the database: after a history was loaded past the verbs."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE_ALL)
        cursor.execute(_KNOW_ALL)
