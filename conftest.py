"""Kernels that start reliably for the notebooks, and properties tried on the same examples.

jupyter_client picks a free TCP port, lets it go, and the kernel binds it later: with
several kernels starting at once one of them can find its port taken. A Unix socket
whose absolute path is its own cannot be taken.

The first notebook of each process gets a fresh interpreter, as in JupyterLab. The others get
kernels forked, as by the build, from the process that has made the derived tables once, before
any test ran: what a notebook costs is mostly making them again.
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
_waiting = []  # kernels that no notebook has taken yet
_forked = []


def _manager(**options):
    number = next(_count)
    socket = os.path.join(_sockets, f"kernel{number}")
    manager = _usual_manager(transport="ipc", ip=socket, **options)
    if number and _waiting:
        from evidence.review.build.kernels import ForkedProvisioner

        manager.provisioner = ForkedProvisioner(
            parent=manager, kernel_id=socket, kernel_spec=manager.kernel_spec
        )
        manager.provisioner.waiting = _waiting.pop()
    return manager


def pytest_collection_finish(session):
    """Fork kernels for the notebooks that were collected, from a process that has the tables."""
    notebooks = sorted({item.path for item in session.items if item.path.suffix == ".ipynb"})
    if len(notebooks) > 1:
        from evidence.review.build.kernels import warm_kernels
        from evidence.review.core.open_review import read_review
        from evidence.review.core.project import find_project

        review = read_review(find_project(notebooks[0]))
        for name in review.derived:
            review[name]
        _forked.extend(kernel for kernel in warm_kernels(len(notebooks) - 1) if kernel)
        _waiting.extend(_forked)


def pytest_configure(config):
    os.environ.pop("MPLBACKEND", None)  # Agg would take the figures out of the notebooks' outputs
    if os.name == "posix":
        nbval.kernel.KernelManager = _manager


def pytest_unconfigure(config):
    nbval.kernel.KernelManager = _usual_manager
    for kernel in _forked:
        kernel.end()
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
