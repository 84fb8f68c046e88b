"""Where things are in a project, and its coded tables."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from evidence.coded.dictionary import read_dictionary, version_problems
from evidence.coded.load import find_problems, typed
from evidence.coded.problems import Problem, ProblemsFound
from evidence.coded.settings import FILE, read_settings
from evidence.coded.tables import CodedTables
from evidence.harmonise.check_readable import readability_problems
from evidence.harmonise.quantities import use_units
from evidence.harmonise.times.date_order import order_problems, with_stated_order
from evidence.review.core.definitions import definitions_for, needed_for


@dataclass(frozen=True)
class Project:
    """The folders of one review."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def derived(self) -> Path:
        return self.root / "data" / "derived"

    @property
    def figures(self) -> Path:
        return self.root / "figures"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def stamps(self) -> Path:
        """What the last build was made from; never committed."""
        return self.root / ".build"

    @property
    def lock(self) -> Path:
        """The lock of the process that writes in the project; never committed."""
        return self.stamps / "lock"


def find_project(start: Path | None = None) -> Project:
    """The project that ``start`` (or the working folder) lies in.

    Raises
    ------
    FileNotFoundError : no folder above it holds ``data/datapackage.json``.
    """
    here = Path(start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / "datapackage.json").is_file():
            return Project(folder)
    raise FileNotFoundError(
        "no data/datapackage.json here or in a folder above: run this inside a project"
    )


def read_project(project: Project) -> CodedTables:
    """Every coded table of the project, validated, readable and typed.

    Raises
    ------
    ProblemsFound : with all problems at once.
    """
    tables = read_dictionary(project.data)
    if problems := version_problems(project.data):
        raise ProblemsFound(problems)
    settings = read_settings(project.root)
    frames, problems = find_problems(project.data, needed_for(settings))
    dates = settings.sections.get("dates", {})
    problems += order_problems(dates, frames["documents"])
    problems += _event_problems(settings.index.event, frames["timeline_events"])
    frames = with_stated_order(frames, tables, dates)
    use_units(frames["units"].to_dict("records") if "units" in frames else [])
    scales = definitions_for(settings).scales.values()
    problems += readability_problems(frames, tables, scales)
    if problems:
        raise ProblemsFound(problems)
    typed_frames = {name: typed(frame, tables[name]) for name, frame in frames.items()}
    return CodedTables(typed_frames, settings)


def _event_problems(event: str, events: pd.DataFrame) -> list[Problem]:
    """Whether the event of day 0 that review.toml names is one of the code list."""
    if events.empty or event in set(events["code"]):
        return []
    return [Problem(FILE, "index.event", "", event, "a code of timeline_events.csv")]


def copy_choices(root: Path, folder: Path) -> None:
    """Copy review.toml and the review's own functions, all but its data, into another folder."""
    if not (root / FILE).is_file():
        return
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(root / FILE, folder)
    module = read_settings(root).module
    if module:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(root / module, folder / module, ignore=ignored)
