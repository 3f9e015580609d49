"""Kill -9 on purpose: whether anything is lost (docs/decisions/0024)."""
