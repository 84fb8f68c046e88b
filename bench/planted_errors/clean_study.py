"""The rows of one study without an error."""

import numpy as np
from scipy.special import ndtr

from evidence.synthesis.proportions.intervals import clopper_pearson

ARM_SIZES = (120, 100)


def _author(number: int) -> str:
    """An invented family name for each study; a digit is in no name."""
    return "Trialist" + "".join(chr(ord("a") + int(digit)) for digit in str(number))


def study_rows(j: int) -> dict[str, list[dict]]:
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
            "numerator_basis": "reported",
            "percent_as_reported": percent[a],
            "low_as_reported": f"{100 * limits.low[a]:.1f}",
            "high_as_reported": f"{100 * limits.high[a]:.1f}",
            "level_percent": 95.0,
            "only_in_a_report": "no",
            "locator": "abstract",
            "value_as_reported": f"{events[a]}/{ARM_SIZES[a]}",
        }

    of_case = {"document_id": report, "locator": "Discussion ¶9"}
    return {
        "documents": [
            {
                "document_id": doc,
                "role": "trial",
                "kind": "randomised_trial",
                "authors_as_reported": f"{_author(j)} T; Other U",
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
                "treatment": "index_single_agent",
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
                "estimate_as_reported": f"{ratio:.3f}",
                "low_as_reported": f"{low:.3f}",
                "high_as_reported": f"{high:.3f}",
                "level_percent": 95.0,
                "p_as_reported": f"{2 * ndtr(np.log(ratio) / error):.4f}",
                "p_sides": 2,
                "value_as_reported": f"{ratio:.3f}",
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
                **of_case,
                "citation_id": f"{report}.r1",
                "reference_number": 1,
                "cited_document_id": doc,
                "first_author_as_reported": _author(j),
                "year_as_reported": "2010",
                "as_reported": "2010",
            }
        ],
        "citation_contexts": [
            {
                **of_case,
                "context_id": f"{report}.x1",
                "reference_as_reported": "1",
                "reference_number": 1,
                "cited_for": "efficacy of inotuzumab",
                "subject": "inotuzumab_efficacy",
            }
        ],
        "claims": [
            {
                **of_case,
                "claim_id": f"{report}.c1",
                "reference_as_reported": "1",
                "reference_number": 1,
                "author_named_as_reported": f"{_author(j)} et al.",
                "claimed_study_id": study,
                "measure": "cr_or_cri",
                "value_as_reported": f"{percent[0]}%",
                "comparator_value_as_reported": f"{percent[1]}%",
                "has_figure": "yes",
            },
            {
                **of_case,
                "claim_id": f"{report}.c2",
                "reference_as_reported": "1",
                "reference_number": 1,
                "claimed_study_id": study,
                "measure": "cr_or_cri",
                "value_as_reported": "more remissions than with standard therapy",
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
