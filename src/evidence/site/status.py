"""How old the review is: what it was searched for and when, what its data moved since a release."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from evidence.files.atomic_write import write_file
from evidence.review.core.project import Project
from evidence.review.core.stamps import data_digest, digest_of
from evidence.review.diff.changes import TableChange
from evidence.review.lineage.lineage import CODED, Source
from evidence.site.grids import rounded
from evidence.site.links.chains import Chains
from evidence.site.links.find_rows import Place
from evidence.site.records import Records, spaced

DAYS = ("%d %B %Y", "%Y-%m-%d", "%B %d, %Y")
NONE_FOUND = "not reported"


def as_day(text: str) -> date | None:
    """A day as it is written in a coded table; nothing if it is no day.

    >>> as_day("28 November 2026"), as_day("2026-11-28"), as_day("autumn")
    (datetime.date(2026, 11, 28), datetime.date(2026, 11, 28), None)
    """
    for pattern in DAYS:
        try:
            return datetime.strptime(text.strip(), pattern).date()
        except ValueError:
            continue
    return None


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def searched(records: Records) -> str:
    """How far back the search goes, and how often was searched."""
    rows = records.coded.get("searches")
    if rows is None or not len(rows):
        return "no search is recorded"
    days = sorted(day for text in rows["date_as_reported"] if (day := as_day(text)))
    span = list(dict.fromkeys(map(_in_words, (days[0], days[-1])))) if days else [NONE_FOUND]
    where = "; ".join(dict.fromkeys(rows["searched"]))
    return f"{' to '.join(span)}, {len(rows)} searches: {where}"


def date_of_data(records: Records) -> str:
    """The newest day on which anything was searched or read."""
    days = [
        day
        for frame in records.coded.values()
        for column in ("date_as_reported", "read_again_as_reported")
        if column in frame and ("searched" in frame or column != "date_as_reported")
        for text in frame[column]
        if (day := as_day(text))
    ]
    return _in_words(max(days)) if days else NONE_FOUND


@dataclass(frozen=True)
class Release:
    """The newest tag of the project's repository."""

    tag: str
    commit: str


def newest_release(project: Project) -> Release | None:
    """The newest git tag that the work tree rests on; nothing without git, tags or repository."""
    try:
        tag = _git(project, "describe", "--tags", "--abbrev=0")
        commit = _git(project, "rev-parse", f"{tag}^0")
    except (OSError, subprocess.CalledProcessError):
        return None
    return Release(tag, commit)


def _git(project: Project, *words: str) -> str:
    """What git answers."""
    asked = ["git", "-C", str(project.root), *words]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def moved(project: Project) -> str:
    """What moved in data and results since the newest release.

    The comparison derives both states, which takes seconds; it is made once for the same two.
    """
    release = newest_release(project)
    if release is None:
        return (
            "there is no release yet (a git tag); from the first one on, coded rows and results "
            "are compared with the newest"
        )
    known = project.stamps / "moved.json"
    asked = digest_of(release.commit, data_digest(project))
    try:
        compared = json.loads(known.read_text(encoding="utf-8"))
        if compared["asked"] == asked:
            return str(compared["words"])
    except (OSError, ValueError, LookupError, TypeError):
        pass
    words = _moved_since(project, release)
    write_file(known, json.dumps({"asked": asked, "words": words}))
    return words


def _moved_since(project: Project, release: Release) -> str:
    from evidence.review.diff.changes import changes_since
    from evidence.review.diff.snapshots import DiffProblem

    try:
        changes = changes_since(project, release.tag)
    except DiffProblem:
        return f"{release.tag} cannot be derived by this version of the package"
    return words_of(changes.coded, changes.results, release.tag)


def words_of(coded: Sequence[TableChange], results: Sequence[TableChange], since: str) -> str:
    """What moved, in words: how many coded rows, which results, and the first numbers.

    >>> from evidence.review.diff.changes import Cell
    >>> moved = TableChange("pooled", (), (), (Cell("main", "estimate", "0.667", "0.7"),))
    >>> words_of([TableChange("outcomes", (), (), (Cell("o1", "n", "9", "8"),))], [moved], "v1")
    '1 coded row since v1; results that moved: pooled (main: estimate 0.667 to 0.7)'
    """
    rows = sum(len(change.rows) for change in coded)
    if not rows:
        return f"nothing since {since}"
    counted = f"{rows} coded row{'s' if rows > 1 else ''} since {since}"
    moved = "; ".join(map(_table_moved, results))
    return f"{counted}; results that moved: {moved}" if moved else f"{counted}; no result moved"


def _table_moved(change: TableChange) -> str:
    """The name of a table of results with the first number in it that moved, estimates first."""
    numbers = [cell for cell in change.cells if cell.difference is not None]
    numbers.sort(key=lambda cell: cell.column != "estimate")
    shown = [
        f"{cell.row}: {spaced(cell.column)} {rounded(cell.before)} to {rounded(cell.after)}"
        for cell in numbers[:1]
    ]
    return f"{spaced(change.table)} ({shown[0]})" if shown else spaced(change.table)


def certainty(chains: Chains) -> Markup:
    """Each level of certainty with the outcomes that it is given to, linked to the judgement."""
    records = chains.records
    rows, outcomes = (records.coded.get(name) for name in ("certainty", "summary_outcomes"))
    if rows is None or outcomes is None or not len(rows):
        return Markup(NONE_FOUND)
    labels = dict(zip(outcomes["summary_outcome_id"], outcomes["label"], strict=True))
    words = records.words.get("judgement", {})
    overall = rows[rows["domain"] == "overall"]
    levels: dict[str, list[Markup]] = {}
    for row in overall.to_dict("records"):
        place = Place(Source(CODED, "certainty", row["certainty_id"]), "judgement")
        linked = chains.link(labels.get(row["summary_outcome_id"], ""), place)
        levels.setdefault(words.get(row["judgement"], row["judgement"]), []).append(linked)
    lines = (
        Markup("<b>{}</b>: {}").format(level, Markup("; ").join(given))
        for level, given in levels.items()
    )
    return Markup("<br>").join(lines)


def status_lines(chains: Chains) -> list[tuple[str, str | Markup]]:
    """How certain and how old the answer is: words and what is said of them."""
    records = chains.records
    return [
        ("Certainty", certainty(chains)),
        ("Date of the data", date_of_data(records)),
        ("Searched", searched(records)),
        ("Moved since the last release", moved(records.project)),
    ]
