"""What the reports say of other studies, each statement with its verdict."""

import pandas as pd

from evidence.audit.claims.explanation import explanations
from evidence.coded.labels import labels
from evidence.tables.core.citation_numbers import cite
from evidence.tables.core.labels import Tables
from evidence.tables.core.number_format import NOTHING, as_coded, state
from evidence.tables.core.table import Row, Table, columns

COLUMNS = columns(
    ("locator", "Where"),
    ("measure", "Of what"),
    ("claim", "As reported"),
    ("study", "Study meant or cited"),
    ("verdict", "Verdict"),
    ("reason", "Why"),
    ("reference", "Ref."),
)
FOOTNOTE = (
    f"{NOTHING}, no study of the list is meant, or no reference is given. Each claim was checked "
    f"against every coded result of the study that it speaks of; of several verdicts the gravest "
    f"is shown."
)


def _as_reported(claim: pd.Series) -> str:
    """The values of a claim: the value, or numerator over denominator, and the other arm's."""
    counts = "/".join(
        filter(None, [claim["numerator_as_reported"], claim["denominator_as_reported"]])
    )
    value = "; ".join(dict.fromkeys(filter(None, [claim["value_as_reported"], counts])))
    comparator = claim["comparator_value_as_reported"]
    return as_coded(f"{value} v {comparator}" if comparator else value)


def _study_labels(coded: Tables) -> tuple[dict[str, str], dict[str, str]]:
    """Labels of studies by study and by document."""
    by_study, by_document = (
        coded["studies"].set_index(key)["label"].to_dict() for key in ("study_id", "document_id")
    )
    return by_study, by_document


def _explanations(coded: Tables, verdicts: pd.DataFrame) -> pd.Series:
    """Why each claim has its verdict, documents as references."""
    sets = labels(coded, "analysis_sets")
    return explanations(
        verdicts,
        studies=coded["studies"].set_index("study_id")["label"].to_dict(),
        sets={code: label[0].lower() + label[1:] for code, label in sets.items()},
        reference=lambda document: f"the report cites reference {cite(document)}",
    ).map(as_coded)


def claims_audit(coded: Tables, derived: Tables) -> Table:
    """Claims, report by report, with their verdicts.

    Claims without a value that nothing could be checked against are not shown.
    """
    verdicts = derived["claim_verdicts"]
    checked = (verdicts["has_figure"] == "yes") | (verdicts["verdict"] != "not_checkable")
    verdicts = verdicts[checked]
    verdicts = verdicts.assign(why=_explanations(coded, verdicts))
    claims = coded["claims"].set_index("claim_id")
    measures = labels(coded, "outcome_measures")
    by_study, by_document = _study_labels(coded)
    reports = {
        row.document_id: row.label.partition(",")[0] for row in derived["cases"].itertuples()
    }
    rows = []
    for verdict in verdicts.itertuples():
        claim = claims.loc[verdict.claim_id]
        cells = (
            as_coded(claim["locator"]),
            measures.get(claim["measure"], state(claim["measure"])),
            _as_reported(claim),
            by_study.get(verdict.claimed_study_id)
            or by_document.get(verdict.cited_document_id, NOTHING),
            state(verdict.verdict),
            verdict.why,
            cite(verdict.cited_document_id) or NOTHING,
        )
        report = reports.get(verdict.document_id, verdict.document_id)
        rows.append(Row(cells, verdict.sources, report))
    return Table(
        "claims_audit",
        "Claims of the reports about other studies",
        COLUMNS,
        tuple(rows),
        (FOOTNOTE,),
        landscape=True,
    )
