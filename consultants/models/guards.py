"""What the database itself keeps true of an engagement, whatever code or hand writes to it."""

import pgtrigger

_MUNICIPALITIES = """
NEW.municipality_ids := ARRAY(
    SELECT DISTINCT municipality_id FROM applications_workplace
    WHERE application_id = NEW.application_id ORDER BY municipality_id
);
RETURN NEW;
"""


def municipalities_follow_workplaces() -> pgtrigger.Trigger:
    """The municipalities beside an engagement are those of its workplaces, whatever was to be written there."""
    return pgtrigger.Trigger(
        name="municipalities_follow_workplaces",
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("application_id", "municipality_ids"),
        when=pgtrigger.Before,
        func=_MUNICIPALITIES,
    )


def assignment_names_its_application() -> pgtrigger.Trigger:
    """The application beside an assignment is that of its engagement, whatever was to be written there."""
    return pgtrigger.Trigger(
        name="names_its_application",
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("engagement_id", "application_id"),
        when=pgtrigger.Before,
        func="""
            NEW.application_id := (SELECT application_id FROM consultants_engagement WHERE id = NEW.engagement_id);
            RETURN NEW;
        """,
    )


def workplaces_call_for_municipalities() -> pgtrigger.Trigger:
    """Whenever a workplace comes, moves or goes, the one above is called for, under the engagement's lock."""
    return pgtrigger.Trigger(
        name="workplaces_call_for_municipalities",
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("application_id", "municipality_id") | pgtrigger.Delete,
        when=pgtrigger.After,
        func="""
            UPDATE consultants_engagement SET municipality_ids = municipality_ids
            WHERE application_id IN (OLD.application_id, NEW.application_id);
            RETURN NULL;
        """,
    )
