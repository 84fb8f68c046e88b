"""The page of timings."""

from __future__ import annotations

from bench.machine import machine
from bench.peers import metafor_version, pimeta_version, pymare_version
from bench.timing import Row, ratio, readable

HEAD = ("work", "ours", "peer", "peer takes", "ratio", "asked", "attainable", "ours / attainable")


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table, with their notes below it."""
    lines = [f"| {' | '.join(HEAD)} |", "|" + "---|" * len(HEAD)]
    lines += ["| " + " | ".join(_cells(row)) + " |" for row in rows]
    notes = [
        f"- {row.work}: {text}"
        for row in rows
        for text in (row.attainable_how and f"attainable is {row.attainable_how}", row.note)
        if text
    ]
    return "\n".join([*lines, "", *dict.fromkeys(notes)])


def _cells(row: Row) -> tuple[str, ...]:
    share = f"{row.seconds / row.attainable_seconds:.2g}" if row.attainable_seconds else ""
    limit = readable(row.attainable_seconds) if row.attainable_seconds else ""
    peer = readable(row.peer_seconds) if row.peer else ""
    return row.work, readable(row.seconds), row.peer, peer, ratio(row), row.asked, limit, share


def page(sections: dict[str, list[Row]]) -> str:
    """Return the whole page; sections without rows are left out."""
    now = machine()
    versions = {
        "metafor": metafor_version(),
        "PyMARE": pymare_version(),
        "pimeta": pimeta_version(),
    }
    peers = ", ".join(f"{name} {found or 'not installed'}" for name, found in versions.items())
    parts = [
        "# Timings\n",
        "Written by `make bench`; every line was measured in one run on one machine, the least of "
        "several repeats after one that is not counted. Ratios are the peer's time over ours.\n",
        f"Machine: {now.described}. Peers: {peers}. One core moves "
        f"{now.bytes_a_second / 1e9:.3g} GB/s, divides {now.divisions_a_second / 1e9:.3g} thousand "
        "million numbers a second in cache and multiplies matrices at "
        f"{now.flops_a_second / 1e9:.3g} Gflop/s. *Attainable* is the time of the least arithmetic "
        "or traffic that the work needs, at these rates, without any other cost.\n",
    ]
    parts += [f"## {title}\n\n{table(rows)}\n" for title, rows in sections.items() if rows]
    return "\n".join(parts)
