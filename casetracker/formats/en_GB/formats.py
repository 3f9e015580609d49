"""How staff read a moment: in the newsroom's zone, which it names, as every page of theirs does."""

DATETIME_FORMAT = "j F Y, H:i T"
