"""What whoever runs an installation sees of it from outside (docs/decisions/0027).

figures.py     what each process counts and times
census.py      what is counted when somebody asks: jobs, connections, room on the disk
middleware.py  times each request, and names it in every line of the log
logs.py        how lines of the log look
errors.py      what a Sentry server is told of an error, and what never
views.py       /metrics
"""
