"""What is uploaded is dropped as soon as it is larger than we read, so that it fills neither memory nor disk."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from articles.limited import LARGEST_UPLOAD


class LargestUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers. The names of what it dropped are found by `dropped`."""

    size = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.size += len(raw_data)
        if self.size > LARGEST_UPLOAD:
            request: Any = self.request
            request.dropped_uploads = [*dropped(request), str(self.file_name)]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def dropped(request: HttpRequest | None) -> list[str]:
    """The names of the files of this request that were too large, once its form has been read."""
    return getattr(request, "dropped_uploads", [])
