"""What a figure says in words: title, caption, alternative text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Description:
    """The words that go with a figure.

    ``title`` is a headline without a full stop; ``caption`` explains every mark;
    ``alt`` says what chart it is, of what, and where its point lies, for a reader
    who cannot see it. ``long`` may say more; empty, it is the caption and the alt text.

    Raises :class:`ValueError` when one of the first three is empty.

    >>> Description(
    ...     "Two trials", "Squares are risk ratios.", "Forest plot of two trials."
    ... ).long_text
    'Forest plot of two trials. Squares are risk ratios.'
    """

    title: str
    caption: str
    alt: str
    long: str = ""

    def __post_init__(self) -> None:
        empty = [name for name in ("title", "caption", "alt") if not getattr(self, name).strip()]
        if empty:
            raise ValueError(f"a figure's description lacks: {', '.join(empty)}")

    @property
    def long_text(self) -> str:
        """The long description: what was given, or the alt text followed by the caption."""
        return self.long or f"{self.alt} {self.caption}"
