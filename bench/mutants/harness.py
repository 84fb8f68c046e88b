"""A forked process for each run of tests: Python, pandas and pytest are imported once."""

import functools
import importlib.machinery
import os
import pickle
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import coverage
import pytest

QUIET = [
    "-q",
    "--no-header",
    "--no-summary",
    "--tb=no",
    "-o",
    "addopts=--import-mode=importlib",
]
NOT_NEEDED = ("cacheprovider", "doctest", "faulthandler", "unraisableexception", "threadexception")
PLUGINS = [f"-pno:{name}" for name in NOT_NEEDED]
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
KILLED, SURVIVED, ENDLESS = "killed", "survived", "did not end"
SECONDS, TIMES = 10, 4  # of computing: a mutant that takes longer than this and so many times as
# long as its tests take without a change does not end


@dataclass
class Reached:
    """Which tests reach a line, through themselves or a fixture, and how long each test takes."""

    tests: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)  # without a change


def forked(work: Callable[[], Any], seconds: int | None = None) -> Any:
    """Do ``work`` in a forked process and return its result; None if it came to no end."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        quiet = os.open(os.devnull, os.O_WRONLY)
        if not os.environ.get("LOUD"):
            os.dup2(quiet, 1), os.dup2(quiet, 2)
        if seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        with os.fdopen(writing, "wb") as stream:
            pickle.dump(work(), stream)
            stream.flush()
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read()
    os.waitpid(child, 0)
    return pickle.loads(answer) if answer else None


class _Watching:
    """A plug-in of pytest that says to coverage who is running: a test or a fixture."""

    def __init__(self, measured: coverage.Coverage, root: Path) -> None:
        self.measured, self.root = measured, root
        self.fixtures: dict[str, list[str]] = {}
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        for module in [sys.modules[name] for name in sys.modules if name.startswith("evidence")]:
            for value in vars(module).values():  # a cached result would hide the lines behind it
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()
        self.measured.switch_context(item.nodeid)
        self.fixtures[item.nodeid] = list(getattr(item, "fixturenames", ()))
        start = time.process_time()
        result = yield
        self.seconds[item.nodeid] = time.process_time() - start
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.add(report.nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Iterator[None]:
        self.measured.switch_context("fixture:" + fixturedef.argname)
        result = yield
        self.measured.switch_context(request.node.nodeid if request.scope == "function" else "")
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        self.measured.switch_context(item.nodeid)
        return (yield)


def reached(tests: list[str], folders: list[Path], root: Path) -> Reached:
    """Run the tests without a change and say which of them reach which lines below ``folders``."""

    def work() -> Reached:
        include = [f"{folder}/*" for folder in folders]
        measured = coverage.Coverage(data_file=None, include=include, config_file=False)
        watching = _Watching(measured, root)
        measured.start()
        pytest.main([*QUIET, *PLUGINS, *tests], plugins=[watching])
        measured.stop()
        passed = {
            test: watching.seconds[test] for test in watching.seconds.keys() - watching.failed
        }
        lines = _lines(measured.get_data(), watching.fixtures, root)
        return Reached(lines, passed, watching.failed)

    return forked(work)


def _lines(
    data: coverage.CoverageData, fixtures: dict[str, list[str]], root: Path
) -> dict[tuple[str, int], set[str]]:
    users = defaultdict(set)
    for test, names in fixtures.items():
        users[test].add(test)
        for name in names:
            users["fixture:" + name].add(test)
    return {
        (str(Path(path).relative_to(root)), line): set().union(*(users[name] for name in contexts))
        for path in data.measured_files()
        for line, contexts in data.contexts_by_lineno(path).items()
    }


class _Chosen:
    """A plug-in of pytest that runs the chosen tests only, the quickest first."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.seconds),
            key=lambda item: self.seconds[item.nodeid],
        )


def outcome(path: Path, mutated: str, seconds: dict[str, float]) -> str:
    """Run the tests, given with the seconds each takes, with another source of one module: first
    the rule book, whose tests are quick, then the others.
    """
    for spec in (True, False):
        tests = {test: seconds[test] for test in seconds if test.startswith("tests/spec") == spec}
        if tests:
            work = functools.partial(_run_with, path, mutated, tests)
            status = forked(work, SECONDS + round(TIMES * sum(tests.values())))
            if status == pytest.ExitCode.NO_TESTS_COLLECTED:
                raise RuntimeError(f"no test was run: {', '.join(tests)}")
            if status is None or status:
                return ENDLESS if status is None else KILLED
    return SURVIVED


def _run_with(path: Path, mutated: str, seconds: dict[str, float]) -> int:
    _import_as(path, mutated)
    files = sorted({test.split("::")[0] for test in seconds})
    return int(pytest.main(["-x", *QUIET, *PLUGINS, *files], plugins=[_Chosen(seconds)]))


def _import_as(path: Path, mutated: str) -> None:
    usual = importlib.machinery.SourceFileLoader.get_code

    def get_code(loader: Any, name: str) -> Any:
        if Path(loader.path) == path:
            return compile(mutated, str(path), "exec")
        return usual(loader, name)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[method-assign]
    sys.dont_write_bytecode = True
