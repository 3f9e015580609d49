"""A sentence with its verbs, as `clauses` reads it and all later steps see it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from timeline.extraction.tokens import Token


@dataclass(slots=True)
class Verb:
    """A verb group at words [first, head]. `form` is finite, reduced ("the men arrested in …"), infinitive or gerund;
    `tense` past, present or future. `governor` is the verb whose complement it is, `clause` numbers its clause.
    `auxiliaries` are what helps it, with "not" for each word that denies it: "wasn't" is "was", "not"; it `is_negated`
    also where that word stands before the group ("never resigned")."""

    first: int
    head: int
    lemma: str
    form: str
    tense: str
    passive: bool = False
    auxiliaries: tuple[str, ...] = ()
    governor: int | None = None
    clause: int = 0
    opener: str = ""
    quoted: bool = False
    is_progressive: bool = False
    is_negated: bool = False
    timexes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Sentence:
    """One sentence as words with their dictionary forms. `timex` has for each word the index of the date words that it
    belongs to (-1: none); `clause_starts` are the words at which clauses start; `quoted` marks words in quotes; `entry`
    is where a line of a chronology starts behind its date ("Jan. 4 - Police raid the bank"), else 0."""

    tokens: Sequence[Token]
    words: list[str]
    lemmas: list[str]
    timex: list[int]
    quoted: list[bool]
    verbs: list[Verb]
    clause_starts: list[int]
    verb_at: dict[int, int]
    asides: dict[int, int]
    entry: int = 0

    def verb_before(self, word: int, form: str = "") -> Verb | None:
        """The last verb, or the last one of that form, whose group ends before the word."""
        return next((v for v in reversed(self.verbs) if v.head < word and form in {"", v.form}), None)

    def verb_after(self, word: int, form: str = "") -> Verb | None:
        """The first verb, or the first one of that form, whose group starts at the word or behind it."""
        return next((v for v in self.verbs if v.first >= word and form in {"", v.form}), None)

    def clause_start(self, word: int) -> int:
        """Where the clause of the word starts."""
        return max((start for start in self.clause_starts if start <= word), default=0)

    def timex_end(self, word: int) -> int:
        """One past the last of the date words that this word belongs to."""
        end = word + 1
        while end < len(self.timex) and self.timex[end] == self.timex[word]:
            end += 1
        return end

    def behind_dates(self, word: int) -> str:
        """The word here or behind the date words that start here; nothing at the end."""
        while word < len(self.timex) and self.timex[word] >= 0:
            word += 1
        return self.words[word] if word < len(self.words) else ""
