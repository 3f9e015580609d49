"""To take back what has been public takes a reason, as the other decisions on it do."""

from django.db import migrations, models
from django.db.models import Q

NEEDS_REASON = ("edit", "merge", "split", "withdraw", "return")
NAME = "decision_on_the_public_has_a_reason"


def has_a_reason(verbs):
    held = Q(after_publication=False) | ~Q(verb__in=verbs) | Q(reason__regex=r"\S")
    return models.CheckConstraint(name=NAME, condition=held)


class Migration(migrations.Migration):
    dependencies = [("timeline", "0012_memory_of_grouping")]

    operations = [
        migrations.RunSQL(
            "UPDATE timeline_decision SET reason = 'No reason was asked for then.'"
            r" WHERE verb = 'undo' AND after_publication AND reason !~ '\S';",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveConstraint("decision", NAME),
        migrations.AddConstraint("decision", has_a_reason((*NEEDS_REASON, "undo"))),
    ]
