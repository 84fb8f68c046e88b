"""Arimo, the typeface of the figures: as wide as Arial, free to pass on, here on every machine;
and a face for Chinese, Japanese and Korean.

Journals ask for Arial or Helvetica, which may not be passed on. Arimo has the same
width letter by letter (SIL Open Font License 1.1, ``OFL.txt``). The two files are
version 1.341 of https://github.com/googlefonts/arimo, static, with Latin, Greek and
Cyrillic letters, punctuation, arrows and mathematical signs.

Chinese, Japanese and Korean letters are those of WenQuanYi Micro Hei 0.2.0-beta (Apache License
2.0, ``APACHE.txt``), cut down to what the encodings GB 2312, Big5 (level 1), EUC-JP and EUC-KR hold
from U+2E80 upwards: 13,759 letters, without hints and without layout tables.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

# Signs that Arimo lacks are taken from matplotlib's own DejaVu Sans. Letters that no face
# has (rare ones, other scripts) come from its Last Resort font, a framed box a letter
# without a warning; in SVG they stay text, so that a browser shows them.
FAMILIES = ("Arimo", "DejaVu Sans", "WenQuanYi Micro Hei", "Last Resort High-Efficiency")
# What an SVG asks for: where Arimo is not installed, a face of the same widths.
SVG_FAMILIES = ("Arimo", "Arial", "Helvetica", "Liberation Sans", "sans-serif")


@cache
def register() -> None:
    """Make this Arimo known to matplotlib, before one that the machine may have.

    Another version would draw other bytes.

    >>> register()
    >>> from matplotlib.font_manager import findfont
    >>> Path(findfont("Arimo")).name
    'Arimo-Regular.ttf'
    """
    from matplotlib.font_manager import fontManager

    for file in sorted(Path(__file__).parent.glob("*.ttf")):
        fontManager.addfont(str(file))
        fontManager.ttflist.insert(0, fontManager.ttflist.pop())


@cache
def letters(weight: str = "normal") -> frozenset[int]:
    """Return the code points that Arimo has in a weight.

    >>> ord("β") in letters(), ord("例") in letters("bold")
    (True, False)
    """
    from matplotlib.font_manager import FontProperties, findfont, get_font

    register()
    face = findfont(FontProperties(family=FAMILIES[0], weight=weight))
    return frozenset(get_font(face).get_charmap())
