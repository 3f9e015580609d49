"""The range of an event's days is no longer kept: nothing asked for it, and a day past the year 9999, where a closed
range ends, cannot be read by the database's driver."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("timeline", "0023_spanning_by_both_days")]
    operations = [migrations.RemoveField(model_name="event", name="days")]
