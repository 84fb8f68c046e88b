"""The pooled effect of k studies, or of thousands of sets of studies at once."""

from __future__ import annotations

import numpy as np

from evidence.synthesis.errors import SynthesisError, check_studies, study_labels
from evidence.synthesis.heterogeneity import (
    estimate_tau2,
    i2_and_h2,
    i2_and_h2_from_q,
    tau2_std_error,
    typical_variance,
)
from evidence.synthesis.inference import (
    check_level,
    interval,
    q_p_value,
    scale_of,
    named_test,
    two_sided_p,
)
from evidence.synthesis.mean_model import MeanModel
from evidence.synthesis.records import Effects, Pooled

COMMON = ("common", "EE", "FE")


def pool(yi, vi=None, *, tau2_method: str = "REML", test: str = "wald", level: float = 0.95,
         tau2: float | None = None, weights=None, labels=None, measure: str = "GEN") -> Pooled:
    """Return the random-effects pooled effect of each set of studies.

    Parameters
    ----------
    yi, vi : effects and sampling variances, shape (k,) or (..., k); or one `Effects` in
        place of both. NaN in either marks an absent study.
    tau2_method : ``DL``, ``PM``, ``REML``, ``ML``, ``EB``, ``HE``, ``HS`` or ``SJ``; ``EE``,
        ``FE`` or ``common`` for the common-effect model (tau2 = 0).
    test : ``wald``, ``t``, ``knapp_hartung``, ``knapp_hartung_ad_hoc`` (its factor not below
        1, also called modified) or ``knapp_hartung_wider``.
    level : confidence level, between 0 and 1.
    tau2 : a value (>= 0) to be used in place of an estimate.
    weights : study weights in place of 1/(v + tau2), shape (k,).

    Returns `Pooled`; numbers are floats for shape (k,), arrays of the leading shape
    otherwise. estimate = sum(w y)/sum(w) with w = 1/(v + tau2), variance 1/sum(w)
    (DerSimonian and Laird 1986, doi:10.1016/0197-2456(86)90046-2). With one study the
    model is that study. Where the likelihood has several maxima the highest is taken.

    Raises `SynthesisError` that names every offending study (variance not above 0, not
    finite), an unknown method or test, no study at all.

    >>> fit = pool([0.1, 0.3, 0.5], [0.01, 0.02, 0.03], tau2_method="DL")
    >>> round(float(fit.estimate), 4), round(float(fit.tau2), 4)
    (0.2674, 0.0217)
    """
    if isinstance(yi, Effects):
        return _pool_effects(yi, tau2_method=tau2_method, test=test, level=level, tau2=tau2,
                             weights=weights)
    check_level(level)
    model, shape = mean_model(yi, vi, labels)
    weights = None if weights is None else _checked_weights(weights, yi, vi)
    common = tau2_method in COMMON
    if common:
        between, converged, peaks = 0.0 * model.k, True, 1
    elif tau2 is not None:
        between, converged, peaks = _given_tau2(tau2, model), True, 1
    else:
        between, converged, peaks = estimate_tau2(model, tau2_method)
    numbers = _summary(model, between, named_test(test), level, tau2_method, weights, common)
    numbers["converged"] = np.broadcast_to(converged, np.shape(between))
    return _record(numbers, shape, tau2_method, common, level, named_test(test), measure,
                   tau2 is not None, peaks)


def common_effect(yi, vi=None, *, test: str = "wald", level: float = 0.95, weights=None,
                  labels=None, measure: str = "GEN") -> Pooled:
    """Return the common-effect (inverse-variance) pooled effect; as `pool` with tau2 = 0.

    I2 and H2 then follow from Q (Higgins and Thompson 2002, doi:10.1002/sim.1186).

    >>> round(float(common_effect([0.0, 1.0], [1.0, 1.0]).estimate), 3)
    0.5
    """
    return pool(yi, vi, tau2_method="common", test=test, level=level, weights=weights,
                labels=labels, measure=measure)


def _pool_effects(effects: Effects, **options) -> Pooled:
    fit = pool(effects.yi, effects.vi, labels=effects.labels, measure=effects.measure, **options)
    return fit.replace(zero_policy=effects.zero_policy, note="; ".join(filter(None, (
        f"corrected: {', '.join(effects.corrected_labels)}" if effects.corrected_labels else "",
        f"no effect: {', '.join(effects.absent_labels)}" if effects.absent_labels else "",
        effects.note, fit.note))))


def mean_model(yi, vi, labels=None) -> tuple[MeanModel, tuple | None]:
    """Return the model of effects of shape (..., k) and the leading shape (None for (k,)).

    Raises `SynthesisError` as `pool` does.
    """
    y, v = np.asarray(yi, float), np.asarray(vi, float)
    if y.shape != v.shape or y.ndim == 0 or y.size == 0:
        raise SynthesisError(f"yi {y.shape} and vi {v.shape} must be of one shape (..., k), k > 0")
    seen = (y - y == 0) & (v - v == 0) & (v > 0)
    if y.ndim == 1:
        if not seen.all():
            check_studies(y, v, labels, least=1)
            y, v = y[seen], v[seen]
        return MeanModel(y, v), None
    return _batch(y, v, seen, labels), y.shape[:-1]


def _batch(y, v, seen, labels):
    if seen.all():
        return MeanModel(_columns(y), _columns(v))
    absent = np.isnan(y) | np.isnan(v)
    if (bad := ~(seen | absent)).any():
        names = study_labels(labels, y.shape[-1])
        where = [f"{names[at[-1]]} of set {at[:-1]}" for at in np.argwhere(bad)[:20].tolist()]
        raise SynthesisError(f"{bad.sum()} effects are infinite or have a variance that is not "
                             f"above 0 and finite: {', '.join(where)}")
    if (empty := ~seen.any(-1)).any():
        raise SynthesisError(f"sets without any study: {np.argwhere(empty)[:20].tolist()}")
    return MeanModel(_columns(np.where(seen, y, 0.0)), _columns(np.where(seen, v, np.inf)),
                     _columns(seen))


def _columns(array):
    return np.ascontiguousarray(array.reshape(-1, array.shape[-1]).T)


def _checked_weights(weights, yi, vi):
    """The weights of the studies that are present; those of absent ones are not looked at."""
    given, k = np.asarray(weights, float), np.shape(yi)[-1]
    seen = np.isfinite(np.asarray(yi, float)) & np.isfinite(np.asarray(vi, float))
    used = seen if seen.ndim == 1 else seen.any(tuple(range(seen.ndim - 1)))
    if given.shape != (k,) or not (np.isfinite(given) & (given >= 0))[used].all():
        raise SynthesisError(f"weights {given} found; k = {k} finite numbers of at least 0 are needed")
    return given[used] if seen.ndim == 1 else np.where(used, given, 0.0)


def _given_tau2(tau2, model):
    if not (np.ndim(tau2) == 0 and 0 <= tau2 < np.inf):
        raise SynthesisError(f"tau2 {tau2!r} found; one finite number of at least 0 is needed")
    return float(tau2) + 0.0 * model.k


def _summary(model, tau2, test, level, method, weights, common) -> dict:
    with np.errstate(divide="ignore", invalid="ignore"):
        w, total, mean, residual = model.fit(tau2)
        rss, q = model.dot(w * residual, residual), model.cochran(0.0)[0]
        std_error = np.sqrt(1 / total)
        likelihood = model.log_likelihood(tau2, method == "REML" and not common)
        if weights is not None:
            own_mean = mean
            w, mean, std_error = _weighted(model, tau2, weights, test)
            likelihood = likelihood - 0.5 * total * (mean - own_mean) ** 2
        factor = rss / model.df if np.ndim(model.df) else (rss / model.df if model.df else np.nan)
        scale, used = scale_of(test, factor), model.df
        if test != "wald" and np.any(model.df == 0):  # one study: its own Wald interval
            scale, used = np.where(model.df > 0, scale, 1.0), np.where(model.df > 0, used, np.inf)
        scaled, df, low, high = interval(mean, std_error, scale, level, test, used)
        typical = typical_variance(model)
        i2, h2 = i2_and_h2_from_q(q, model.df) if common else i2_and_h2(tau2, typical)
        return {
            "estimate": mean, "std_error": scaled, "ci_low": low, "ci_high": high,
            "statistic": mean / scaled, "df": df, "p_value": two_sided_p(mean / scaled, df),
            "tau2": tau2, "q": q, "q_df": model.df, "q_p_value": q_p_value(q, model.df),
            "i2_percent": np.where(model.df > 0, i2, 0.0),
            "h2": np.where(model.df > 0, h2, 1.0), "k": model.k,
            "log_likelihood": likelihood,
            "tau2_std_error": np.nan * q if common else tau2_std_error(model, tau2, method),
            "scale_factor": scale, "knapp_hartung_factor": factor,
            "weights": 100 * w / w.sum(0),
        }


def _weighted(model, tau2, weights, test):
    """The estimate under any weights a: sum(a y)/sum(a), variance sum(a^2 (v + tau2))/sum(a)^2."""
    if test.startswith("knapp"):
        raise SynthesisError("Knapp-Hartung is defined for the model's own weights, not for others")
    given = weights
    a = given if model.y.ndim == 1 else np.broadcast_to(given[:, None], model.y.shape)
    a = a if model.present is None else a * model.present
    v = model.v if model.present is None else np.where(model.present, model.v, 0.0)
    total = a.sum(0)
    return a, model.dot(a, model.y) / total, np.sqrt(model.dot(a * a, v + tau2)) / total


def _record(numbers, shape, method, common, level, test, measure, given, peaks) -> Pooled:
    if shape is not None:
        numbers = {name: _shaped(value, shape) for name, value in numbers.items()}
        peaks = int(np.max(peaks))
    alone = test != "wald" and np.any(numbers["q_df"] == 0)
    several = f"the likelihood has {peaks} maxima, the highest is taken" if peaks > 1 else ""
    return Pooled(**numbers, level=level, tau2_method="" if common else ("given" if given else method),
                  model="common effect" if common else "random effects", test=test,
                  measure=measure, note=several,
                  fallback="one study has no t interval: its Wald interval" if alone else "")


def _shaped(value, shape):
    value = np.asarray(value)
    if value.ndim == 2:  # weights run along studies last
        return np.ascontiguousarray(value.T).reshape(*shape, value.shape[0])
    return np.broadcast_to(value, (int(np.prod(shape)),)).reshape(shape)
