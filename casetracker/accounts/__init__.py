"""People who sign in: guessing is slowed, a second factor asked for, their sessions listed, and what happens to their
rights written down (docs/decisions/0025)."""
