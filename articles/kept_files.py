"""Where files lie that rows name."""

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

from casetracker.state import state_dir


@deconstructible
class StateStorage(FileSystemStorage):
    """The state folder, of which backups take every folder. No address leads to its files."""

    @property
    def base_location(self) -> str:
        return str(state_dir())

    @property
    def location(self) -> str:
        return str(state_dir())
