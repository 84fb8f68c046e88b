"""What changed, printed in the terminal."""

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from evidence.review.diff.changes import Cell, Changes, TableChange, changes_as_json
from evidence.review.lineage.lineage import is_number

DIGITS = 4  # significant ones; the JSON has them all
LONGEST = 120  # of a text; the JSON has it whole


def _shown(text: str) -> str:
    """A cell for reading: a number rounded, a long text cut."""
    if is_number(text):
        return f"{float(text):.{DIGITS}g}" if "." in text else text
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _difference(cell: Cell) -> str:
    return "" if cell.difference is None else f"{cell.difference:+.{DIGITS}g}"


def _print_table(change: TableChange, folder: str, console: Console) -> None:
    counts = (
        (len(change.added), "added"),
        (len(change.removed), "removed"),
        (len({cell.row for cell in change.cells}), "changed"),
    )
    summary = ", ".join(f"{count} {word}" for count, word in counts if count)
    console.print(f"[bold]{folder}/{escape(change.table)}[/bold]: {summary}")
    for sign, keys in (("+", change.added), ("-", change.removed)):
        for key in keys:
            console.print(f"  {sign} {key}", markup=False)
    if not change.cells:
        return
    table = Table(
        *(
            Column(name, overflow="fold")
            for name in ("row", "column", "before", "after", "difference")
        )
    )
    for cell in change.cells:
        table.add_row(
            *map(
                escape,
                (cell.row, cell.column, _shown(cell.before), _shown(cell.after), _difference(cell)),
            )
        )
    console.print(table)


def _heading(words: str, console: Console) -> None:
    console.print(f"\n[bold underline]{words}[/bold underline]")


def print_changes(changes: Changes, as_json: bool = False) -> None:
    """Print coded rows, results, figures and sentences that differ."""
    if as_json:
        return print(changes_as_json(changes))
    console = Console(highlight=False)
    if not changes.coded:
        console.print("no coded row differs")
    parts = (
        ("Coded rows", "data/coded", changes.coded),
        ("Results that moved", "data/derived", changes.results),
        ("Figures affected", "figures", changes.figures),
    )
    for heading, folder, tables in parts:
        if tables:
            _heading(heading, console)
        for change in tables:
            _print_table(change, folder, console)
    if changes.sentences:
        _heading("Sentences and tables that show a number which moved", console)
    for sentence in changes.sentences:
        words = " ".join(sentence.words.split())
        console.print(
            f"notebooks/{sentence.notebook}, cell {sentence.cell}: {_shown(words)}", markup=False
        )
