"""Clean coded tables of any size: made to hold no error, so that every finding on them is a false
alarm.

Reports alternate between two shapes; studies are two-arm trials whose percentages, intervals,
ratios and p values are computed from their counts.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy.special import ndtr

from evidence.audit.core.findings import Frames
from evidence.synthesis.proportions.intervals import clopper_pearson

FIRST_DAY = date(2000, 1, 3)
ARM_SIZES = (120, 100)
CODED = (
    "documents",
    "citations",
    "citation_contexts",
    "patients",
    "characteristics",
    "therapies",
    "doses",
    "assessments",
    "events",
    "transplants",
    "laboratory",
    "timeline",
    "follow_up",
    "claims",
    "claims_of_significance",
    "claims_of_direction",
    "families",
    "studies",
    "arms",
    "outcomes",
    "effects",
    "overlaps",
    "pool_rows",
    "published_pools",
)


def _day(offset: int) -> str:
    day = FIRST_DAY + timedelta(offset)
    return f"{day.day} {day:%B} {day.year}"


def _patient(i: int) -> dict[str, list[dict]]:
    """One report of one patient: diagnosis, relapse, inotuzumab by the label, remission,
    transplant.
    """
    doc, start = f"report{i}", 900 + 40 * (i % 200)
    own = {"document_id": doc, "patient_id": f"patient{i}", "locator": "Case ¶3"}
    facts = {
        "age": str(20 + i % 40),
        "sex": ("male", "female")[i % 2],
        "ph_status": "negative",
        "kmt2a_status": "negative",
        "cd22": "positive",
        "consent": "yes",
        "inotuzumab_cycles": "1",
        "relapse_number": "1",
        "karyotype": "46,XY",
        "immunophenotype": "CD19+, CD22+",
    }
    timing = {"age": "at_diagnosis", "consent": "not_stated"}

    def entry(k, event, when="", relation="on", anchor="", convention=""):
        return {
            **own,
            "timeline_id": f"{doc}.i{k}",
            "sequence": k,
            "event": event,
            "description": event,
            "when_as_printed": when,
            "relation": relation,
            "anchor_id": f"{doc}.i{anchor}" if anchor else "",
            "day_convention": convention,
            "basis": "printed",
        }

    def dose(k, day, amount, agent="inotuzumab_ozogamicin", therapy=2):
        return {
            **own,
            "dose_id": f"{doc}.d{k}",
            "therapy_id": f"{doc}.t{therapy}",
            "agent": agent,
            "cycle": 1 if therapy == 2 else None,
            "day_as_printed": f"day {day}",
            "day_of_cycle": day,
            "dose_as_printed": amount,
            "administrations": 1,
            "given": "given",
        }

    def seen(k, evaluation, time, **cells):
        return {
            **own,
            "assessment_id": f"{doc}.a{k}",
            "sequence": k,
            "phase": "on_inotuzumab",
            "timeline_id": f"{doc}.i{time}",
            "compartment": "marrow",
            "method": "morphology",
            "comparator": "equal",
            "response": "not_applicable",
            "is_mrd": "no",
            "evaluation": evaluation,
            **cells,
        }

    def value(k, analyte, text):
        return {
            **own,
            "laboratory_id": f"{doc}.l{k}",
            "analyte": analyte,
            "phase": "on_inotuzumab",
            "time_as_printed": f"day {k + 1}",
            "value_as_printed": text,
        }

    def event(k, name, occurred, phase, term, grade="", onset=""):
        return {
            **own,
            "event_id": f"{doc}.e{k}",
            "event": name,
            "occurred": occurred,
            "phase": phase,
            "term_as_printed": term,
            "grade_as_printed": grade,
            "onset_as_printed": onset,
        }

    return {
        "documents": [
            {
                "document_id": doc,
                "role": "report",
                "kind": "case_report",
                "authors_as_printed": f"Reporter{i} A; Helper{i} B",
                "title": "A case",
                "container_title": f"Journal of Cases {i}",
                "year": "2099",
                "volume": "1",
                "received_as_printed": _day(start + 600),
                "accepted_as_printed": _day(start + 640),
            }
        ],
        "patients": [{**own, "label": doc}],
        "characteristics": [
            {
                **own,
                "characteristic_id": f"{doc}.h{k}",
                "item": item,
                "timing": timing.get(item, "at_inotuzumab"),
                "value": text,
                "as_printed": text,
                "basis": "printed",
            }
            for k, (item, text) in enumerate(facts.items(), 1)
        ],
        "therapies": [
            {
                **own,
                "therapy_id": f"{doc}.t{k}",
                "sequence": k,
                "role": "line",
                "phase": "salvage",
                "therapy_class": name,
                "response": "not_reported",
            }
            for k, name in enumerate(("chemotherapy", "inotuzumab", "transplant"), 1)
        ],
        "doses": [
            dose(1, 1, "0.8 mg/m²"),
            dose(2, 8, "0.5 mg/m²"),
            dose(3, 15, "0.5 mg/m²"),
            dose(4, 1, "300 mg/m²", "cyclophosphamide", 1),
            dose(5, 2, "1200 cGy", "radiotherapy", 3),
        ],
        "timeline": [
            entry(1, "diagnosis", _day(start - 800)),
            entry(2, "relapse", _day(start - 30)),
            entry(3, "inotuzumab_start", _day(start)),
            entry(4, "inotuzumab_dose", "day 8", "after", 3, "day_1"),
            entry(5, "inotuzumab_dose", "day 15", "after", 3, "day_1"),
            entry(6, "response", "day 28", "after", 3, "day_1"),
            entry(7, "transplant", _day(start + 60)),
            entry(8, "engraftment", "day +17", "after", 7, "day_0"),
            entry(9, "follow_up", "16 months", "after", 7),
            entry(10, "publication", _day(start + 600)),
        ],
        "assessments": [
            seen(
                1,
                0,
                2,
                result_as_printed="64% of blasts",
                term_as_printed="relapse",
                response="relapse",
            ),
            seen(
                2,
                1,
                6,
                result_as_printed="2% of blasts",
                term_as_printed="complete remission",
                response="cr",
            ),
            seen(
                3,
                1,
                6,
                method="flow_cytometry",
                comparator="not_detected",
                sensitivity_as_printed="10^-5",
                term_as_printed="MRD negative",
                response="mrd_negative",
                is_mrd="yes",
            ),
        ],
        "events": [
            event(1, "vod_sos", "no", "on_inotuzumab", "no VOD"),
            event(2, "vod_sos", "no", "after_transplant", "no VOD"),
            event(3, "thrombocytopenia", "yes", "on_inotuzumab", "thrombocytopenia", "grade 4"),
            event(4, "anaemia", "yes", "on_inotuzumab", "anaemia", "moderate"),
        ],
        "laboratory": [
            value(1, "haemoglobin", "9.1 g/dL"),
            value(2, "platelets", "12 × 10^9/L"),
            value(3, "white_blood_cells", "2400/μL"),
            value(4, "marrow_blasts", "64%"),
        ],
        "transplants": [
            {
                **own,
                "transplant_id": f"{doc}.s1",
                "number": 1,
                "timing": "after_inotuzumab",
                "date_as_printed": _day(start + 60),
                "donor": "matched_unrelated",
            }
        ],
        "follow_up": [
            {
                **own,
                "follow_up_id": f"{doc}.f1",
                "length_as_printed": "16 months",
                "counted_from_as_printed": "transplant",
                "until_as_printed": "",
                "status_as_printed": "alive in remission",
                "alive": "yes",
                "on_inotuzumab": "no",
                "timeline_id": f"{doc}.i9",
            }
        ],
    }


def _study(j: int) -> dict[str, list[dict]]:
    """One two-arm trial, and one report's citation of it."""
    study, doc, report = f"trial{j}", f"trialists{j}", f"report{j}"
    events = np.array([70 + j % 20, 35 + j % 15])
    limits = clopper_pearson(events, np.array(ARM_SIZES))
    percent = [f"{100 * e / n:.1f}" for e, n in zip(events, ARM_SIZES, strict=True)]
    ratio, error = 0.60 + 0.002 * (j % 50), 0.15
    low, high = ratio * np.exp(-1.96 * error), ratio * np.exp(1.96 * error)
    arms = [f"{study}.{name}" for name in ("new", "old")]

    def outcome(k, a):
        return {
            "outcome_id": f"{study}.o{k}",
            "study_id": study,
            "arm_id": arms[a],
            "measure": "cr_or_cri",
            "analysis_set": "all_randomised",
            "events": int(events[a]),
            "n": ARM_SIZES[a],
            "numerator_basis": "printed",
            "percent_as_printed": percent[a],
            "low_as_printed": f"{100 * limits.low[a]:.1f}",
            "high_as_printed": f"{100 * limits.high[a]:.1f}",
            "level_percent": 95.0,
            "only_in_a_report": "no",
            "locator": "abstract",
            "value_as_printed": f"{events[a]}/{ARM_SIZES[a]}",
        }

    own = {"document_id": report, "locator": "Discussion ¶9"}
    return {
        "documents": [
            {
                "document_id": doc,
                "role": "trial",
                "kind": "randomised_trial",
                "authors_as_printed": f"Trialist{j} T; Other{j} U",
                "title": "Inotuzumab ozogamicin in leukaemia",
                "container_title": f"Journal of Trials {j}",
                "year": "2010",
                "volume": str(j),
                "pages": "1-9",
            }
        ],
        "families": [{"family_id": study, "label": study, "reason": "one trial"}],
        "studies": [
            {
                "study_id": study,
                "family_id": study,
                "document_id": doc,
                "label": study,
                "design": "randomised",
                "trial_identifier": f"NCT{j:08d}",
                "population": "adult_relapsed_refractory",
                "treatment": "inotuzumab_single_agent",
            }
        ],
        "arms": [
            {"arm_id": arm, "study_id": study, "label": arm, "agent": agent, "kind": "arm"}
            for arm, agent in zip(
                arms, ("inotuzumab_ozogamicin", "standard_chemotherapy"), strict=True
            )
        ],
        "outcomes": [outcome(1, 0), outcome(2, 1)],
        "effects": [
            {
                "effect_id": f"{study}.e1",
                "study_id": study,
                "arm_id": arms[0],
                "comparator_arm_id": arms[1],
                "outcome": "overall_survival",
                "effect_measure": "hazard_ratio",
                "analysis_set": "all_randomised",
                "estimate_as_printed": f"{ratio:.3f}",
                "low_as_printed": f"{low:.3f}",
                "high_as_printed": f"{high:.3f}",
                "level_percent": 95.0,
                "p_as_printed": f"{2 * ndtr(np.log(ratio) / error):.4f}",
                "p_sides": 2,
                "value_as_printed": f"{ratio:.3f}",
                "locator": "abstract",
            }
        ],
        "pool_rows": [
            {
                "pool_row_id": f"{study}.q1",
                "family_id": study,
                "study_id": study,
                "outcome_id": f"{study}.o1",
                "measure": "cr_or_cri",
                "population": "adult_relapsed_refractory",
                "primary": "yes",
                "exclusion": "none",
                "reason": "one row",
            }
        ],
        "citations": [
            {
                **own,
                "citation_id": f"{report}.r1",
                "reference_number": 1,
                "cited_document_id": doc,
                "first_author_as_printed": f"Trialist{j}",
                "year_as_printed": "2010",
                "as_printed": "2010",
            }
        ],
        "citation_contexts": [
            {
                **own,
                "context_id": f"{report}.x1",
                "reference_as_printed": "1",
                "reference_number": 1,
                "cited_for": "efficacy of inotuzumab",
                "subject": "inotuzumab_efficacy",
            }
        ],
        "claims": [
            {
                **own,
                "claim_id": f"{report}.c1",
                "reference_as_printed": "1",
                "reference_number": 1,
                "author_named_as_printed": f"Trialist{j} et al.",
                "claimed_study_id": study,
                "measure": "cr_or_cri",
                "value_as_printed": f"{percent[0]}%",
                "comparator_value_as_printed": f"{percent[1]}%",
                "has_figure": "yes",
            },
            {
                **own,
                "claim_id": f"{report}.c2",
                "reference_as_printed": "1",
                "reference_number": 1,
                "claimed_study_id": study,
                "measure": "cr_or_cri",
                "value_as_printed": "more remissions than with standard therapy",
                "has_figure": "no",
            },
        ],
        "claims_of_direction": [
            {
                "direction_id": f"{report}.k1",
                "claim_id": f"{report}.c2",
                "direction": "higher",
                "measure": "cr_or_cri",
                "arm_id": arms[0],
                "comparator_arm_id": arms[1],
            }
        ],
    }


def _like(rows: list[dict], template: pd.DataFrame) -> pd.DataFrame:
    """Rows as a frame with the columns and types of a coded table; what is not given is empty."""
    texts = [name for name in template if pd.api.types.is_string_dtype(template[name])]
    filled = [{**dict.fromkeys(texts, ""), **row} for row in rows]
    return pd.DataFrame(filled, columns=template.columns).astype(template.dtypes.to_dict())


def clean_tables(coded: Frames, reports: int) -> Frames:
    """Coded tables of ``reports`` reports, each of one patient, and as many trials, without an
    error.

    Parameters
    ----------
    coded : coded tables, for their columns and code lists.
    """
    rows: dict[str, list[dict]] = {name: [] for name in CODED}
    for number in range(1, reports + 1):
        for part in (_patient(number), _study(number)):
            for name, found in part.items():
                rows[name] += found
    made = {name: _like(rows[name], coded[name]) for name in CODED}
    nothing = {name: coded[name].iloc[:0] for name in ("audit_decisions", "reader_findings")}
    return {**coded, **made, **nothing}


def repeated(tables: Frames, times: int) -> Frames:
    """The tables so many times over, with every key made distinct: for measuring speed, not for
    finding.
    """
    return {
        name: pd.concat([_renamed(frame, number) for number in range(times)], ignore_index=True)
        for name, frame in tables.items()
    }


def _renamed(frame: pd.DataFrame, number: int) -> pd.DataFrame:
    columns = [name for name in frame if name.endswith("_id") or name == "trial_identifier"]
    return frame.assign(
        **{name: (f"n{number}" + frame[name]).where(frame[name] != "", "") for name in columns}
    )
