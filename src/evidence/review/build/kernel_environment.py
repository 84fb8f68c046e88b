"""Where kernels keep their files: in a temporary folder, whatever the user's home looks like.

A home that cannot be written, or one with settings and start-up files for IPython and Jupyter,
would otherwise change what notebooks show.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evidence.files.atomic_write import make_folder, writing

# A Unix socket's path has at most 104 bytes on macOS, 108 on Linux (sun_path in sys/un.h); the
# names below the temporary folder take about 30.
LONGEST_TEMPORARY_FOLDER = 64
SHORT_TEMPORARY_FOLDER = Path("/tmp")
OWN_FOLDERS = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
USERS_FOLDERS = ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH")  # could hold another kernel of our name


def _temporary_folder() -> Path:
    with writing(SHORT_TEMPORARY_FOLDER):  # raised when no temporary folder can be written
        usual = Path(tempfile.gettempdir())
    return usual if len(os.fsencode(usual)) <= LONGEST_TEMPORARY_FOLDER else SHORT_TEMPORARY_FOLDER


@contextmanager
def kernel_environment() -> Iterator[Path]:
    """A block in which kernels find their settings and sockets in the folder that is given.

    Raises
    ------
    WriteProblem : no temporary folder can be written.
    """
    parent = _temporary_folder()
    with writing(parent):
        made = tempfile.TemporaryDirectory(
            prefix="kernels-", dir=parent, ignore_cleanup_errors=True
        )
    before = dict(os.environ)
    with made as folder:
        for name in OWN_FOLDERS:
            make_folder(Path(folder) / name.lower())
            os.environ[name] = str(Path(folder) / name.lower())
        for name in USERS_FOLDERS:
            os.environ.pop(name, None)
        try:
            yield Path(folder)
        finally:
            for name in (*OWN_FOLDERS, *USERS_FOLDERS):
                os.environ.pop(name, None)
            os.environ.update(before)
