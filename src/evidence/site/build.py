"""The site of a review: its pages and files, made from what was built before."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from evidence.files.atomic_write import staging_folder, write_all
from evidence.files.lock import sole_writer
from evidence.review.core.project import Project
from evidence.site.figures import Figures
from evidence.site.find_rows import Origins
from evidence.site.pages import Site
from evidence.site.question_pages import question_pages
from evidence.site.records import read_records
from evidence.site.row_pages import row_pages
from evidence.site.shared import Shared

STATIC = ("site.css", "site.js", "icon.svg")
FONTS = ("Arimo-Regular.ttf", "Arimo-Bold.ttf", "OFL.txt")
NAVIGATION = (("index.html", "Summary"),)


def site_files(project: Project) -> dict[str, bytes]:
    """Every file of the site by its name; the same bytes for the same review.

    Raises
    ------
    ProblemsFound : the coded tables are not what the dictionary promises.
    NotebookProblem : a notebook that cannot be read.
    """
    records = read_records(project)
    shared = Shared(
        records,
        Origins(records.lineage),
        Figures(project.figures),
        Site(records.title, NAVIGATION),
    )
    made = question_pages(shared)
    made |= row_pages(records, shared.uses, shared.site)
    return made | shared.figures.files | _static()


def _static() -> dict[str, bytes]:
    static, fonts = files("evidence.site") / "static", files("evidence.figures") / "fonts"
    return {name: (static / name).read_bytes() for name in STATIC} | {
        name: (fonts / name).read_bytes() for name in FONTS
    }


def write_site(made: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of a site in the place of those that were there."""
    for part in sorted({Path(name).parent.as_posix() for name in made}):
        inside = {
            Path(name).name: content
            for name, content in made.items()
            if Path(name).parent.as_posix() == part
        }
        with staging_folder(folder / part, obsolete=lambda name: True) as aside:
            write_all(aside, inside)


def build_site(project: Project, folder: Path) -> int:
    """Make the site in a folder that holds nothing else; the number of its files.

    Raises
    ------
    Locked : another process writes in the project. WriteProblem : a file cannot be written.
    """
    with sole_writer(project.lock, "evidence site"):
        made = site_files(project)
        write_site(made, folder)
    return len(made)
