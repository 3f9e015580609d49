"""Everything on the side of events leads to its case, so that a database could be spread over servers by case."""

import pytest
from django.apps import apps
from django.db.models import Model

SHARED = {"timeline_eventtype"}  # one small table for all cases
OF_TEXTS = {
    "timeline_extractionrun",
    "timeline_mention",
    "timeline_namehint",
    "timeline_quantity",
}  # an article may be in several cases
# Tables without case_id, and the column by whose row they have one. A new one should rather carry case_id itself.
BY_ANOTHER = {
    "timeline_citationhistory": "event_id",
    "timeline_claim": "citation_id",
    "timeline_comment": "event_id",
    "timeline_comment_to": "comment_id",
    "timeline_decision_events": "decision_id",
    "timeline_delivery": "event_id",
    "timeline_eventsearch": "event_id",
    "timeline_redirect": "event_id",
}
MODELS = {
    model._meta.db_table: model for model in apps.get_app_config("timeline").get_models(include_auto_created=True)
}


def columns(model: type[Model]) -> set[str]:
    return {field.attname for field in model._meta.concrete_fields}


def test_a_table_carries_its_case_or_is_named_here():
    without = {table for table, model in MODELS.items() if "case_id" not in columns(model)}
    assert without == SHARED | OF_TEXTS | set(BY_ANOTHER)


@pytest.mark.parametrize("table", BY_ANOTHER)
def test_the_others_lead_to_a_case_by_rows_that_are_always_there(table):
    model, steps = MODELS[table], 0
    while "case_id" not in columns(model):
        column = next(f for f in model._meta.concrete_fields if f.attname == BY_ANOTHER[model._meta.db_table])
        assert not column.null or table == "timeline_citationhistory", "its event may be gone, as history goes"
        model, steps = column.related_model, steps + 1
    assert steps <= 2
