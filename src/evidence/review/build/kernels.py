"""Kernels that start warm.

Most of what a short notebook costs is a fresh interpreter importing the same packages.
On Linux the kernels are forked from the building process, which has imported them
already; elsewhere they are started afresh. Either way they are ipykernel's own kernels,
and the tests, which start theirs afresh, compare the outputs.
"""

import json
import os
import signal
import sys

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner

CAN_FORK = sys.platform == "linux"


class WaitingKernel:
    """A forked process that becomes a kernel when it is told which; it looks like a ``Popen``.

    Fork before any event loop or socket exists: a child must not inherit them.
    """

    stdin = stdout = stderr = None

    def __init__(self, elder: "list[WaitingKernel]"):
        reader, self._writer = os.pipe()
        self._code = None
        self.pid = os.fork()
        if self.pid == 0:
            # A pipe ends only when nobody holds its other end, so a child lets go of its elders'.
            for writer in (self._writer, *(kernel._writer for kernel in elder)):
                os.close(writer)
            _become_kernel(reader)
        os.close(reader)

    def begin(self, folder: str, connection_file: str) -> None:
        """Become the kernel of this connection, working in this folder."""
        with os.fdopen(self._writer, "w") as told:
            json.dump([folder, connection_file], told)

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
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


def _become_kernel(reader: int) -> None:
    """What the forked process does: wait to be told, run the kernel, leave. It never returns."""
    try:
        with os.fdopen(reader) as telling:
            told = telling.read()
        if told:
            folder, connection_file = json.loads(told)
            os.setsid()
            os.chdir(folder)
            os.environ["JPY_PARENT_PID"] = str(os.getppid())
            from ipykernel.kernelapp import IPKernelApp

            app = IPKernelApp.instance()
            app.initialize(["-f", connection_file])
            app.start()
    finally:
        os._exit(0)


class ForkedProvisioner(LocalProvisioner):
    """Launches the waiting kernel that it was given instead of a new interpreter."""

    waiting: WaitingKernel | None = None

    async def launch_kernel(self, cmd, **options):
        self.waiting.begin(options["cwd"], cmd[cmd.index("-f") + 1])
        self.process, self.pid, self.pgid = self.waiting, self.waiting.pid, self.waiting.pid
        return self.connection_info


def warm_kernels(count: int) -> list[WaitingKernel | None]:
    """So many kernels, waiting; None for each where processes cannot be forked.

    Call it before any event loop runs in this process.
    """
    if not CAN_FORK:
        return [None] * count
    import pandera.pandas  # noqa: F401  what every notebook asks for

    import evidence.review.notebook  # noqa: F401

    waiting = []
    for _ in range(count):
        waiting.append(WaitingKernel(waiting))
    return waiting


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
