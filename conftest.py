"""Kernels that start reliably for the notebooks, and properties tried on the same examples.

jupyter_client picks a free TCP port, lets it go, and the kernel binds it later: with
several kernels starting at once one of them can find its port taken. A Unix socket
whose absolute path is its own cannot be taken.
"""

import itertools
import os
import shutil
import tempfile

import hypothesis
import nbval.kernel

# A suite that compares must give the same answer twice; how long an example takes is no property.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.load_profile("repeatable")

_usual_manager = nbval.kernel.KernelManager
_sockets = tempfile.mkdtemp(prefix="nbval-")
_count = itertools.count()


def _manager(**options):
    return _usual_manager(
        transport="ipc", ip=os.path.join(_sockets, f"kernel{next(_count)}"), **options
    )


def pytest_configure(config):
    os.environ.pop("MPLBACKEND", None)  # Agg would take the figures out of the notebooks' outputs
    if os.name == "posix":
        nbval.kernel.KernelManager = _manager


def pytest_unconfigure(config):
    nbval.kernel.KernelManager = _usual_manager
    shutil.rmtree(_sockets, ignore_errors=True)


def pytest_terminal_summary(terminalreporter):
    """Say loudly what was not tested: a line of a few among thousands is overlooked."""
    skipped = terminalreporter.getreports("skipped")
    if any(report.nodeid.startswith("tests/browser/") for report in skipped):
        terminalreporter.write_line(
            "THE BROWSER TESTS WERE SKIPPED: NO CHROMIUM WITH CHROMEDRIVER WAS FOUND "
            "(apt-get install chromium chromium-driver)",
            red=True,
            bold=True,
        )
