"""Kernels that start warm.

Most of what a short notebook costs is a fresh interpreter importing the same packages.
On Linux the kernels are forked from the building process, which has imported them
already; elsewhere they are started afresh. Either way they are ipykernel's own kernels,
and the tests, which start the first of theirs afresh, compare the outputs.
"""

import json
import os
import signal
import sys
import threading
import traceback
import warnings
from subprocess import Popen
from typing import Any, NoReturn, TextIO, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner

from evidence.review.core.reads import READS_FILE

CAN_FORK = sys.platform == "linux"


class WaitingKernel:
    """A forked process that becomes a kernel when it hears which; it looks like a ``Popen``.

    It ends when the process that forked it ends, however that ends: the pipe between them is then
    closed. Fork before any event loop or socket exists: a child must not inherit them.
    """

    stdin = stdout = stderr = None

    def __init__(self, earlier: "list[WaitingKernel]") -> None:
        reader, self._writer = os.pipe()
        self._code: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            # A pipe ends only when nobody holds its other end: a child closes the earlier ones'.
            for writer in (self._writer, *(kernel._writer for kernel in earlier)):
                os.close(writer)
            _become_kernel(reader)
        os.close(reader)

    def begin(self, folder: str, connection_file: str, reads_file: str) -> None:
        """Become the kernel of this connection, working in this folder."""
        os.write(self._writer, f"{json.dumps([folder, connection_file, reads_file])}\n".encode())

    def end(self) -> None:
        """End the process, whether it waits or runs."""
        self.kill()
        self.wait()
        os.close(self._writer)

    def poll(self) -> int | None:
        if self._code is None and os.waitpid(self.pid, os.WNOHANG) != (0, 0):
            self._code = 0
        return self._code

    def wait(self) -> int:
        if self._code is None:
            os.waitpid(self.pid, 0)
            self._code = 0
        return self._code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def _become_kernel(reader: int) -> NoReturn:
    """What the forked process does: wait for its task, run the kernel, leave. It never returns."""
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        pipe = os.fdopen(reader)
        task = pipe.readline()
        if task:
            threading.Thread(target=_end_with_pipe, args=(pipe,), daemon=True).start()
            _run_kernel(*json.loads(task))
    except BaseException:
        traceback.print_exc()  # os._exit would leave a kernel that cannot start without a reason
        os._exit(1)
    finally:
        os._exit(0)


def _end_with_pipe(pipe: TextIO) -> None:
    pipe.read()  # returns when the building process has ended
    os._exit(1)


def _run_kernel(folder: str, connection_file: str, reads_file: str) -> None:
    os.setsid()
    os.chdir(folder)
    os.environ[READS_FILE] = reads_file
    os.environ["JPY_PARENT_PID"] = str(os.getppid())
    _filter_warnings_by_default()
    _forget_shell()
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance()
    app.initialize(["-f", connection_file])
    app.start()


def _forget_shell() -> None:
    """Leave the shell of the building process, if it is an IPython session: one is allowed."""
    from IPython.core.interactiveshell import InteractiveShell

    if InteractiveShell.initialized():
        type(InteractiveShell.instance()).clear_instance()


def _filter_warnings_by_default() -> None:
    """Filter warnings as a fresh interpreter does, whatever filters the building process has.

    Under `-W error`, or in a test run, a warning inside ipykernel would end the kernel.
    """
    warnings.resetwarnings()
    for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", category)


class ForkedProvisioner(LocalProvisioner):
    """Launches the waiting kernel that it was given instead of a new interpreter."""

    waiting: WaitingKernel

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        reads_file = options["env"].get(READS_FILE, "")
        self.waiting.begin(options["cwd"], cmd[cmd.index("-f") + 1], reads_file)
        self.process = cast("Popen[bytes]", self.waiting)
        self.pid = self.pgid = self.waiting.pid
        return self.connection_info


def warm_kernels(count: int) -> list[WaitingKernel | None]:
    """So many kernels, waiting; None for each where processes cannot be forked.

    Call it before any event loop runs in this process.
    """
    if not CAN_FORK:
        return [None] * count
    import evidence.review.notebook.open_review  # noqa: F401  what every notebook asks for

    waiting: list[WaitingKernel] = []
    for _ in range(count):
        waiting.append(WaitingKernel(waiting))
    return list(waiting)


def kernel_manager(socket: str, waiting: WaitingKernel | None) -> AsyncKernelManager:
    """The manager of one kernel, on a Unix socket of its own where there are such sockets."""
    if os.name != "posix":
        return AsyncKernelManager(kernel_name="python3")
    manager = AsyncKernelManager(kernel_name="python3", transport="ipc", ip=socket)
    if waiting is not None:
        manager.provisioner = ForkedProvisioner(
            parent=manager, kernel_id=socket, kernel_spec=manager.kernel_spec
        )
        manager.provisioner.waiting = waiting
    return manager
