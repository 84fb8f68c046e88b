"""The command pool: a table in, one estimate in words out, or a file of one per meta-analysis."""

from pathlib import Path
from typing import Annotated

import typer

from evidence.errors import EvidenceError


def pool(
    table: Annotated[
        Path,
        typer.Argument(
            help=(
                "CSV (also with semicolons or tabs) with one row per study. Columns by metafor's "
                "names (xi ni; ai n1i ci n2i or ai bi ci di; yi vi; estimate low high ...), or as "
                "R meta, RevMan's exports and spreadsheets name them."
            )
        ),
    ],
    measure: Annotated[
        str,
        typer.Option(
            help="risk_ratio, odds_ratio, logit_proportion, hazard_ratio ... or metafor's code."
        ),
    ],
    model: Annotated[
        str,
        typer.Option(
            help="random, common, mantel_haenszel, peto, glmm, conditional or beta_binomial."
        ),
    ] = "random",
    tau2_method: Annotated[
        str | None,
        typer.Option(
            help="REML, ML, DL, PM, EB, HE, HS or SJ, for the model random; REML by default."
        ),
    ] = None,
    test: Annotated[
        str,
        typer.Option(help="wald, t, knapp_hartung, knapp_hartung_ad_hoc or knapp_hartung_wider."),
    ] = "wald",
    zero_policy: Annotated[
        str | None,
        typer.Option(
            help="none, only0, if0all, all or treatment_arm, for random and common. By "
            "default only0, and none on "
            "the arcsine and square-root scales."
        ),
    ] = None,
    level: Annotated[float, typer.Option(help="Level of the intervals.")] = 0.95,
    by: Annotated[
        str | None,
        typer.Option(help="Column that names the meta-analysis of each row, where there are many."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="With --by: CSV or Parquet file to write; CSV on the screen otherwise."),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="With --by: processes to pool in.")] = 1,
    scheduler: Annotated[
        str | None, typer.Option(help="With --by: address of a Dask cluster, tcp://host:8786.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON record instead of words.")
    ] = False,
    as_r: Annotated[
        bool,
        typer.Option("--as-r", help="The data and the call of metafor or meta in R instead."),
    ] = False,
) -> None:
    """Pool the studies of a table, or of each meta-analysis in it; the convention is reported
    with the number.
    """
    from evidence.analysis.models import PoolOptions, named_model
    from evidence.review.pool.pool_by import pool_by
    from evidence.review.pool.pool_table import of_file, pool_table
    from evidence.review.pool.pool_words import json_of, words_of
    from evidence.review.pool.r_call import r_call
    from evidence.synthesis.effect_sizes.measures import measure_named

    options = PoolOptions(
        measure_named(measure), named_model(model), tau2_method, test, zero_policy, level
    )
    _refuse_together(by, output, workers, scheduler, as_json or as_r)
    if by is not None:
        print(pool_by(table, options, by, output, workers=workers, scheduler=scheduler), end="")
    elif as_r:
        print(of_file(table, options, r_call))
    else:
        found = of_file(table, options, pool_table)
        print(json_of(found) if as_json else words_of(found))


def _refuse_together(
    by: str | None, output: Path | None, workers: int, scheduler: str | None, as_record: bool
) -> None:
    """Refuse options of one meta-analysis beside those of many."""
    if by is None and (output or scheduler or workers > 1):
        raise EvidenceError("--output, --workers and --scheduler are for many meta-analyses: --by")
    if by is not None and as_record:
        raise EvidenceError("--json and --as-r are for one meta-analysis, not for --by")
    if scheduler and workers > 1:
        raise EvidenceError("--workers and --scheduler found; allowed: one of them")
