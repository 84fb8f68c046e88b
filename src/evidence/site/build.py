"""The site of a review: its pages and files, made from what was built before."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from evidence.files.atomic_write import staging_folder, write_all
from evidence.files.lock import sole_writer
from evidence.review.core.project import Project
from evidence.review.core.stamps import Stamps, data_digest, digest_of, digest_of_files
from evidence.site.figures import Figures
from evidence.site.links.find_rows import Origins
from evidence.site.records import Records, read_records
from evidence.site.shared import Shared
from evidence.site.status import newest_release
from evidence.site.template import Site
from evidence.site.views.choices import choices_page
from evidence.site.views.downloads import downloads_page
from evidence.site.views.figure_page import figures_page
from evidence.site.views.findings import audit_page
from evidence.site.views.methods import METHODS, TERMS, methods_page, terms_page
from evidence.site.views.people import PATIENTS, STUDIES, patients_page, studies_page
from evidence.site.views.question_pages import question_pages
from evidence.site.views.row_pages import row_pages
from evidence.site.views.search import search_index

STATIC = ("site.css", "site.js", "icon.svg", "Arimo-Regular.woff", "Arimo-Bold.woff")
MAKERS = (
    question_pages,
    patients_page,
    studies_page,
    audit_page,
    choices_page,
    figures_page,
    methods_page,
    terms_page,
    downloads_page,
)
# Page, words, and the table without whose rows there is no such page.
NAVIGATION = (
    ("index.html", "Summary", ""),
    (PATIENTS, "Patients", "patients"),
    (STUDIES, "Studies", "studies"),
    ("audit.html", "Audit", "audit_findings"),
    ("choices.html", "Choices", "multiverse"),
    ("figures.html", "Figures", ""),
    (METHODS, "Methods", ""),
    (TERMS, "Terms", ""),
    ("downloads.html", "Data and citing", ""),
)
LICENCE = "OFL.txt"  # of the typeface


def site_files(project: Project) -> dict[str, bytes]:
    """Every file of the site by its name; the same bytes for the same review.

    Raises
    ------
    ProblemsFound : the coded tables are not what the dictionary promises.
    NotebookProblem : a notebook that cannot be read.
    """
    records = read_records(project)
    figures, origins = Figures(project.figures), Origins(records.lineage)
    site = Site(records.title, navigation(records))
    shared = Shared(records, origins, figures, site)
    made: dict[str, bytes] = {}
    for make in MAKERS:
        made |= make(shared)
    made |= row_pages(shared)
    return made | search_index(shared) | shared.figures.files | _static()


def navigation(records: Records) -> tuple[tuple[str, str], ...]:
    """The pages that every page links to: those that this review has."""
    tables = {**records.coded, **records.derived}
    filled = {"", *(name for name, frame in tables.items() if len(frame))}
    return tuple((page, words) for page, words, table in NAVIGATION if table in filled)


def _static() -> dict[str, bytes]:
    static, fonts = files("evidence.site") / "static", files("evidence.figures") / "fonts"
    read = {name: (static / name).read_bytes() for name in STATIC}
    return read | {LICENCE: (fonts / LICENCE).read_bytes()}


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


# What a site is made from besides the data and the code: files of the review.
MADE_FROM = (
    *("notebooks/*.ipynb", "figures/*", "docs/tables/*", "manuscript/*", "CITATION.cff"),
    "data/derived/*.csv",
)
STEP = "site"


def inputs_of(project: Project) -> str:
    """The digest of everything that the site shows."""
    release = newest_release(project)
    templates = digest_of_files(Path(str(files("evidence.site"))), "static/*", "templates/*")
    shown = digest_of_files(project.root, *MADE_FROM)
    return digest_of(data_digest(project), templates, shown, release.commit if release else "")


def build_site(project: Project, folder: Path) -> int:
    """Make the site in a folder of the project that holds nothing else; the number of its files.

    A site that was made from the same and still stands is left as it is.

    Raises
    ------
    Locked : another process writes in the project. WriteProblem : a file cannot be written.
    """
    with sole_writer(project.lock, "evidence site"):
        stamps, inputs = Stamps(project.stamps, project.root), inputs_of(project)
        if not stamps.fresh(STEP, inputs):
            made = site_files(project)
            write_site(made, folder)
            stamps.record(STEP, inputs, [folder / name for name in made])
            stamps.save()
        return len(stamps.outputs(STEP))
