"""The WSGI entry point: `gunicorn casetracker.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casetracker.settings")

application = get_wsgi_application()

from casetracker.pagecache.middleware import listener  # noqa: E402 (it reads the settings)

listener.wanted = True  # here only: commands and tests keep no pages
