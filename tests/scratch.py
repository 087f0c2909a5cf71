"""Where tests leave their files: in memory where there is enough of it."""

import os
import shutil
import tempfile

IN_MEMORY = "/dev/shm"
NEEDED_BYTES = 3 * 1024**3  # both databases, pictures and profiles of the browser, with room


def folder() -> str:
    """A folder for throwaway files. On a slow disk most of a run would be waiting for it."""
    if os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > NEEDED_BYTES:
        return IN_MEMORY
    return tempfile.gettempdir()
