"""What the reports say of other studies, each statement with its verdict."""

from evidence.tables.numbering import cite
from evidence.tables.table import Row, Table, columns
from evidence.tables.typography import NOTHING, printed, state
from evidence.tables.words import Tables, labels

COLUMNS = columns(("locator", "Where"), ("measure", "Of what"), ("claim", "As printed"), ("study", "Study meant"), ("verdict", "Verdict"), ("reason", "Why"), ("reference", "Report"))


def _printed(claim) -> str:
    """The figures of a claim: the value, or numerator over denominator, and the other arm's."""
    counts = "/".join(part for part in (claim["numerator_as_printed"], claim["denominator_as_printed"]) if part)
    told = "; ".join(dict.fromkeys(part for part in (claim["value_as_printed"], counts) if part))
    return printed(told + (f" v {claim['comparator_value_as_printed']}" if claim["comparator_value_as_printed"] else ""))


def claims_audit(coded: Tables, derived: Tables) -> Table:
    """Claims with a verdict, report by report; claims without a figure are not checked and not shown."""
    claims = coded["claims"].set_index("claim_id")
    measures, studies = labels(coded, "outcome_measures"), dict(zip(coded["studies"]["study_id"], coded["studies"]["label"], strict=True))
    names = {row.document_id: row.label.partition(",")[0] for row in derived["cases"].itertuples()}
    rows = []
    for verdict in derived["claim_verdicts"].itertuples():
        claim = claims.loc[verdict.claim_id]
        cells = (printed(claim["locator"]), measures.get(claim["measure"], state(claim["measure"])), _printed(claim), studies.get(claim["claimed_study_id"], NOTHING), state(verdict.verdict), verdict.reason, cite(verdict.document_id))
        rows.append(Row(cells, verdict.sources, names.get(verdict.document_id, verdict.document_id)))
    footnotes = (f"{NOTHING}, no study of the list is meant. Each claim was held against every coded result of the study that it speaks of; the first verdict that applies is shown.",)
    return Table("claims_audit", "Claims of the reports about other studies", COLUMNS, tuple(rows), footnotes, landscape=True)
