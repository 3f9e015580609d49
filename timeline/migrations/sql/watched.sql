-- Of which tables readers see something, and of which cases their rows tell.
SELECT timeline_watch('articles_case', 'SELECT id FROM changed');
SELECT timeline_watch('articles_casearticle',
    'SELECT case_id FROM changed UNION SELECT k.case_id FROM changed JOIN articles_casearticle k ON k.article_id = changed.article_id');
SELECT timeline_watch('articles_article',
    'SELECT k.case_id FROM changed JOIN articles_casearticle k ON k.article_id = changed.id');
SELECT timeline_watch('articles_articleversion',
    'SELECT k.case_id FROM changed JOIN articles_casearticle k ON k.article_id = changed.article_id');
SELECT timeline_watch('articles_paragraph', '
        SELECT k.case_id FROM (SELECT DISTINCT version_id FROM changed) AS touched
        JOIN articles_articleversion v ON v.id = touched.version_id
        JOIN articles_casearticle k ON k.article_id = v.article_id
    ');
SELECT timeline_watch('timeline_person', 'SELECT '''' FROM changed');
SELECT timeline_watch('timeline_casesettings', 'SELECT case_id FROM changed');
SELECT timeline_watch('timeline_event',
    'SELECT case_id FROM changed WHERE review = ''approved'' OR first_public_at IS NOT NULL');
SELECT timeline_watch('timeline_eventsearch', '
    SELECT e.case_id FROM changed JOIN timeline_event e ON e.id = changed.event_id
    WHERE e.review = ''approved'' OR e.first_public_at IS NOT NULL
');
SELECT timeline_watch('timeline_citation', 'SELECT case_id FROM changed WHERE accepted');
SELECT timeline_watch('timeline_claim',
    'SELECT t.case_id FROM changed JOIN timeline_citation t ON t.id = changed.citation_id WHERE t.accepted');
SELECT timeline_watch('timeline_quantity',
    'SELECT t.case_id FROM changed JOIN timeline_citation t ON t.mention_id = changed.mention_id WHERE t.accepted');
SELECT timeline_watch('timeline_decision', 'SELECT case_id FROM changed');
SELECT timeline_watch('timeline_decision_events',
    'SELECT d.case_id FROM changed JOIN timeline_decision d ON d.id = changed.decision_id');
SELECT timeline_watch('timeline_redirect', '
    SELECT e.case_id FROM changed JOIN timeline_event e ON e.id = changed.event_id
    WHERE e.review = ''approved'' OR e.first_public_at IS NOT NULL
');
-- What nobody sees until something above cites it.
SELECT timeline_watch('articles_source', 'SELECT '''' FROM changed', on_insert => false);
SELECT timeline_watch('timeline_eventtype', 'SELECT '''' FROM changed', on_insert => false);
SELECT timeline_watch('timeline_mention',
    'SELECT t.case_id FROM changed JOIN timeline_citation t ON t.mention_id = changed.id WHERE t.accepted',
    on_insert => false);
