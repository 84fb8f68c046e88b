"""Regular expressions of the dictionary and the code lists, refused if they can run away.

A search that tracks back can take exponential time where a repeat is inside a repeat, or where
neighbouring repeats share characters. The rules here are stricter than need be, and simple:

* nothing that repeats holds another repeat or an alternative, unless a literal character that
  the inner repeat cannot match ends each of its runs ("(; [^¶]+ ¶\\\\d+)*");
* between two such literals at most two long repeats share a character.
"""

import re
from collections.abc import Callable, Iterator
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Node = tuple[Any, Any]
# The characters in which the sets of a pattern are compared.
ALPHABET = [chr(code) for code in (*range(32, 127), *map(ord, "\n\t¶·–−éμΩ中"))]
MOST_SHARED = 2
MANY = 100  # a repeat with a higher limit counts as unlimited
CATEGORIES: dict[Any, Callable[[str], bool]] = {
    ops.CATEGORY_DIGIT: str.isdigit,
    ops.CATEGORY_NOT_DIGIT: lambda sign: not sign.isdigit(),
    ops.CATEGORY_SPACE: str.isspace,
    ops.CATEGORY_NOT_SPACE: lambda sign: not sign.isspace(),
    ops.CATEGORY_WORD: lambda sign: sign.isalnum() or sign == "_",
    ops.CATEGORY_NOT_WORD: lambda sign: not (sign.isalnum() or sign == "_"),
}


def _matches(node: Node, sign: str) -> bool:
    """Can the node, which is one character wide, match the character?"""
    op, argument = node
    if op is ops.LITERAL:
        return bool(chr(argument).casefold() == sign.casefold())
    if op is ops.NOT_LITERAL:
        return chr(argument) != sign
    if op is ops.RANGE:
        return bool(argument[0] <= ord(sign) <= argument[1])
    if op is ops.CATEGORY:
        return CATEGORIES[argument](sign)
    if op is ops.IN:
        negated = argument[0][0] is ops.NEGATE
        inside = any(_matches(item, sign) for item in argument[negated:])
        return inside != negated
    return True  # a dot


ONE_WIDE = (ops.LITERAL, ops.NOT_LITERAL, ops.IN, ops.ANY)
NOT_FOLLOWED = (
    ops.GROUPREF,
    ops.GROUPREF_EXISTS,
    ops.ATOMIC_GROUP,
    ops.POSSESSIVE_REPEAT,
)  # what these match is not followed here, so they are refused
REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT)


def _flat(tree: Any) -> list[Node]:
    """The nodes of a sequence, plain groups opened."""
    nodes: list[Node] = []
    for op, argument in tree:
        nodes += _flat(argument[3]) if op is ops.SUBPATTERN else [(op, argument)]
    return nodes


def _inner(node: Node) -> list[list[Node]]:
    """The sequences that a node holds: of a repeat one, of a choice its branches."""
    op, argument = node
    if op in REPEATS:
        return [_flat(argument[2])]
    if op is ops.BRANCH:
        return [_flat(branch) for branch in argument[1]]
    return [_flat(argument[1])] if op in (ops.ASSERT, ops.ASSERT_NOT) else []


def _varies(node: Node) -> bool:
    """Can the node match texts of different lengths?"""
    return node[0] in REPEATS and node[1][0] != node[1][1]


def _is_ended(body: list[Node], place: int) -> bool:
    """Does a literal that the repeat at ``place`` cannot match end it, round the end if need be?"""
    inner = _flat(body[place][1][2])
    if len(inner) != 1 or inner[0][0] not in ONE_WIDE:
        return False
    for op, argument in body[place + 1 :] + body[:place]:
        if op is not ops.LITERAL:
            return False
        if not _matches(inner[0], chr(argument)):
            return True
    return False


def _one_way(body: list[Node]) -> bool:
    """Can what is repeated match a text in one way only?"""
    return all(
        _is_ended(body, place)
        if _varies(node)
        else node[0] is not ops.BRANCH and all(map(_one_way, _inner(node)))
        for place, node in enumerate(body)
    )


def _exponential(nodes: list[Node]) -> bool:
    """Does something repeat that can match a text in several ways?"""
    return any(
        node[0] in NOT_FOLLOWED
        or (node[0] in REPEATS and node[1][1] > 1 and not all(map(_one_way, _inner(node))))
        or any(map(_exponential, _inner(node)))
        for node in nodes
    )


def _in_order(nodes: list[Node]) -> Iterator[tuple[bool, Node]]:
    """Literals, and what repeats many times (True), from left to right."""
    for node in nodes:
        if node[0] is ops.LITERAL:
            yield False, node
        elif node[0] in REPEATS and node[1][1] > MANY and len(_inner(node)[0]) == 1:
            yield True, _inner(node)[0][0]
        for inner in _inner(node):
            yield from _in_order(inner)


def _most_shared(nodes: list[Node]) -> int:
    """The most long repeats that one character can be in, between ending literals."""
    parts = list(_in_order(nodes))
    bodies = [node for repeats, node in parts if repeats and node[0] in ONE_WIDE]
    counts, most = dict.fromkeys(ALPHABET, 0), 0
    for repeats, node in parts:
        if repeats and node in bodies:
            for sign in ALPHABET:
                counts[sign] += _matches(node, sign)
        elif not repeats and not any(_matches(body, chr(node[1])) for body in bodies):
            counts = dict.fromkeys(ALPHABET, 0)
        most = max(most, *counts.values())
    return most


def check_pattern(text: str) -> None:
    """Refuse what is no regular expression, or one that can run away.

    Raises
    ------
    ValueError : with the reason.

    >>> check_pattern(r"[a-z]+[0-9]+"), check_pattern(r"(; [^¶]+ ¶[0-9]+)*")
    (None, None)
    >>> check_pattern("(a+)+b")
    Traceback (most recent call last):
    ...
    ValueError: a repeat holds a repeat or an alternative: it can run away
    """
    try:
        re.compile(text)
        nodes = _flat(_parser.parse(text))
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"no regular expression ({error})") from error
    if _exponential(nodes):
        raise ValueError("a repeat holds a repeat or an alternative: it can run away")
    if _most_shared(nodes) > MOST_SHARED:
        raise ValueError(f"more than {MOST_SHARED} repeats share a character: it can run away")
