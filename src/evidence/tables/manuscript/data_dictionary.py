"""The data dictionary as a table, from the one dictionary that validation uses."""

from evidence.coded.dictionary import Field, read_dictionary
from evidence.coded.dictionary import Table as CodedTable
from evidence.coded.tables import CodedTables
from evidence.tables.core.labels import Tables
from evidence.tables.core.number_format import NOTHING
from evidence.tables.core.table import Row, Table, columns

COLUMNS = columns(
    ("field", "Field"), ("type", "Type"), ("description", "What it holds"), ("allowed", "Allowed")
)


def _allowed(field: Field, table: CodedTable) -> str:
    rules = ["key"] if field.name in table.key else ["required"] if field.required else []
    rules += [f"of {key.table}" for key in table.foreign_keys if key.fields == (field.name,)]
    rules += [" · ".join(field.enum)] if field.enum else []
    rules += [f"from {field.minimum:g}"] if field.minimum is not None else []
    rules += [f"to {field.maximum:g}"] if field.maximum is not None else []
    return "; ".join(rules) or NOTHING


def dictionary_table(dictionary: dict[str, CodedTable]) -> Table:
    """One row per field, grouped by table.

    Parameters
    ----------
    dictionary : tables by name, as :func:`evidence.coded.dictionary.read_dictionary` gives them.
    """
    rows = tuple(
        Row(
            (
                field.name,
                field.type,
                field.description + (f" Unit: {field.unit}." if field.unit else ""),
                _allowed(field, table),
            ),
            f"datapackage:{table.name}.{field.name}",
            table.name,
        )
        for table in dictionary.values()
        for field in table.fields
    )
    return Table(
        "data_dictionary",
        "Data dictionary",
        COLUMNS,
        rows,
        (f"{NOTHING}, any text; of, a key of the table named.",),
        landscape=True,
    )


def data_dictionary(coded: CodedTables, derived: Tables) -> Table:
    """The dictionary of the review, from its folder."""
    root = coded.settings.root
    return dictionary_table(read_dictionary(root / "data") if root else {})
