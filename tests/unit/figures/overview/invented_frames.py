"""Invented frames of every clinical kind, with names as many and as odd as is asked."""

import pandas as pd

from evidence.domains.haematology.figures import mrd as mrd_trajectories
from evidence.figures import swimmer
from evidence.figures.overview import (
    citation_network,
    evidence_map,
    patient_timeline,
    prisma,
    reporting_map,
    treatment_sequence,
)
from evidence.figures.overview import claim_verdicts as claims_verdict
from evidence.figures.risk_of_bias import sheet
from evidence.figures.risk_of_bias import summary as appraisal_summary
from evidence.figures.risk_of_bias import traffic_light as appraisal
from tests.unit.figures.overview.invented_courses import (
    mrd_bare,
    mrd_rows,
    swimmer_bare,
    swimmer_rows,
)
from tests.unit.figures.swimmer.invented_lanes import WORDS as SWIMMER_WORDS


def sequence_rows(names):
    rows = [
        {
            "patient": name,
            "position": place,
            "therapy": therapy,
            "response": response,
            "result": result,
            "index": place == 0,
            "courses": 3 if place < 0 else None,
        }
        for name in names
        for place, therapy, response, result in (
            (-1, "Chemotherapy", "Morphological remission", "absent"),
            (0, "Drug X", None, "not_reported"),
            (1, "Transplant", "Relapse", "present"),
        )
    ]
    return pd.DataFrame(rows).assign(sources="therapies:invented")


def map_rows(names):
    return pd.DataFrame(
        [
            {"row": name, "column": column, "count": (i + j) % 3, "size": 40 * i}
            for i, name in enumerate(names)
            for j, column in enumerate(("Report A", "Report B with a longer name"))
        ]
    ).assign(sources="events:invented")


def reporting_rows(names):
    states = ("reported", "not_assessable", "not_reported", "not_applicable")
    return pd.DataFrame(
        [
            {"row": name, "column": f"Patient {j} with a longer name", "state": states[(i + j) % 4]}
            for i, name in enumerate(names)
            for j in range(6)
        ]
    ).assign(sources="events:invented")


def timeline_rows(names):
    rows = [
        {
            "case": name,
            "kind": kind,
            "label": (
                f"{kind} of a patient, in more words than one line of a narrow column can hold"
            ),
            "date": date,
            "day": day,
            "day_low": low,
            "day_high": high,
            "listed": True,
            "series": 0.0 if kind == "index" else None,
        }
        for name in names
        for kind, date, day, low, high in (
            ("diagnosis", "", "", None, None),
            ("relapse", "Dec 2020", "(−35 to −5)", -35, -5),
            ("index", "5 Jan 2021", "0", 0, 0),
        )
    ]
    return pd.DataFrame(rows).assign(sources="timeline:invented")


def citation_rows(names):
    rows = [
        {
            "report": name,
            "study": f"{name}, study {j}" if j else "Shared study",
            "family": "One trial" if j < 2 else None,
            "number": i + j,
        }
        for i, name in enumerate(names[:12])
        for j in range(4)
    ]
    return pd.DataFrame(rows).drop_duplicates("study").assign(sources="citations:invented")


def claim_rows(names):
    verdicts = list(claims_verdict.VERDICTS)
    return pd.DataFrame(
        [
            {
                "document": name,
                "claim": f"remission: {i + j}%, as nobody said",
                "verdict": verdicts[(i + j) % len(verdicts)],
                "finding": None,
            }
            for i, name in enumerate(names)
            for j in range(3)
        ]
    ).assign(sources="claims:invented")


def flow_rows(names):
    reasons = "; ".join(f"{name}, 3" for name in names[:3])
    rows = [
        ("database_results", 60.0, ""),
        ("records_screened", 55.0, ""),
        ("records_excluded", 40.0, ""),
        ("dbr_assessed", 15.0, ""),
        ("dbr_excluded", 9.0, reasons + ";"),
        ("new_studies", 6.0, ""),
        ("citations_results", None, "not searched"),
    ]
    return pd.DataFrame(rows, columns=["variable", "n", "text"]).assign(
        sources="screening:invented"
    )


def appraisal_rows(names):
    judgements = ["yes", "no", "unclear", "not applicable", None]
    return pd.DataFrame(
        [
            {
                "study": name,
                "item": str(j + 1),
                "item_label": f"Is item {j + 1} of this invented list answered well?",
                "judgement": judgements[(i + j) % 5],
            }
            for i, name in enumerate(names)
            for j in range(8)
        ]
    ).assign(sources="appraisal:invented")


def sheet_rows(names):
    named = appraisal_rows(names).assign(item_name="Item of some length")
    return pd.concat([named.assign(instrument=tool) for tool in ("murad", "jbi_case_report")])


KINDS = {
    "swimmer": (swimmer, swimmer_rows, {"break_day": 28, **SWIMMER_WORDS}),
    "swimmer without days": (swimmer, swimmer_bare, {}),
    "mrd": (mrd_trajectories, mrd_rows, {}),
    "mrd without levels": (mrd_trajectories, mrd_bare, {}),
    "sequence": (treatment_sequence, sequence_rows, {}),
    "map": (evidence_map, map_rows, {}),
    "reporting": (reporting_map, reporting_rows, {}),
    "timeline": (
        patient_timeline,
        timeline_rows,
        {"kinds": {"diagnosis": "diagnosis", "relapse": "relapse"}},
    ),
    "citations": (citation_network, citation_rows, {}),
    "claims": (claims_verdict, claim_rows, {}),
    "flow": (prisma, flow_rows, {}),
    "lights": (appraisal, appraisal_rows, {}),
    "sheet": (sheet, sheet_rows, {}),
    "bars": (appraisal_summary, appraisal_rows, {}),
}
