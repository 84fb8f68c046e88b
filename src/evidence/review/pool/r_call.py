"""The analysis of a study table as a script for R: metafor's calls, the data inline.

The calls are those of metafor 3.8 or newer (Viechtbauer 2010, doi:10.18637/jss.v036.i03); the
wider of two intervals is of meta 6 or newer (Balduzzi 2019, doi:10.1136/ebmental-2019-300117).
"""

from collections.abc import Iterable, Mapping

import numpy as np

from evidence.analysis.models import COUNT_MODELS, PoolOptions
from evidence.review.pool.pool_table import pool_table
from evidence.synthesis.errors import SynthesisError
from evidence.synthesis.inference import named_test
from evidence.synthesis.study_table.effects import INTERVAL, kinds_of, measure_columns
from evidence.synthesis.study_table.study_table import StudyTable

TESTS = {"wald": "z", "t": "t", "knapp_hartung": "knha", "knapp_hartung_ad_hoc": "adhoc"}
GLMM = {("OR", "glmm"): "UM.FS", ("IRR", "glmm"): "UM.FS",
        ("OR", "conditional"): "CM.EL", ("IRR", "conditional"): "CM.EL"}  # fmt: skip
BACK = {
    "log": "transf=exp",
    "logit": "transf=transf.ilogit",
    "arcsine": "transf=transf.iarcsin",
    "square": "transf=transf.isqrt",
    "fisher_z": "transf=transf.ztor",
    "freeman_tukey": "transf=transf.ipft.hm, targs=list(ni=dat$ni[!is.na(dat$yi)])",
    "freeman_tukey_rate": "transf=transf.iirft, targs=1 / mean(1 / dat$ti[!is.na(dat$yi)])",
}
ZERO_CELLS = """zero <- with(dat, ai == 0 | ci == 0 | ai == n1i | ci == n2i)
dat$add1 <- ifelse(zero, dat$n1i / (dat$n1i + dat$n2i), 0)
dat$add2 <- ifelse(zero, dat$n2i / (dat$n1i + dat$n2i), 0)"""
CORRECTED = (
    "ai=ai + add1, bi=n1i - ai + add1, ci=ci + add2, di=n2i - ci + add2"  # the treatment-arm policy
)


def r_call(table: StudyTable, options: PoolOptions) -> str:
    """Return the R script that reproduces the analysis of a table.

    Raises `SynthesisError` for what cannot be pooled, and for the beta-binomial model, which
    neither metafor nor meta fits.
    """
    record = pool_table(table, options)
    if options.model == "beta_binomial":
        raise SynthesisError("model beta_binomial: neither metafor nor meta fits it")
    lines = [
        f"# evidence pool: {record['estimate']:.6g} "
        f"({record['low']:.6g} to {record['high']:.6g}), k = {record['k']}",
        "library(metafor)",
        _data_frame(table, options),
        *(_inverse_variance(table, options) if _by_variance(options) else _by_counts(options)),
        "res",
        f"predict(res{_back(options)})" if _fitted_by_metafor(options) else "",
        _prediction(options, record["k"]),
    ]
    return "\n".join(line for line in lines if line)


def _by_variance(options: PoolOptions) -> bool:
    return options.model in ("random", "common")


def _fitted_by_metafor(options: PoolOptions) -> bool:
    return named_test(options.test) in TESTS


def _data_frame(table: StudyTable, options: PoolOptions) -> str:
    """The data as a call of data.frame(): of each study what is used of it, NA elsewhere."""
    columns: dict[str, np.ndarray] = {}
    for kind, rows in kinds_of(table).items() if _by_variance(options) else ():
        for name, values in _used(table, kind).items():
            chosen = np.where(rows, values, np.nan)
            columns[name] = np.where(np.isnan(chosen), columns.get(name, chosen), chosen)
    columns = columns or measure_columns(table)
    vectors = {"study": _vector(map(_text, table.labels))} | {
        name: _vector(map(_number, values)) for name, values in columns.items()
    }
    return "dat <- data.frame(\n" + ",\n".join(f"  {n} = {v}" for n, v in vectors.items()) + ")"


def _used(table: StudyTable, kind: str) -> dict[str, np.ndarray]:
    """The columns that a kind of data takes, those that the table has."""
    if kind == "counts":
        return measure_columns(table)
    names = ("yi", "vi", "ni") if kind == "given" else (*INTERVAL, "level")
    return {name: table.columns[name] for name in names if name in table.columns}


def _vector(items: Iterable[str]) -> str:
    return f"c({', '.join(items)})"


def _text(label: str) -> str:
    escaped = label.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _number(value: float) -> str:
    """The shortest digits that give the number again."""
    if np.isnan(value):
        return "NA"
    return repr(int(value)) if float(value).is_integer() else repr(float(value))


def _inverse_variance(table: StudyTable, options: PoolOptions) -> list[str]:
    """Effects by escalc() and conv.wald(), pooled by rma()."""
    kinds, measure = kinds_of(table), options.measure
    lines: list[str] = []
    if "counts" in kinds:
        policy = options.zero_policy or measure.zero_policy
        columns = ", ".join(f"{name}={name}" for name in measure.columns)
        if policy == "treatment_arm":
            lines.append(ZERO_CELLS)
            columns, policy = CORRECTED, "none"
        call = {"measure": _text(measure.code)}
        more = {"add": "1/2", "to": _text(policy)} if measure.has_cells else {}
        more |= {"replace": "FALSE"} if "given" in kinds else {}
        lines.append(f"dat <- escalc({_arguments(call)}, {columns}, data=dat{_more(more)})")
    if "interval" in kinds:
        log = {"transf": "log"} if measure.interval_scale == "log" else {}
        level = (
            {"level": "ifelse(is.na(dat$level), 95, 100 * dat$level)"}
            if "level" in table.columns
            else {}
        )
        lines.append(
            f"dat <- conv.wald(out=estimate, ci.lb=low, ci.ub=high, data=dat{_more(log | level)})"
        )
    return [*lines, _rma(options)]


def _rma(options: PoolOptions) -> str:
    method = (options.tau2_method or "REML") if options.model == "random" else "EE"
    test = named_test(options.test)
    if test in TESTS:
        call = {"slab": "study", "method": _text(method), "test": _text(TESTS[test])}
        return f"res <- rma(yi, vi, data=dat{_more(call | _level(options))})"
    call = {"studlab": "study", "method.tau": _text(method), "common": "FALSE",
            "method.random.ci": '"HK"', "adhoc.hakn.ci": '"ci"',
            "level.ma": f"{options.level:g}"}  # fmt: skip
    return f"res <- meta::metagen(yi, sqrt(vi), data=dat{_more(call)})"


def _by_counts(options: PoolOptions) -> list[str]:
    """The call of a model that takes the counts themselves."""
    measure, columns = options.measure, {name: name for name in options.measure.columns}
    about = {"data": "dat", "slab": "study"} | _level(options)
    if options.model == "peto":
        return [f"res <- rma.peto({_arguments(columns | about)})"]
    call = {"measure": _text(measure.code)} | columns | about
    if options.model == "mantel_haenszel":
        return [f"res <- rma.mh({_arguments(call)})"]
    model = GLMM.get((measure.code, options.model))
    call |= {"model": _text(model)} if model else {}
    call |= {"method": '"ML"', "test": _text(TESTS[named_test(options.test)])}
    return [f"res <- rma.glmm({_arguments(call)})"]


def _level(options: PoolOptions) -> dict[str, str]:
    return {} if options.level == 0.95 else {"level": f"{100 * options.level:g}"}


def _back(options: PoolOptions) -> str:
    transformed = BACK.get(options.measure.scale, "")
    return f", {transformed}" if transformed else ""


def _prediction(options: PoolOptions, k: int) -> str:
    """The prediction interval by t on k - 1, which predict() gives for some tests only."""
    heterogeneous = (
        options.model == "random" or (options.measure.code, options.model) in COUNT_MODELS
    )
    back = BACK.get(options.measure.scale, "").removeprefix("transf=")
    if not heterogeneous or k < 2 or "targs" in back or not _fitted_by_metafor(options):
        return ""
    limits = (
        f"coef(res) + c(-1, 1) * qt({0.5 + options.level / 2:g}, df=res$k - 1) * "
        "sqrt(res$tau2 + res$se^2)"
    )
    return f"{back}({limits}) # prediction interval" if back else f"{limits} # prediction interval"


def _arguments(call: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in call.items())


def _more(call: Mapping[str, str]) -> str:
    return "".join(f", {name}={value}" for name, value in call.items())
