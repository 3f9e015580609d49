"""Django's PostgreSQL backend, which looks before it asks whether a connection still stands."""
