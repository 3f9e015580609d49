"""An import in a process of its own, into the tests' database, to be killed."""

import os


def main(database: str, path: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casetracker.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    connection.settings_dict["NAME"] = database
    print("begins", flush=True)
    call_command("import_articles", "ferry", path, queue=True)
