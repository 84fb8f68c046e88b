"""docs/mutation.md: how many mutants the tests killed, and why they did not kill the others."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from bench.mutants.harness import ENDLESS, KILLED
from evidence.synthesis.proportions.intervals import wilson

SHOWN = ("digest", "kind", "path", "function", "line", "before", "after")
# digest, class and reason of survivors that decide nothing, written by hand
REASONS = Path(__file__).with_name("survivors.csv")
EQUIVALENT, WORDS, OPEN = "equivalent", "words", "open"
LONGEST = 70  # letters of code in a row of the page
COLUMNS = (
    "package",
    "kind of change",
    "mutants",
    "drawn",
    "killed",
    "equivalent",
    "words of messages",
    "survived",
    "killed of those that change behaviour",
    "95% interval (Wilson)",
)
PAGE = """# Mutation testing

A mutant is the code with one small change: a number, a comparison, an argument, a text. It is
killed if a test fails. The changes are those of [mutmut](https://mutmut.readthedocs.io), made in
whole files: mutmut's own runner leaves out thresholds, which stand outside functions, and decorated
functions, which the checks of the audit are.

{drawn} mutants were drawn by kind of change (seed {seed}): of numbers, comparisons and branches
before the others. On each ran only the tests of its package, those of `tests/spec` and
`tests/unit` that reach the changed line; left out, because they take long: {slow}. Made by
`make mutants`, which runs these packages with their parts in fields of medicine:
{packages}.{absent}

No test was written for a mutant of this sample before it was run: it says what the tests hold of
code that nobody looked at. A test that a survivor led to is named in its reason, and counts in the
next sample, with another seed.

An earlier sample (seed 20260101, harmonise and summary, 220 mutants) was run until its survivors
had tests: 212 of the 213 that change behaviour were killed, which says nothing of other mutants.

## Killed

{counts}

A mutant that does not end is killed. *Equivalent* ones do what the code does; *words of messages*
change what is said and nothing that is decided. Both are judged by hand, in
`bench/mutants/survivors.csv`, and are not counted in the last two columns.

{lists}
"""


def page(
    found: dict[str, pd.DataFrame], packages: Iterable[str], seed: int, slow: Iterable[str]
) -> str:
    """The page, from the outcomes of those packages that were run."""
    absent = [package for package in packages if package not in found]
    tables = {package: _with_reasons(outcomes) for package, outcomes in found.items()}
    return PAGE.format(
        drawn=sum(map(len, tables.values())),
        seed=seed,
        slow=", ".join(f"`{name}`" for name in slow),
        packages=", ".join(packages),
        absent=f" Not run: {', '.join(absent)}." if absent else "",
        counts=_markdown(COLUMNS, _counts(tables)),
        lists="\n\n".join(_lists(tables)),
    )


def _with_reasons(outcomes: pd.DataFrame) -> pd.DataFrame:
    reasons = pd.read_csv(REASONS, keep_default_na=False)
    table = outcomes.merge(reasons, on="digest", how="left", validate="one_to_one")
    ended = table["outcome"].isin([KILLED, ENDLESS])
    return table.assign(verdict=table["class"].fillna(OPEN).mask(ended, KILLED))


def _counts(tables: dict[str, pd.DataFrame]) -> Iterable[list[str]]:
    for package, table in tables.items():
        for kind, rows in [*table.groupby("kind"), ("all", table)]:
            yield [package, str(kind), *_numbers(rows)]


def _numbers(rows: pd.DataFrame) -> list[str]:
    count = rows["verdict"].value_counts().reindex([KILLED, EQUIVALENT, WORDS, OPEN], fill_value=0)
    of = int(count[KILLED] + count[OPEN])
    low, high = wilson(int(count[KILLED]), of)
    population = rows.drop_duplicates("kind")["population"].sum()
    share = f"{count[KILLED]}/{of} ({100 * count[KILLED] / of:.1f}%)"
    return [str(population), str(len(rows)), *map(str, count), share,
            f"{100 * low:.1f} to {100 * high:.1f}%"]  # fmt: skip


def _lists(tables: dict[str, pd.DataFrame]) -> Iterable[str]:
    table = pd.concat(tables.values()).fillna("")
    for verdict, heading in (
        (OPEN, "Survived"),
        (EQUIVALENT, "Equivalent"),
        (WORDS, "Words of messages"),
    ):
        rows = table[table["verdict"] == verdict].sort_values(["path", "line", "digest"])
        yield f"## {heading}"
        yield _markdown(
            ("digest", "where", "code", "mutant", "reason"),
            ([row.digest, f"{row.path.removeprefix('src/evidence/')} {row.function}",
              *_code(row.before, row.after), row.reason] for row in rows.itertuples()),
        ) if len(rows) else "None."  # fmt: skip


def _code(before: str, after: str) -> list[str]:
    """Both, from a little before the first difference on."""
    same = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    start = max(0, same - LONGEST // 2) if max(len(before), len(after)) > LONGEST else 0
    return [f"`{'…' if start else ''}{text[start : start + LONGEST]}`" for text in (before, after)]


def _markdown(columns: Iterable[str], rows: Iterable[list[str]]) -> str:
    cells = [list(columns), ["---"] * len(list(columns)), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells
    )
