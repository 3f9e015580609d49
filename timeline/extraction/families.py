"""How families of event types differ when reports are put together."""

# Families of which one person's differs from another's: two arrests of one day are two events.
PERSONAL = frozenset("arrest charge court sentencing plea release testimony statement office verdict dismissal".split())
# Families that say too little for a day alone to tell which event is meant: two statements of one day are two events.
VAGUE = frozenset(
    "statement meeting ruling investigation other revelation agreement office legislation accident dismissal testimony "
    "lawsuit evacuation".split()
)
SPOKEN = frozenset(
    {"statement", "testimony"}
)  # families of which an article's reports of one day are one, unless the people differ
LOOSE = frozenset({"violence", "petition", "election", "verdict"})  # families whose types are words for one thing
# Families of events that a person sees once in a case: two days claimed for one are a disagreement.
ONCE = frozenset({"violence", "sentencing", "plea", "verdict", "release"})
SETTLED_IN_COURT = ("sentencing", "plea", "verdict", "dismissal")  # what a date in court was set for
ANNOUNCED = ("agreement", "office", "ruling", "revelation", "campaign")  # what is done by announcing it
