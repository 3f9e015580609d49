"""What each process counts and times, by Prometheus' rules for names: base units, `_total` for what only grows.

Web processes share their figures through the folder that PROMETHEUS_MULTIPROC_DIR names (`casetracker.serving` sets it
before this module is loaded), and a worker that `serve` starts shares it; a worker by itself tells of its own where
`work --metrics` says.
"""

from prometheus_client import Counter, Gauge, Histogram

# The goals of pages lie at 50 and 300 ms: each is a bound, so that their share is read without estimating.
PAGE_SECONDS = (0.001, 0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10)
READING_SECONDS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)

REQUESTS = Histogram(
    "casetracker_request_seconds",
    "Time from a request to its answer, by pattern of the address and status.",
    ["route", "status"],
    buckets=PAGE_SECONDS,
)
IN_PROGRESS = Gauge("casetracker_requests_in_progress", "Requests being answered.", multiprocess_mode="livesum")
PAGES = Counter(
    "casetracker_pages_total",
    "Answers to GET by where they came from: kept in memory, drawn for all, or the visitor's own.",
    ["origin"],
)
NOT_MODIFIED = Counter("casetracker_pages_not_modified_total", "Answers that said 304: the visitor has the page.")
SHED = Counter("casetracker_requests_shed_total", "Requests refused with 503, since too many came at once.")
LIMITED = Counter("casetracker_requests_limited_total", "Requests refused with 429, by kind.", ["kind"])
LOG_RECORDS = Counter("casetracker_log_records_total", "Warnings and errors in the log.", ["level"])
EXTRACTION = Histogram(
    "casetracker_extraction_seconds", "Time to find the reports in one article.", buckets=READING_SECONDS
)
JOBS = Histogram(
    "casetracker_job_seconds",
    "Time of one attempt at a job, by task and outcome.",
    ["task", "outcome"],
    buckets=READING_SECONDS,
)
