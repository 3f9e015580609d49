#!/bin/sh
# Install the packages of a lock file into .venv, unless they are there: sh tools/install.sh requirements.lock
# It looks for the first Python that is new enough; PYTHON names another.
.venv/bin/python tools/install.py --check "$1" 2>/dev/null && exit

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

if [ -n "${PYTHON-}" ]; then
    new_enough "$PYTHON" && exec "$PYTHON" tools/install.py "$1"
else
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        new_enough "$python" && exec "$python" tools/install.py "$1"
    done
fi
echo "Casetracker needs Python 3.11 or newer, and ${PYTHON:-python3} is missing or older. Install one (Debian, Ubuntu:" >&2
echo "apt install python3 python3-venv), or name one that you have: PYTHON=/path/to/python3.12 make run" >&2
exit 1
