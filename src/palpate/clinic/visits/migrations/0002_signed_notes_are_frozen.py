"""The database itself refuses to change a signed note or an amendment, whatever program asks."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER visits_signed_note_is_frozen BEFORE UPDATE ON visits_visit
    WHEN OLD.status = 'signed'
    BEGIN SELECT RAISE(ABORT, 'a signed note cannot change'); END
    """,
    """
    CREATE TRIGGER visits_amendment_is_frozen BEFORE UPDATE ON visits_amendment
    BEGIN SELECT RAISE(ABORT, 'an amendment cannot change'); END
    """,
]
SQLITE_BACK = [
    "DROP TRIGGER visits_signed_note_is_frozen",
    "DROP TRIGGER visits_amendment_is_frozen",
]
POSTGRESQL = [
    """
    CREATE FUNCTION visits_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'a signed note cannot change' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    """
    CREATE TRIGGER visits_signed_note_is_frozen BEFORE UPDATE ON visits_visit
    FOR EACH ROW WHEN (OLD.status = 'signed') EXECUTE FUNCTION visits_refuse_change()
    """,
    """
    CREATE TRIGGER visits_amendment_is_frozen BEFORE UPDATE ON visits_amendment
    FOR EACH ROW EXECUTE FUNCTION visits_refuse_change()
    """,
]
POSTGRESQL_BACK = [
    "DROP TRIGGER visits_signed_note_is_frozen ON visits_visit",
    "DROP TRIGGER visits_amendment_is_frozen ON visits_amendment",
    "DROP FUNCTION visits_refuse_change()",
]


def run(sqlite, postgresql):
    def step(apps, schema_editor):
        vendor = schema_editor.connection.vendor
        for statement in sqlite if vendor == "sqlite" else postgresql:
            schema_editor.execute(statement, params=None)

    return step


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]
    operations = [
        migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK))
    ]
