"""The one place that turns rows into what people see: words for dates and counts, marked quotes, cards and pages.

What comes in has passed the gate of `queries`; what an outlet's rights withhold is withheld here. Templates get the
frozen values made here, never a row.
"""
