"""One variant: a copy of the data, the damage, the command, and what was wrong with its end."""

import hashlib
import re
import shutil
import signal
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from typer.testing import CliRunner

from bench.hostile.variant import Variant
from evidence.review.core.project import copy_choices

PROJECT = Path(__file__).parents[2]
SECONDS = 10  # of computing in which a refusal has to be there; the promise of this project
WAITING = 120  # seconds by the clock, on a machine that others use too
TIMERS = {signal.ITIMER_PROF: signal.SIGPROF, signal.ITIMER_REAL: signal.SIGALRM}
BUILD = ".build"  # the lock of a process and what is known of the last build, never committed
USAGE = 2  # typer's status for arguments that it refuses itself
MESSAGE = 160  # letters of a message that are shown


class TooSlow(BaseException):
    """The time is up; no handler of errors catches it."""


@dataclass(frozen=True)
class Outcome:
    """How a variant ended; no fault if as it should."""

    family: str
    title: str
    faults: tuple[str, ...]
    message: str
    seconds: float


def run(number: int) -> Outcome:
    """Run the variant of this number in a copy of its own."""
    from bench.hostile.variants import all_variants

    variant = all_variants()[number]
    with tempfile.TemporaryDirectory(prefix="evidence-hostile-") as folder:
        root = Path(folder).resolve()
        shutil.copytree(PROJECT / "data", root / "data")
        copy_choices(PROJECT, root)
        variant.damage(root)
        before, start = _digests(root), time.process_time()
        status, output, crash = _ended(variant, root)
        seconds = time.process_time() - start
        faults = _faults(variant, status, output, crash)
        if _digests(root) != before:
            faults.append("files changed")
    message = " ".join(output.replace(str(root) + "/", "").split())[:MESSAGE]
    return Outcome(variant.family, variant.title, tuple(faults), message, seconds)


def _ended(variant: Variant, root: Path) -> tuple[int, str, str]:
    """The status, the output, and the exception that reached the user."""
    from evidence.cli import app

    arguments = [argument.replace("{root}", str(root)) for argument in variant.command]
    if variant.command[0] != "pool" and "--project" not in arguments:
        place = arguments.index("--") if "--" in arguments else len(arguments)
        arguments[place:place] = ["--project", str(root)]

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = [signal.signal(signal_number, stop) for signal_number in TIMERS.values()]
    for timer, seconds in ((signal.ITIMER_PROF, SECONDS), (signal.ITIMER_REAL, WAITING)):
        signal.setitimer(timer, seconds)
    try:
        result = CliRunner().invoke(app, arguments)
    except TooSlow:
        return -1, "", f"no answer within {SECONDS} s of computing"
    finally:
        for timer, handler in zip(TIMERS, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(TIMERS[timer], handler)
    crash = result.exception
    shown = "" if crash is None or isinstance(crash, SystemExit) else repr(crash)[:MESSAGE]
    return result.exit_code, result.output, shown


def _faults(variant: Variant, status: int, output: str, crash: str) -> list[str]:
    if crash:
        return [crash]
    plain = re.sub(r"\x1b\[[0-9;]*m", "", output)  # typer's colours
    together = re.sub(r"[\s│]", "", plain)  # and its box, in which words are broken
    faults = ["accepted"] if status == 0 else []
    faults += [f"status {status}"] if status not in (0, 1, USAGE) else []
    faults += ["a traceback"] if "Traceback" in output else []
    absent = [
        words
        for words in variant.words
        if not any(re.sub(r"\s", "", word) in together for word in words.split("|"))
    ]
    if absent and status != 0:
        faults.append(f"not named: {', '.join(absent)} in {' '.join(plain.split())[:MESSAGE]!r}")
    return faults


def _digests(root: Path) -> dict[str, str]:
    return {
        str(file.relative_to(root)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(root.rglob("*"))
        if file.is_file() and BUILD not in file.parts
    }
