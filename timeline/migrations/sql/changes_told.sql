-- The database says what has changed for readers, so that kept pages go at once: bulk writes and shells are caught, and
-- nobody has to think of it.
--
-- A notification carries the key of a case, or nothing where the change may show anywhere. It goes out with the commit;
-- PostgreSQL sends equal ones of a transaction once. The public sees no more than these queries ask for, and may see
-- less: telling too often costs a page drawn anew, telling too seldom shows what is no longer so.

CREATE FUNCTION timeline_tell() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        told text;
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            PERFORM pg_notify('casetracker_changes', '');
            RETURN NULL;
        END IF;
        FOR told IN EXECUTE CASE TG_OP
                WHEN 'INSERT' THEN 'WITH changed AS (SELECT * FROM rows_after)'
                WHEN 'DELETE' THEN 'WITH changed AS (SELECT * FROM rows_before)'
                ELSE 'WITH changed AS (SELECT * FROM rows_before UNION ALL SELECT * FROM rows_after)'
            END || format(' SELECT DISTINCT of_case::text FROM (%s) AS asked(of_case)', TG_ARGV[0])
        LOOP
            PERFORM pg_notify('casetracker_changes', told);
        END LOOP;
        RETURN NULL;
    END $$;

-- Have changes of a table told. `of_cases` is a query for the cases that rows of the table `changed` show in; one
-- that gives '' stands for all of them. Once a statement, not once a row.
CREATE FUNCTION timeline_watch(watched regclass, of_cases text, on_insert boolean DEFAULT true)
RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        IF on_insert THEN
            EXECUTE format('CREATE TRIGGER told_when_added AFTER INSERT ON %s REFERENCING NEW TABLE AS rows_after
                FOR EACH STATEMENT EXECUTE FUNCTION timeline_tell(%L)', watched, of_cases);
        END IF;
        EXECUTE format('CREATE TRIGGER told_when_changed AFTER UPDATE ON %s
            REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_after
            FOR EACH STATEMENT EXECUTE FUNCTION timeline_tell(%L)', watched, of_cases);
        EXECUTE format('CREATE TRIGGER told_when_removed AFTER DELETE ON %s REFERENCING OLD TABLE AS rows_before
            FOR EACH STATEMENT EXECUTE FUNCTION timeline_tell(%L)', watched, of_cases);
        EXECUTE format('CREATE TRIGGER told_when_emptied AFTER TRUNCATE ON %s
            FOR EACH STATEMENT EXECUTE FUNCTION timeline_tell()', watched);
    END $$;
