"""Every question that the pages ask the database. None asks once per row."""

from timeline.queries.addresses import Address, gone, led_here, public_history, resolve, where_to, why_gone
from timeline.queries.changelog import Entry, Place, changes, heirs, last_change
from timeline.queries.conditions import search_query
from timeline.queries.counts import Bucket, Choice, Counts, Extent, counts, histogram, totals_for
from timeline.queries.feeds import Gone, newest_changes, newly_gone, public_histories
from timeline.queries.gate import articles, cases, citations, events_of, find_event, shows_text
from timeline.queries.index import COUNTED, Listed, Sort, case_index, cases_named, counts_by_case, events_across, months
from timeline.queries.keys import most_reported
from timeline.queries.lanes import Frame, Lane, by_outlet, by_person, by_type, first_reports
from timeline.queries.news import SETTLED, all_touched, busy_cases, touched
from timeline.queries.sources import (
    FOUND,
    FOUND_END,
    SOURCE,
    cases_citing,
    cited_in,
    evidence,
    found_quotes,
    highlighted,
    source_counts,
    version_of,
)
from timeline.queries.window import PAGE_SIZE, Page, narrowed, neighbours, page, spanning, timeline_of

__all__ = [
    "COUNTED",
    "FOUND",
    "FOUND_END",
    "PAGE_SIZE",
    "SETTLED",
    "SOURCE",
    "Address",
    "Bucket",
    "Choice",
    "Counts",
    "Entry",
    "Extent",
    "Frame",
    "Gone",
    "Lane",
    "Listed",
    "Page",
    "Place",
    "Sort",
    "all_touched",
    "articles",
    "busy_cases",
    "by_outlet",
    "by_person",
    "by_type",
    "case_index",
    "cases",
    "cases_citing",
    "cases_named",
    "changes",
    "citations",
    "cited_in",
    "counts",
    "counts_by_case",
    "events_across",
    "events_of",
    "evidence",
    "find_event",
    "first_reports",
    "found_quotes",
    "gone",
    "heirs",
    "highlighted",
    "histogram",
    "last_change",
    "led_here",
    "months",
    "most_reported",
    "narrowed",
    "neighbours",
    "newest_changes",
    "newly_gone",
    "page",
    "public_histories",
    "public_history",
    "resolve",
    "search_query",
    "shows_text",
    "source_counts",
    "spanning",
    "timeline_of",
    "totals_for",
    "touched",
    "version_of",
    "where_to",
    "why_gone",
]
