"""Workers end with the block that they work for."""

import os

import pytest

from evidence.files.lock import sole_writer
from evidence.review.build.worker_processes import worker_processes


def test_workers_have_ended_when_an_error_leaves_the_block(tmp_path):
    lock = tmp_path / ".build" / "lock"
    with pytest.raises(ZeroDivisionError), sole_writer(lock, "a test"), worker_processes(2) as pool:
        assert pool.submit(os.getpid).result() != os.getpid()
        raise ZeroDivisionError
    with sole_writer(lock, "another test"):
        assert lock.read_text().startswith("another test")
