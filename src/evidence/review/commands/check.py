"""Are the coded tables what the dictionary promises, and what the last commit holds?"""

from evidence.coded.dictionary import read_dictionary
from evidence.coded.problems import Problem, ProblemsFound
from evidence.coded.read_csv import read_table, table_of
from evidence.coded.tables import CodedTables
from evidence.exchange.spreadsheet_changes import spreadsheet_changes
from evidence.review.core.last_commit import changed_since_commit
from evidence.review.core.project import Project, read_project


def check_project(project: Project) -> CodedTables:
    """Every coded table, validated, readable, and not rewritten by a spreadsheet.

    Raises
    ------
    ProblemsFound : with all problems at once.
    """
    rewritten = _rewritten_cells(project)
    try:
        tables = read_project(project)
    except ProblemsFound as found:
        raise ProblemsFound([*found.problems, *rewritten]) from None
    if rewritten:
        raise ProblemsFound(rewritten)
    return tables


def _rewritten_cells(project: Project) -> list[Problem]:
    """Cells that a spreadsheet has changed since the last commit."""
    tables = {table.path: table for table in read_dictionary(project.data).values()}
    problems = []
    for path, committed in changed_since_commit(project, tables).items():
        table = tables[path]
        before, unread_before = table_of(committed, table)
        after, unread = read_table(project.data / path, table)
        if not (unread_before or unread):
            problems += spreadsheet_changes(before, after, table)
    return problems
