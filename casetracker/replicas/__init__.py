"""Reading from streaming replicas (docs/decisions/0023).

router.py      which database a query goes to
choice.py      which replica may be asked now: it answers, and has replayed what readers were promised
middleware.py  whose request reads from a replica, and what happens when that fails
"""
