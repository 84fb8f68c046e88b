"""Text of a coded cell as it may stand in what people open: it stays text, whatever it holds.

One function a format. Each takes any text and returns text that the format shows as it was, so
that nothing in it is a formula, a command, a link or the end of what surrounds it.
"""

import re

REPLACEMENT = "\ufffd"  # Unicode's sign for a character that cannot be shown
# XML 1.0, section 2.2, allows none of these but U+007F to U+009F, which terminals obey.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LINE_END = re.compile("\r\n|[\r\u0085\u2028\u2029]")
BREAK = re.compile(r"[ \t]*[\n\t]+[ \t]*")
# OWASP, "CSV Injection": a cell that begins so is a formula to a spreadsheet.
FORMULA = re.compile(r"\s*[=+\-@]\s*\S")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.I)
# CommonMark 0.31 and GitHub's extensions, math between dollars among them; an underscore inside a
# word, and signs of lists and headings inside a line, are text already.
MARKDOWN = re.compile(r"[\\`*\[\]<|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
MARKDOWN_START = re.compile(r"[#>+\-=]|\d+(?=[.)])")
LATEX = str.maketrans(
    {
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "\\": r"\textbackslash{}",
    }
)


def printable(text: str) -> str:
    r"""The text without control characters, one sort of line end: for XML, HTML and terminals.

    Returns
    -------
    Line breaks and tabs stay; every other control character and lone surrogate becomes U+FFFD.

    >>> printable("a\x0cb\r\nc")
    'a�b\nc'
    """
    return CONTROL.sub(REPLACEMENT, LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    r"""The same on one line: for records of which a line is a field (RIS, BibTeX), and headings.

    >>> one_line("A title\n  with a break")
    'A title with a break'
    """
    return BREAK.sub(" ", printable(text)).strip(" ")


def markdown(text: str) -> str:
    r"""One line of Markdown that shows the text.

    >>> print(markdown("n/N [95% CI](javascript:alert) **x** $y$ cr_or_cri"))
    n/N \[95% CI\](javascript:alert) \*\*x\*\* \$y\$ cr_or_cri
    >>> print(markdown("# 1"), markdown("1. x"))
    \# 1 1\. x
    """
    line = MARKDOWN.sub(lambda found: "\\" + found.group(), one_line(text))
    start = MARKDOWN_START.match(line)
    if not start:
        return line
    before = start.end() if start.group().isdigit() else 0
    return f"{line[:before]}\\{line[before:]}"


def latex(text: str) -> str:
    r"""LaTeX, or a field of BibTeX, that prints the text; a file with it is in UTF-8.

    >>> print(latex(r"\input{x} 5%"))
    \textbackslash{}input\{x\} 5\%
    """
    return printable(text).translate(LATEX)


def is_formula(text: str) -> bool:
    """Would a spreadsheet take the cell for a formula rather than for text or a number?

    >>> [is_formula(cell) for cell in ("=1+1", "@SUM(A1)", "-2.5", "-", "−0.5", "2-3")]
    [True, True, False, False, False, False]
    """
    return bool(FORMULA.match(text)) and not NUMBER.fullmatch(text.strip())


def spreadsheet_cell(text: str) -> str:
    """The text of a cell of a CSV for spreadsheets: behind an apostrophe where it were a formula.

    >>> spreadsheet_cell("=HYPERLINK(A1)"), spreadsheet_cell("-0.5")
    ("'=HYPERLINK(A1)", '-0.5')
    """
    text = printable(text)
    return f"'{text}" if is_formula(text) else text
