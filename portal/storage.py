"""Where files lie: static files under hashed names, media under names that say their content."""

import os
import tempfile
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """A changed file changes its name, so that browsers may keep it for ever."""

    support_js_module_import_aggregation = True


class _Finished(File):
    """A file that lies on the disk already: Django moves it to its name, which is atomic."""

    def __init__(self, path: str) -> None:
        super().__init__(None, path)
        self.path = path

    def temporary_file_path(self) -> str:
        return self.path


class MediaStorage(FileSystemStorage):
    """Files named after their content: to save one twice is to save it once.

    A reader meets the whole file or none, whoever writes it at the same time or is killed then.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_overwrite=True, **options)

    def _save(self, name: str, content: File) -> str:
        os.makedirs(self.location, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.location, prefix=".") as corner:
            draft = os.path.join(corner, "draft")
            with open(draft, "wb") as out:
                for chunk in content.chunks():
                    out.write(chunk)
            return super()._save(name, _Finished(draft))  # type: ignore[misc] # not in the stubs
