"""A notebook on the index: its question, its answer, a small picture."""

import re
from html import escape

from evidence.review.core.notebook_files import NotebookProblem, read_cells
from evidence.review.core.project import Project

CARD = (
    '<table style="width:100%;margin-left:0"><tr>'
    '<td style="width:230px;text-align:left;vertical-align:top"><a href="{page}">'
    '<img src="../figures/{figure}.png" alt="{alt}" '
    'style="max-width:210px;max-height:120px"></a></td>'
    '<td style="text-align:left;vertical-align:top"><b><a href="{page}">{question}</a></b><br>'
    "{answer}</td></tr></table>"
)

SHOWN = re.compile(r'<a href="([^"]+)\.ipynb"><img src="\.\./figures/([^"]+)\.png"')


def card_in(html: str) -> tuple[str, str] | None:
    """The notebook and the figure of the card in an output; nothing if it is no card.

    >>> card_in(CARD.format(page="05.ipynb", figure="forest", alt="", question="?", answer="Yes."))
    ('05', 'forest')
    """
    found = SHOWN.search(html)
    return (found[1], found[2]) if found else None


def question_of(project: Project, name: str) -> str:
    """The question in the first line of a notebook.

    Raises
    ------
    NotebookProblem : the notebook cannot be read, or does not begin with a heading.
    """
    cells = read_cells(project.notebooks / f"{name}.ipynb")
    first = cells[0]["source"].partition("\n")[0] if cells else ""
    if not first.startswith("# "):
        raise NotebookProblem(f"{name}.ipynb: begins with {first!r}; allowed: a heading, # ...?")
    return first.removeprefix("# ")


def card(project: Project, name: str, figure: str, answer: str) -> str:
    """The card of a notebook, as HTML; the picture repeats nothing that the answer lacks."""
    question = escape(question_of(project, name))
    alt = escape(f"Figure of the notebook: {figure.replace('_', ' ')}", quote=True)
    return CARD.format(
        page=f"{name}.ipynb", figure=figure, alt=alt, question=question, answer=answer
    )
