#!/usr/bin/env python3
"""Run a Django command: `python manage.py help` lists them."""

import os
import signal
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casetracker.settings")
    # Told to end, a command ends in order: without this the embedded database would not learn that its last user left.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    if sys.argv[1:2] == ["extract"]:
        # It reads neither settings nor models: without setting them up it starts in half the time.
        from timeline.management.commands.extract import Command

        Command().run_from_argv(sys.argv)
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
