"""The WSGI entry point: `gunicorn casetracker.wsgi`."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casetracker.settings")

application = get_wsgi_application()

# A thread that sends a kept page waits for each of those that draw, several times over. Beside four busy threads an
# answer to a short question came within 155 to 360 ms in 99 of 100 cases at Python's own 5 ms, within 62 to 79 at 1 ms.
sys.setswitchinterval(0.001)

from casetracker.garbage import collect_seldom  # noqa: E402
from casetracker.pagecache.middleware import listener  # noqa: E402 (it reads the settings)

collect_seldom()
listener.wanted = True  # here only: commands and tests keep no pages
