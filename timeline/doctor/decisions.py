"""What a person decided stands."""

from timeline.doctor.base import Check

# Who and when may go with an account that is deleted. A report may come to stand in a newer reading of its text.
NOTES = "'{accepted_at,accepted_by_id,reviewed_at,reviewed_by_id,updated_at,mention_id,reason,created_at,revision}'"
MODELS = {
    "case": "articles_case",
    "citation": "timeline_citation",
    "distinct": "timeline_distinct",
    "event": "timeline_event",
    "redirect": "timeline_redirect",
}
# What no decision holds any more, since all were taken back, the program may group and describe anew.
OF_THE_MACHINE = """
    CASE field.model
        WHEN 'citation' THEN field.name = 'event_id'
            AND NOT ((now.told->>'accepted')::boolean OR (now.told->>'placed')::boolean)
        WHEN 'event' THEN field.name NOT IN ('review', 'edited', 'public_id', 'case_id')
            AND now.told->>'review' = 'suggested' AND NOT (now.told->>'edited')::boolean
        ELSE false
    END
"""
# A row that a decision made comes with all its columns: of an event those count that decisions are about.
NEW_EVENT = "'{case_id,public_id,type_id,headline,edtf,earliest,latest,review}'"
NOW = " UNION ALL ".join(f"SELECT '{model}', t.id, to_jsonb(t) FROM {table} t" for model, table in MODELS.items())

MISSING = f"""
    WITH change AS (
        SELECT d.id AS decision, d.verb, c->>'model' AS model, (c->>'key')::bigint AS key, c->'before' AS before,
            c->'after' AS after
        FROM timeline_decision d CROSS JOIN jsonb_array_elements(d.changes) AS c
    ), last AS (
        SELECT DISTINCT ON (model, key) model, key, decision, verb, jsonb_typeof(after) = 'object' AS is_there,
            model = 'citation' AND after->>'accepted' = 'false' AS is_free
        FROM change ORDER BY model, key, decision DESC
    ), field AS (
        SELECT DISTINCT ON (change.model, change.key, f.name)
            change.model, change.key, f.name, f.value, change.decision, change.verb
        FROM change
        JOIN last ON last.model = change.model AND last.key = change.key AND last.is_there
        CROSS JOIN jsonb_each(change.after) AS f(name, value)
        WHERE jsonb_typeof(change.after) = 'object' AND f.name <> ALL ({NOTES}::text[])
            AND (jsonb_typeof(change.before) = 'object' OR change.model <> 'event'
                OR f.name = ANY ({NEW_EVENT}::text[]))
        ORDER BY change.model, change.key, f.name, change.decision DESC
    ), now(model, key, told) AS ({NOW})
    SELECT last.decision, format('decision %s (%s): %s %s is %s', last.decision, last.verb, last.model, last.key,
        CASE WHEN last.is_there THEN 'gone' ELSE 'still there' END)
    FROM last LEFT JOIN now ON now.model = last.model AND now.key = last.key
    WHERE last.is_there <> (now.key IS NOT NULL) AND NOT (last.is_there AND last.is_free)
    UNION ALL
    SELECT field.decision, format('decision %s (%s): %s of %s %s is %s and not %s', field.decision, field.verb,
        field.name, field.model, field.key, now.told->field.name, field.value)
    FROM field JOIN now ON now.model = field.model AND now.key = field.key
    WHERE now.told ? field.name AND now.told->field.name IS DISTINCT FROM field.value AND NOT {OF_THE_MACHINE}
"""

CHECKS = (
    Check(
        "decisions-stand",
        "Each row says what the last decision on it says.",
        "Somebody, or a program, wrote past the services: decide it afresh at the desk, or restore the row.",
        MISSING,
    ),
    Check(
        "decided-has-a-decision",
        "What is approved, rejected, withdrawn or merged was decided: its decision is there.",
        "Decide it afresh at the desk, so that there is a decision to take back.",
        """SELECT e.id, format('event %s (%s) is %s', e.id, e.public_id, e.review) FROM timeline_event e
           WHERE e.review <> 'suggested'
               AND NOT EXISTS (SELECT FROM timeline_decision_events d WHERE d.event_id = e.id)""",
    ),
)
