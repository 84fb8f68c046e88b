"""What the sources call a response, and what these terms became."""

from evidence.tables.numbering import cite
from evidence.tables.table import Row, Table, columns
from evidence.tables.typography import NOTHING, printed
from evidence.tables.words import COMPARTMENTS, Tables, response

COLUMNS = columns(
    ("source", "Source"), ("term", "Term used"), ("meaning", "Judged when, or harmonised as"), ("mrd", "MRD"), ("denominator", "Counted among"), ("interval", "Limits"), ("reference", "Ref."),
)
TRIALS, CASES = "Trials and cohorts", "Case reports: authors' term and harmonised category, by compartment"
METHODS = {"clopper_pearson": "Clopper-Pearson", "wilson": "Wilson"}


def _limits(told: str, study: str, derived: Tables) -> str:
    """The limits that a study prints, and the method that reproduces them."""
    found = derived["printed_intervals"]
    methods = [METHODS.get(method, method) for method in found.loc[found["study_id"] == study, "method"].unique() if method]
    return printed(told) + (f"; proportions reproduced by {' and '.join(methods)}" if methods else "")


def _trial(row, derived: Tables) -> Row:
    cells = (row.label, row.term_as_used, row.time_point, row.mrd_definition, row.denominator, _limits(row.interval, row.study_id, derived), cite(row.document_id))
    return Row(tuple(cell if cell != "not in what was seen" else "Not seen" for cell in cells), f"response_definitions:{row.definition_id}", TRIALS)


def _harmonised(found: str, compartment: str) -> str:
    """The category, with its compartment where the words do not say it."""
    told = response(found)
    return told if compartment == "mrd" or ":" in told else f"{told} ({COMPARTMENTS[compartment]})"


def _cases(derived: Tables) -> list[Row]:
    names = dict(zip(derived["cases"]["patient_id"], derived["cases"]["label"], strict=True))
    told = derived["responses"]
    told = told[(told["author_term"] != "") & (told["compartment"] != "integrated")]
    rows = []
    for key, same in told.groupby(["patient_id", "compartment", "author_term", "response"], sort=False):
        patient, compartment, term, found = key
        cells = (names[patient], printed(term), _harmonised(found, compartment), NOTHING, NOTHING, NOTHING, cite(same["document_id"].iloc[0]))
        rows.append(Row(cells, " ".join(same["sources"]), CASES))
    return rows


def response_vocabulary(coded: Tables, derived: Tables) -> Table:
    """Terms of response across sources: how trials use them, and what each author's term became."""
    rows = [_trial(row, derived) for row in coded["response_definitions"].itertuples()] + _cases(derived)
    footnotes = (
        "CR, complete remission; CRi, with incomplete haematological recovery; CRp, without platelet recovery; MRD, measurable residual disease; PR, partial remission. Not seen: not in the abstract or page that could be read.",
        "Harmonised under ELN 2024 by compartment; an author's term is never overwritten.",
    )
    return Table("response_vocabulary", "Response terms across sources", COLUMNS, tuple(rows), footnotes, landscape=True)
