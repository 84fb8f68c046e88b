"""What metafor, R meta and RevMan compute by default, one row for each of their choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


NONE, UNKNOWN = "none", "not sourced"


FROM_TAU2, FROM_Q = "from tau2", "from Q"


METAFOR = "metafor 3.8-1, help pages rma.uni (method, test, add, to) and predict.rma (note)"


METAFOR_GLMM = "metafor 3.8-1, help page rma.glmm (model, method, test)"


METAFOR_MH = "metafor 3.8-1, help page rma.mh (add, to, drop00)"


META_SETTINGS = "github.com/guido-s/meta, R/settings.meta.R"


META_PROP = (
    f"github.com/guido-s/meta, R/metaprop.R; {META_SETTINGS} (8.4-0); "
    "NEWS.md, 8.0-0, for the prediction rule"
)


REVMAN_5 = f"{META_SETTINGS}, section RevMan 5"


REVMAN = (
    "methods.cochrane.org/methods-cochrane/"
    "random-effects-meta-analysis-methods-intervention-reviews; "
    "community.cochrane.org/news/"
    "embracing-new-random-effects-methods-systematic-reviews-interventions"
)


METABIN = "github.com/guido-s/meta, R/metabin.R and R/settings.meta.R"


THIS_PACKAGE = "this package"


DROPPED = "only0, no event no weight"


ON_EVENTS_AND_SIZES = "only0 on events and sizes, no event no weight"


ABOUT_MANTEL_HAENSZEL = "DL, Q about Mantel-Haenszel"


@dataclass(frozen=True, slots=True)
class Convention:
    """What a system reports when nothing is asked for; ``source`` says where that is written."""

    system: str
    measure: str
    estimator: str
    interval: str
    zero_policy: str
    prediction_rule: str
    i2_rule: str
    source: str
    note: str = ""


_CHOSEN = "the measure is the user's choice"


ONE_ARM = (
    Convention(
        THIS_PACKAGE,
        "PLO",
        "binomial_normal",
        "t",
        NONE,
        "t_k_minus_1",
        FROM_TAU2,
        THIS_PACKAGE,
        "the primary model of proportions; `evidence pool` without a model pools logits by REML",
    ),
    Convention(
        "metafor rma()", "PLO", "REML", "wald", "only0", "normal", FROM_TAU2, METAFOR, _CHOSEN
    ),
    Convention(
        "metafor rma.glmm()",
        "PLO",
        "binomial_normal",
        "wald",
        NONE,
        "normal",
        FROM_TAU2,
        METAFOR_GLMM,
        _CHOSEN,
    ),
    Convention(
        "R meta metaprop()",
        "PLO",
        "binomial_normal",
        "wald",
        NONE,
        "t_k_minus_1",
        UNKNOWN,
        META_PROP,
        "the prediction interval is shown on request only",
    ),
    Convention(
        "RevMan",
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        "",
        "no source was found for pooled proportions of one arm",
    ),
)


TWO_ARM = (
    Convention(THIS_PACKAGE, "RR", "REML", "wald", "only0", "t_k_minus_1", FROM_TAU2, THIS_PACKAGE),
    Convention(
        "metafor rma()", "RR", "REML", "wald", "only0", "normal", FROM_TAU2, METAFOR, _CHOSEN
    ),
    Convention(
        "metafor rma.mh()",
        "RR",
        "mantel_haenszel",
        "wald",
        NONE,
        NONE,
        FROM_Q,
        METAFOR_MH,
        "zero cells are corrected for Q only; " + _CHOSEN,
    ),
    Convention(
        "R meta metabin(), common",
        "RR",
        "mantel_haenszel",
        "wald",
        DROPPED,
        NONE,
        FROM_Q,
        METABIN,
        "MH.exact is off, so zero cells are corrected in the sums too",
    ),
    Convention(
        "R meta metabin(), random",
        "RR",
        "REML",
        "wald",
        ON_EVENTS_AND_SIZES,
        NONE,
        FROM_Q,
        METABIN,
        "RR.Cochrane is off; the prediction interval is shown on request only",
    ),
    Convention(
        "RevMan 5, random",
        "RR",
        ABOUT_MANTEL_HAENSZEL,
        "wald",
        DROPPED,
        NONE,
        FROM_Q,
        REVMAN_5,
        "as R meta reproduces it; the preset measure is not sourced",
    ),
    Convention(
        "RevMan since January 2025",
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        UNKNOWN,
        FROM_TAU2,
        REVMAN,
        "REML, Hartung-Knapp and prediction intervals can be chosen; the presets are not sourced",
    ),
)
