"""Cells that try to be more than text: commands, markup, links, formulas, ends of records."""

NASTY = (
    '=HYPERLINK("http://x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "<script>alert(1)</script> & </svg>",
    "[a title](javascript:alert(1))",
    "![](x) `code` **bold** _under_ ~gone~ | cell | $x$",
    "# a heading",
    r"\input{/etc/passwd} } \write18{x} 5% $y$ #1 ~ ^",
    "a break\nER  - \nTY  - JOUR",
    "carriage\r\nreturn\rand\u2028separator",
    "control \x00\x07\x0c\x1b[31m\x9b\ufffe \ud800",
    "}, note = {stolen",
    "and others, with commas, and more",
    "[0.5] starts with a bracket",
    "*starts with a star",
    "&lt;not a sign&gt;",
)
