"""A page for each patient, and one for the studies; each row leads to its chain."""

from evidence.site.grids import as_list, filled, grid, rows_of, telling
from evidence.site.links.chains import Chains
from evidence.site.records import anchor_of, spaced
from evidence.site.shared import Shared
from evidence.site.template import Section, page

PATIENTS, STUDIES = "patients.html", "studies.html"
# Columns that are the same in every row of one patient or study.
SAME = ("study_label", "label")


def patients_page(shared: Shared) -> dict[str, bytes]:
    """A list of the patients and a page for each; nothing for a review without patients."""
    patients = shared.records.coded.get("patients")
    if patients is None or patients.empty:
        return {}
    made, links = {}, []
    for row in patients.to_dict("records"):
        file = f"patient-{anchor_of(row['patient_id'])}.html"
        made[file] = _patient(shared, file, row["label"], row["patient_id"])
        links.append((file, row["label"]))
    sections = [Section("One page each", links=tuple(links))]
    made[PATIENTS] = page(
        "sections.html", shared.site, PATIENTS, "Patients", introduction="", sections=sections
    )
    return made


def _patient(shared: Shared, file: str, title: str, patient: str) -> bytes:
    """Every table that has rows of the patient: derived ones, else coded ones."""
    chains = shared.chains(file, title, beside=False)
    records = shared.records
    derived = sorted(name for name, frame in records.derived.items() if "patient_id" in frame)
    coded = [name for name, frame in records.coded.items() if "patient_id" in frame]
    sections = []
    for table in [*derived, *(name for name in coded if name not in derived)]:
        frame, rows = rows_of(chains, table, patient_id=patient)
        columns = filled(frame, SAME)
        if rows and columns:
            shown = (
                as_list(chains, frame, rows[0], columns)
                if len(rows) == 1
                else grid(chains, frame, rows, telling(frame, columns)),
            )
            sections.append(Section(spaced(table).capitalize(), shown, anchor=table))
    return page(
        "sections.html", shared.site, file, title, chains, introduction="", sections=sections
    )


def studies_page(shared: Shared) -> dict[str, bytes]:
    """The studies with their results as coded; nothing for a review without studies."""
    studies = shared.records.coded.get("studies")
    if studies is None or studies.empty:
        return {}
    chains = shared.chains(STUDIES, "Studies", beside=False)
    frame, rows = rows_of(chains, "studies")
    wanted = ("label", "design", "population", "size_as_reported", "treatment", "trial_identifier")
    overview = grid(chains, frame, rows, [name for name in wanted if name in frame])
    sections = [Section("All studies", (overview,))]
    for row in studies.to_dict("records"):
        shared.titles[f"{STUDIES}#{anchor_of(row['study_id'])}"] = row["label"]
        grids = tuple(
            grid(chains, *found)
            for table in ("outcomes", "effects")
            if (found := _results(shared, chains, table, row["study_id"]))
        )
        sections.append(Section(row["label"], grids, anchor=anchor_of(row["study_id"])))
    shown = {"introduction": "", "sections": sections}
    return {STUDIES: page("sections.html", shared.site, STUDIES, "Studies", chains, **shown)}


def _results(shared: Shared, chains: Chains, table: str, study: str) -> tuple | None:
    """The results of a study: what was counted in whom, and the words as reported."""
    if table not in shared.records.coded:
        return None
    frame, rows = rows_of(chains, table, study_id=study)
    wanted = ("measure", "outcome", "analysis_set", "events", "n", "value_as_reported", "locator")
    columns = [name for name in wanted if name in frame and any(frame[name] != "")]
    return (frame, rows, columns) if rows else None
