"""What the database itself refuses or keeps true, whatever code or hand writes to it."""

import pgtrigger

from applications.lifecycle import NEEDS_EVERY_YES

_STATES = ", ".join(f"'{status.value}'" for status in sorted(NEEDS_EVERY_YES))


_REFUSE_WITHOUT_EVERY_YES = """
IF EXISTS (
    SELECT 1 FROM applications_application AS application
    WHERE application.id = {application_id}
      AND application.status IN ({states})
      AND (
        NOT EXISTS (
            SELECT 1 FROM applications_signatory AS named
            WHERE named.application_id = application.id AND named.removed_at IS NULL
        )
        OR EXISTS (
            SELECT 1 FROM applications_signatory AS named
            WHERE named.application_id = application.id AND named.removed_at IS NULL
              AND NOT EXISTS (
                SELECT 1 FROM applications_answer AS answer
                JOIN applications_applicationversion AS version ON version.id = answer.version_id
                WHERE answer.signatory_id = named.id
                  AND version.application_id = application.id
                  AND version.number = application.version_number
                  AND answer.agrees AND answer.taken_back_at IS NULL
                  AND answer.address = named.email
              )
        )
      )
) THEN
    RAISE EXCEPTION 'application %: not everybody named has agreed to the current version', {application_id}
        USING ERRCODE = 'check_violation';
END IF;
RETURN NULL;
"""


_REFUSE_ONCE_SENT = """
IF OLD.status IN ('granted', 'declined') AND NEW.status <> OLD.status AND (
    OLD.held_until IS NULL
    OR NEW.status <> OLD.decided_from
    OR EXISTS (
        SELECT 1 FROM applications_decisionletter AS letter
        JOIN notifications_notification AS mail ON mail.about_id = letter.id AND mail.kind = 'decision'
        WHERE letter.application_id = OLD.id AND mail.state NOT IN ('owed', 'skipped')
    )
) THEN
    RAISE EXCEPTION 'application %: the decision has left, or was never held back', OLD.id
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


def taken_back_only_while_unsent() -> pgtrigger.Trigger:
    """Refuses the way back from a decision of which a letter has left, or may have: claimed, doubtful or dead."""
    return pgtrigger.Trigger(
        name="taken_back_only_while_unsent",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("status"),
        func=_REFUSE_ONCE_SENT,
    )


def every_yes_at_commit(name: str, *, application_id: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """A constraint trigger that looks at commit, when the transaction's last word is known.

    It refuses an application that is submitted, waiting or granted while anybody named lacks a yes, from their
    present address, to the current version. ``application_id``: the SQL expression that finds the application.
    """
    return pgtrigger.Trigger(
        name=f"every_yes_{name}",
        operation=operation,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        func=_REFUSE_WITHOUT_EVERY_YES.format(application_id=application_id, states=_STATES),
    )


def search_follows_status() -> pgtrigger.Trigger:
    """What an application is found by knows its status, whoever changed it."""
    return pgtrigger.Trigger(
        name="search_follows_status",
        operation=pgtrigger.UpdateOf("status"),
        when=pgtrigger.After,
        func="UPDATE applications_searchrow SET status = NEW.status WHERE application_id = NEW.id; RETURN NULL;",
    )


_PLACES = """
NEW.municipality_ids := ARRAY(
    SELECT DISTINCT municipality_id FROM applications_workplace WHERE application_id = NEW.id ORDER BY municipality_id
);
NEW.sector_ids := ARRAY(
    SELECT DISTINCT sector_id FROM applications_workplace WHERE application_id = NEW.id ORDER BY sector_id
);
RETURN NEW;
"""

_CALL_FOR_PLACES = """
IF TG_OP = 'UPDATE' AND (OLD.application_id, OLD.municipality_id, OLD.sector_id)
    = (NEW.application_id, NEW.municipality_id, NEW.sector_id)
THEN
    RETURN NULL;
END IF;
UPDATE applications_application SET municipality_ids = municipality_ids
WHERE id IN (OLD.application_id, NEW.application_id);
RETURN NULL;
"""


def places_follow_workplaces() -> pgtrigger.Trigger:
    """What stands beside an application is where its workplaces lie and what they do, whatever was to be written."""
    return pgtrigger.Trigger(
        name="places_follow_workplaces",
        operation=pgtrigger.UpdateOf("municipality_ids", "sector_ids"),
        when=pgtrigger.Before,
        func=_PLACES,
    )


def workplaces_call_for_places() -> pgtrigger.Trigger:
    """Whenever a workplace comes, changes or goes, the one above is called for, under the application's lock."""
    return pgtrigger.Trigger(
        name="workplaces_call_for_places",
        operation=pgtrigger.Insert
        | pgtrigger.UpdateOf("application_id", "municipality_id", "sector_id")
        | pgtrigger.Delete,
        when=pgtrigger.After,
        func=_CALL_FOR_PLACES,
    )


_KEYS = """
NEW.theme_keys := ARRAY(
    SELECT theme.key FROM applications_application_themes AS named
    JOIN themes_theme AS theme ON theme.id = named.theme_id
    WHERE named.application_id = NEW.id ORDER BY theme.key
);
RETURN NEW;
"""


def keys_follow_themes() -> pgtrigger.Trigger:
    """The keys beside an application are those of the themes it names, whatever was to be written there."""
    return pgtrigger.Trigger(
        name="keys_follow_themes",
        operation=pgtrigger.UpdateOf("theme_keys"),
        when=pgtrigger.Before,
        func=_KEYS,
    )


def themes_call_for_keys() -> pgtrigger.Trigger:
    """Whenever a theme is named or is named no more, `keys_follow_themes` is called for, under the row's lock."""
    return pgtrigger.Trigger(
        name="themes_call_for_keys",
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        when=pgtrigger.After,
        func="""
            UPDATE applications_application SET theme_keys = theme_keys
            WHERE id IN (OLD.application_id, NEW.application_id);
            RETURN NULL;
        """,
    )
