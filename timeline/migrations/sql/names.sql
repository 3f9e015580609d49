-- What faces name is what the pages of events name.

CREATE FUNCTION timeline_surname(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT regexp_replace(btrim(name), '^.*\s', '')
    $$;

-- Of a person, where nobody else of the case has it; else null.
CREATE FUNCTION timeline_own_surname(person bigint, of_case bigint, name text) RETURNS text LANGUAGE sql STABLE AS $$
        SELECT timeline_surname(name) WHERE NOT EXISTS (
            SELECT FROM timeline_person other WHERE other.case_id = of_case AND other.id <> person
                AND lower(timeline_surname(other.name)) = lower(timeline_surname($3)))
    $$;

-- Whether one of these texts holds one of the spellings, whatever stands between their words and however they are
-- written; or the surname just as it is written: "May" is a name, "may" is none.
CREATE FUNCTION timeline_names(told text[], spellings text[], surname text)
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT EXISTS (SELECT FROM unnest(told) AS one, unnest(spellings) AS spelling
                WHERE position(timeline_plain(spelling) IN timeline_plain(one)) > 0)
            OR EXISTS (SELECT FROM unnest(told) AS one
                WHERE one ~ ('\m' || regexp_replace(surname, '([^[:alnum:]])', '\\\1', 'g') || '\M'))
    $$;

-- As before, but for whom it names: each text by itself, and for the public without the words that an outlet keeps.
CREATE OR REPLACE FUNCTION timeline_draw_faces(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM timeline_eventface f USING timeline_event e
        WHERE f.event_id = ANY(ids) AND e.id = f.event_id AND NOT CASE WHEN f.public
            THEN e.review = 'approved' ELSE e.review NOT IN ('rejected', 'withdrawn', 'merged') END;

        INSERT INTO timeline_eventface AS face (event_id, public, case_id, type_id, status, earliest, latest, ordinal,
            sources, differ, outlets, people, articles)
        SELECT e.id, a.public, e.case_id, e.type_id, e.status, e.earliest, e.latest, e.ordinal,
            coalesce(cardinality(told.articles), 0), false, coalesce(told.outlets, '{}'),
            coalesce((SELECT array_agg(p.id ORDER BY p.id) FROM timeline_person p
                WHERE p.case_id = e.case_id AND (p.policy = 'name' OR NOT a.public)
                AND timeline_names(e.headline::text || coalesce(told.quotes, '{}'), p.name::text || p.aliases::text[],
                    timeline_own_surname(p.id, p.case_id, p.name))), '{}'),
            coalesce(told.articles, '{}')
        FROM timeline_event e
        JOIN (VALUES (true), (false)) AS a(public) ON CASE WHEN a.public
            THEN e.review = 'approved' ELSE e.review NOT IN ('rejected', 'withdrawn', 'merged') END
        LEFT JOIN LATERAL (
            SELECT array_agg(DISTINCT w.id) AS articles, array_agg(DISTINCT w.source_id) AS outlets,
                array_agg(m.quote::text) FILTER (WHERE NOT a.public OR s.rights <> 'link') AS quotes
            FROM timeline_citation c
            JOIN timeline_mention m ON m.id = c.mention_id
            JOIN articles_paragraph g ON g.id = m.paragraph_id
            JOIN articles_articleversion v ON v.id = g.version_id
            JOIN articles_article w ON w.id = v.article_id
            JOIN articles_source s ON s.id = w.source_id
            WHERE c.event_id = e.id AND (c.accepted OR NOT a.public)
        ) AS told ON true
        WHERE e.id = ANY(ids)
        ON CONFLICT (event_id, public) DO UPDATE SET
            (case_id, type_id, status, earliest, latest, ordinal, sources, outlets, people, articles) =
            (excluded.case_id, excluded.type_id, excluded.status, excluded.earliest, excluded.latest, excluded.ordinal,
                excluded.sources, excluded.outlets, excluded.people, excluded.articles)
        WHERE (face.case_id, face.type_id, face.status, face.earliest, face.latest, face.ordinal, face.sources,
                face.outlets, face.people, face.articles) IS DISTINCT FROM
            (excluded.case_id, excluded.type_id, excluded.status, excluded.earliest, excluded.latest, excluded.ordinal,
                excluded.sources, excluded.outlets, excluded.people, excluded.articles);
    END $$;

CREATE TRIGGER faces_update AFTER UPDATE ON articles_source
    REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_faces_told('
    SELECT c.event_id FROM rows_after a JOIN rows_before b ON b.id = a.id AND b.rights <> a.rights
    JOIN articles_article w ON w.source_id = a.id JOIN articles_articleversion v ON v.article_id = w.id
    JOIN articles_paragraph p ON p.version_id = v.id JOIN timeline_mention m ON m.paragraph_id = p.id
    JOIN timeline_citation c ON c.mention_id = m.id
    WHERE EXISTS (SELECT FROM timeline_person o WHERE o.case_id = c.case_id)
');
