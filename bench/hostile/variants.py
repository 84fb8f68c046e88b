"""All variants, in one order."""

from functools import cache

from bench.hostile.cells import cell_variants, unreadable_variants
from bench.hostile.code_lists import code_list_variants
from bench.hostile.commands import command_variants
from bench.hostile.dictionary import dictionary_variants
from bench.hostile.pool_tables import pool_variants
from bench.hostile.run import PROJECT
from bench.hostile.table_files import file_variants
from bench.hostile.variant import Variant

DAMAGES_OF_A_TABLE, DAMAGES_OF_A_CODE_LIST = 2, 1


@cache
def all_variants() -> tuple[Variant, ...]:
    """Return every variant."""
    coded, lists = (
        [f"data/{folder}/{file.name}" for file in sorted((PROJECT / "data" / folder).glob("*.csv"))]
        for folder in ("coded", "vocabulary")
    )
    return (
        *file_variants("files of coded tables", coded, DAMAGES_OF_A_TABLE),
        *file_variants("files of code lists", lists, DAMAGES_OF_A_CODE_LIST),
        *cell_variants(),
        *unreadable_variants(),
        *code_list_variants(),
        *dictionary_variants(),
        *pool_variants(),
        *command_variants(),
    )
