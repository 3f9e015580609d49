"""What must hold after a crash, whatever was under way: what clients were told, beside what the database says."""

import json
import time

from tools.chaos.editor import Editor
from tools.chaos.site import Site

DECIDED = "SELECT reason, count(*) FROM timeline_decision WHERE reason LIKE 'chaos %%' AND %s = %s GROUP BY 1"
ADDED = "SELECT title, count(*) FROM articles_article WHERE title LIKE 'chaos %%' AND %s = %s GROUP BY 1"
UNREAD = """
    SELECT v.article_id FROM articles_articleversion v
    WHERE (SELECT count(*) FROM timeline_extractionrun r WHERE r.version_id = v.id AND r.extractor NOT LIKE 'older%%')
        <> %s
"""
READ_OTHERWISE = """
    WITH told AS (
        SELECT r.version_id, r.id, array_agg(m.fingerprint ORDER BY m.fingerprint) AS found
        FROM timeline_extractionrun r LEFT JOIN timeline_mention m ON m.run_id = r.id GROUP BY 1, 2)
    SELECT version_id, count(DISTINCT found) FROM told GROUP BY 1 HAVING count(DISTINCT found) <> %s
"""
# What a killed import owes is scheduled for an hour later, should nobody import again.
QUEUED = """
    SELECT task_name, status::text FROM procrastinate_jobs
    WHERE queue_name = %s AND status <> 'succeeded' AND coalesce(scheduled_at <= now(), true)
"""


def broken_promises(editor: Editor) -> list[str]:
    """Acknowledged and not there, there more than once, or refused and there all the same."""
    found = dict(editor.site.rows(DECIDED, 1, 1)) | {f"add {k}": n for k, n in editor.site.rows(ADDED, 1, 1)}
    wrong = []
    for act in editor.acts:
        count = found.get(f"add {act.token}" if act.verb == "add" else act.token, 0)
        allowed = {"acknowledged": {1}, "refused": {0}, "unknown": {0, 1}}[act.answer]
        if count not in allowed:
            wrong.append(f"{act.token} ({act.verb}) was {act.answer}, and is there {count} times")
    shown = dict(editor.site.rows("SELECT slug, is_public FROM articles_case WHERE %s = %s", 1, 1))
    for case, told in editor.is_public.items():
        if told is not None and shown.get(case) != told:
            wrong.append(f"is_public of {case} was set to {told}, and is {shown.get(case)}")
    return wrong


def doctors_findings(site: Site) -> list[str]:
    """What the doctor names."""
    done = site.manage("doctor", "--json")
    try:
        broken = json.loads(done.stdout)["broken"]
    except ValueError:
        return [f"doctor failed: {done.stderr[-500:]}"]
    return [f"doctor: {one['check']}: {one['count']} × {one['first'][0]['what']}" for one in broken]


def missing_articles(site: Site, keys: list[str]) -> list[str]:
    """Of what was imported to the end: each article once, in one version."""
    asked = """
        SELECT k.key, count(v.id) FROM articles_casearticle k JOIN articles_case c ON c.id = k.case_id
        LEFT JOIN articles_articleversion v ON v.article_id = k.article_id WHERE c.slug LIKE %s GROUP BY 1
    """
    versions = dict(site.rows(asked, "chaos-%"))
    return [f"article {key} has {versions.get(key, 0)} versions" for key in keys if versions.get(key) != 1]


def jobs_done_otherwise_than_once(site: Site, seconds: float) -> list[str]:
    """Once the queue is empty: each text was read once by the extractor of today, and as before."""
    deadline = time.monotonic() + seconds
    while (queued := site.rows(QUEUED, "reading")) and time.monotonic() < deadline:
        time.sleep(0.2)
    wrong = [f"job {task} is still {status}" for task, status in queued]
    wrong += [f"article {article} was not read once" for (article,) in site.rows(UNREAD, 1)]
    return wrong + [f"version {key} was read in {n} ways" for key, n in site.rows(READ_OTHERWISE, 1)]
