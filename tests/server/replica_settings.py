"""The site of the tests of replicas: with one address more, and without collected static files."""

from casetracker.settings import *  # noqa: F403
from casetracker.settings import STORAGES

ROOT_URLCONF = "tests.server.replica_urls"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
