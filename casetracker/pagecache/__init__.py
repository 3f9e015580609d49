"""Public pages kept in memory until what they tell of changes (docs/decisions/0018).

changes.py   what the database says has changed, and whether it can be heard at all
listener.py  the thread that hears it
store.py     answers, bounded by bytes
key.py       which request may be answered with which kept answer
middleware.py  who gets a kept answer, and what browsers are told of keeping it
"""
