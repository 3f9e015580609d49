class BackupError(Exception):
    """What went wrong, and what to do, in a sentence for whoever typed the command."""
