-- What faces are looked up and counted by. An index of theirs needs one of these before it can be made.

-- Words alone, each with a space around it, so that a name is found whole.
CREATE FUNCTION timeline_plain(told text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT ' ' || lower(btrim(regexp_replace(told, '[^[:alnum:]]+', ' ', 'g'))) || ' '
    $$;

-- What a face is looked up by among those of all cases: whose it is, and the outlet or person.
CREATE FUNCTION timeline_tokens(case_id bigint, public boolean, outlets bigint[], people bigint[])
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT array_agg(CASE WHEN $2 THEN 'p' ELSE 's' END || $1 || told) FROM (
            SELECT 'o' || outlet FROM unnest($3) AS outlet UNION ALL SELECT 'n' || person FROM unnest($4) AS person
        ) AS keys(told)
    $$;

-- What a face counts under.
CREATE FUNCTION timeline_counted(of_type text, status text, earliest date, differ boolean, outlets bigint[],
    people bigint[], articles bigint[]) RETURNS TABLE (kind text, key text) LANGUAGE sql IMMUTABLE AS $$
        VALUES ('all', ''), ('type', $1), ('status', $2)
        UNION ALL SELECT 'year', extract(year FROM $3)::text WHERE $3 IS NOT NULL
        UNION ALL SELECT 'differ', '' WHERE $4
        UNION ALL SELECT 'outlet', outlet::text FROM unnest($5) AS outlet
        UNION ALL SELECT 'person', person::text FROM unnest($6) AS person
        UNION ALL SELECT 'article', article::text FROM unnest($7) AS article
    $$;

-- The narrowest bar that holds a date of so many days: 0 a month's, 1 a year's, 2 a decade's.
CREATE FUNCTION timeline_span(days int) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT CASE WHEN days < 31 THEN 0 WHEN days < 366 THEN 1 WHEN days < 3653 THEN 2 END
    $$;
