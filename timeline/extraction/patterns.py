"""Patterns over tokens, compiled together into one automaton: a scan costs by the text, not by the number of rules.

A pattern is written in words of the text (`last`, `-`), classes of the lexicon in capitals (`MONTH`), groups
`( a | b )`, an optional item `x?`, a capture `unit:UNIT`, and `~x` for what touches the token before it. There is no
repetition, so a match is as long as its pattern at most. Matching is Thompson's construction ("Regular Expression
Search Algorithm", 1968) with states determined when first met.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SYNTAX = re.compile(r"[()|?]|[a-z_]+:(?=\S)|~?[^\s()|?]+")

Ways = tuple[dict[str, list[tuple[int, bool, int, tuple[str, ...]]]], tuple[str, ...] | None]

# What an edge of the automaton asks for: an atom (a word or class; "" for a free step) and whether it must touch.
Edge = tuple[str, bool, int]


class Match(NamedTuple):
    """Tokens [start, end) read by one pattern, and the tokens [first, last) of each capture."""

    pattern: int
    start: int
    end: int
    captures: dict[str, tuple[int, int]]


class Symbol(NamedTuple):
    """What a token is to the patterns: words and classes that it counts as, and whether it touches the one before."""

    atoms: frozenset[str]
    glued: bool


@dataclass(slots=True)
class _Node:
    edges: list[Edge]
    mark: str = ""  # "name(" opens and "name)" closes a capture
    accepts: int = -1
    reads: bool = False  # some edge asks for a token


class Automaton:
    """All patterns at once. `macros` are named pieces of pattern that may use each other."""

    def __init__(self, patterns: Sequence[str], macros: Mapping[str, str]) -> None:
        self._nodes: list[_Node] = []
        self._macros = macros
        self.words: set[str] = set()  # every word and class that some pattern asks for
        self._heads = [self._pattern(text, number) for number, text in enumerate(patterns)]
        # Determined states, grown as texts need them; which sets occur depends on the patterns alone.
        self._ids: dict[frozenset[int], int] = {}
        self._sets: list[frozenset[int]] = []
        self._accepting: list[tuple[int, ...]] = []
        self._steps: list[dict[Symbol, int]] = []
        self._ways: dict[int, Ways] = {}
        self._edges: dict[int, dict[str, list[tuple[bool, int]]]] = {}
        self._nears: dict[int, tuple[int, ...]] = {}
        self._state(frozenset())
        self._first = self._state(frozenset(node for head in self._heads for node in self._near(head)))

    def starts(self, symbols: Sequence[Symbol]) -> list[int]:
        """Where some pattern may begin: all places whose first two tokens do not rule it out already."""
        found, last = [], len(symbols) - 1
        for i, symbol in enumerate(symbols):
            if not symbol.atoms:
                continue
            state = self._after(self._first, symbol)
            if state and (self._accepting[state] or (i < last and self._after(state, symbols[i + 1]))):
                found.append(i)
        return found

    def matches(self, symbols: Sequence[Symbol], start: int) -> Iterator[Match]:
        """Every match that begins at `start`: longest first, then in the order of the patterns."""
        state, found = self._first, []
        for i in range(start, len(symbols)):
            state = self._after(state, symbols[i])
            if not state:
                break
            if self._accepting[state]:
                found.append((i + 1, self._accepting[state]))
        for end, patterns in reversed(found):
            for pattern in patterns:
                captures = self._parse(self._heads[pattern], symbols, start, end)
                if captures is not None:
                    yield Match(pattern, start, end, captures)

    def _after(self, state: int, symbol: Symbol) -> int:
        known = self._steps[state].get(symbol)
        return self._step(state, symbol) if known is None else known

    def _step(self, state: int, symbol: Symbol) -> int:
        edges = self._edges_of(state)
        reached = {
            node
            for atom in symbol.atoms
            for touch, goal in edges.get(atom, ())
            if symbol.glued or not touch
            for node in self._near(goal)
        }
        target = self._steps[state][symbol] = self._state(frozenset(reached))
        return target

    def _edges_of(self, state: int) -> dict[str, list[tuple[bool, int]]]:
        edges = self._edges.get(state)
        if edges is None:
            edges = self._edges[state] = {}
            for node in self._sets[state]:
                for atom, touch, goal in self._nodes[node].edges:
                    if atom:
                        edges.setdefault(atom, []).append((touch, goal))
        return edges

    def _state(self, nodes: frozenset[int]) -> int:
        number = self._ids.get(nodes)
        if number is None:
            number = self._ids[nodes] = len(self._sets)
            self._sets.append(nodes)
            self._accepting.append(tuple(sorted({self._nodes[n].accepts for n in nodes} - {-1})))
            self._steps.append({})
        return number

    def _near(self, start: int) -> tuple[int, ...]:
        """The nodes that free steps lead to from one, as far as they read a token or accept."""
        known = self._nears.get(start)
        if known is None:
            seen, stack = {start}, [start]
            while stack:
                for atom, _, goal in self._nodes[stack.pop()].edges:
                    if not atom and goal not in seen:
                        seen.add(goal)
                        stack.append(goal)
            known = self._nears[start] = tuple(n for n in seen if self._nodes[n].reads or self._nodes[n].accepts >= 0)
        return known

    def _parse(self, head: int, symbols: Sequence[Symbol], start: int, end: int) -> dict[str, tuple[int, int]] | None:
        """The captures of one pattern over exactly [start, end), by the first alternative that fits."""
        stack: list[tuple[int, int, tuple[tuple[str, int], ...]]] = [(head, start, ())]
        seen: set[tuple[int, int]] = set()  # a way that failed once from here fails again
        while stack:
            node, i, marks = stack.pop()
            if (node, i) in seen:
                continue
            seen.add((node, i))
            ways, finish = self._ways.get(node) or self._find_ways(node)
            if i == end:
                if finish is not None:
                    return _captures((*marks, *((mark, i) for mark in finish)))
                continue
            symbol = symbols[i]
            fitting = [way for atom in symbol.atoms for way in ways.get(atom, ()) if symbol.glued or not way[1]]
            for _, _, goal, passed in sorted(fitting, reverse=True):
                stack.append((goal, i + 1, (*marks, *((mark, i) for mark in passed))))
        return None

    def _find_ways(self, start: int) -> Ways:
        """By atom the steps that lead on from a node, numbered in the order of the alternatives, each with the marks
        passed on the way to it; and the marks on the way to the pattern's end, None where it is not at hand."""
        steps: dict[str, list[tuple[int, bool, int, tuple[str, ...]]]] = {}
        finish: tuple[str, ...] | None = None
        stack: list[tuple[int, tuple[str, ...]]] = [(start, ())]
        order = 0
        while stack:
            number, marks = stack.pop()
            node = self._nodes[number]
            if node.mark and number != start:
                marks = (*marks, node.mark)
            if node.accepts >= 0 and finish is None:
                finish = marks
            for atom, touch, goal in reversed(node.edges):
                if atom:
                    steps.setdefault(atom, []).append((order, touch, goal, marks))
                    order += 1
                else:
                    stack.append((goal, marks))
        self._ways[start] = (steps, finish)
        return self._ways[start]

    def _pattern(self, text: str, number: int) -> int:
        items = SYNTAX.findall(text)
        head = self._node()
        tail, rest = self._alternatives(items, 0, head)
        if rest != len(items):
            raise ValueError(f"Pattern {text!r}: unexpected {items[rest]!r}.")
        self._nodes[tail].accepts = number
        return head

    def _alternatives(self, items: Sequence[str], i: int, head: int) -> tuple[int, int]:
        tail = self._node()
        while True:
            start = self._node()
            self._nodes[head].edges.append(("", False, start))
            end, i = self._sequence(items, i, start)
            self._nodes[end].edges.append(("", False, tail))
            if i == len(items) or items[i] != "|":
                return tail, i
            i += 1

    def _sequence(self, items: Sequence[str], i: int, node: int) -> tuple[int, int]:
        while i < len(items) and items[i] not in {"|", ")"}:
            head = node
            node, i = self._item(items, i, head)
            if i < len(items) and items[i] == "?":
                after = self._node()
                self._nodes[node].edges.append(("", False, after))
                self._nodes[head].edges.append(("", False, after))
                node, i = after, i + 1
        return node, i

    def _item(self, items: Sequence[str], i: int, head: int) -> tuple[int, int]:
        word = items[i]
        if len(word) > 1 and word.endswith(":"):
            opened = self._free_step(head, word[:-1] + "(")
            node, i = self._item(items, i + 1, opened)
            return self._free_step(node, word[:-1] + ")"), i
        if word == "(":
            node, i = self._alternatives(items, i + 1, self._free_step(head))
            if i == len(items) or items[i] != ")":
                raise ValueError(f"Pattern {' '.join(items)!r}: a bracket is missing.")
            return node, i + 1
        if word in self._macros:
            inner = SYNTAX.findall(self._macros[word])
            node, _ = self._alternatives(inner, 0, self._free_step(head))
            return node, i + 1
        return self._word(word, head), i + 1

    def _word(self, word: str, head: int) -> int:
        touch = len(word) > 1 and word.startswith("~")
        atom = word[1:] if touch else word
        self.words.add(atom)
        node = self._node()
        self._nodes[head].edges.append((atom, touch, node))
        self._nodes[head].reads = True
        return node

    def _free_step(self, head: int, mark: str = "") -> int:
        node = self._node(mark)
        self._nodes[head].edges.append(("", False, node))
        return node

    def _node(self, mark: str = "") -> int:
        self._nodes.append(_Node([], mark))
        return len(self._nodes) - 1


def _captures(marks: Sequence[tuple[str, int]]) -> dict[str, tuple[int, int]]:
    opened: dict[str, int] = {}
    found: dict[str, tuple[int, int]] = {}
    for mark, i in marks:
        if mark.endswith("("):
            opened[mark[:-1]] = i
        else:
            found[mark[:-1]] = (opened[mark[:-1]], i)
    return found
