"""The product's settings, with one view more: the least that a server of this kind can answer."""

from casetracker.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.hello_urls"
