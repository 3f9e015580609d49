-- How many articles report the events of a case, beside how many events each of them reports: the kind "articles", whose
-- key is "". The row `all` of the case, which whoever counts has taken, keeps two from adding to it at once.
CREATE FUNCTION timeline_articles_counted() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        changes CONSTANT text := CASE TG_OP
            WHEN 'INSERT' THEN 'SELECT case_id, public, (n > 0)::int AS sign FROM rows_after WHERE kind = ''article'''
            ELSE 'SELECT case_id, public, (n > 0)::int AS sign FROM rows_after WHERE kind = ''article''
                UNION ALL SELECT case_id, public, -(n > 0)::int FROM rows_before WHERE kind = ''article''' END;
        changed boolean;
    BEGIN
        -- What this writes comes here again, and ends here.
        EXECUTE format('SELECT EXISTS (SELECT FROM (%s) AS c GROUP BY case_id, public HAVING sum(sign) <> 0)', changes)
            INTO changed;
        IF changed THEN
            EXECUTE format($sql$
                INSERT INTO timeline_casecount AS stored (case_id, public, kind, key, n)
                SELECT case_id, public, 'articles', '', sum(sign) FROM (%s) AS changes
                GROUP BY case_id, public HAVING sum(sign) <> 0 ORDER BY 1, 2
                ON CONFLICT (case_id, public, kind, key) DO UPDATE SET n = stored.n + excluded.n
            $sql$, changes);
        END IF;
        RETURN NULL;
    END $$;

CREATE TRIGGER articles_insert AFTER INSERT ON timeline_casecount REFERENCING NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_articles_counted();
CREATE TRIGGER articles_update AFTER UPDATE ON timeline_casecount
    REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
    FOR EACH STATEMENT EXECUTE FUNCTION timeline_articles_counted();

INSERT INTO timeline_casecount (case_id, public, kind, key, n)
SELECT case_id, public, 'articles', '', count(*) FROM timeline_casecount
WHERE kind = 'article' AND n > 0 GROUP BY case_id, public;
