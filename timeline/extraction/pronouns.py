"""What a sentence points back to: what "they" and "it" stand for, where that is a thing that phrases know ("will
deliver them on Friday"), and what "it happened" tells again."""

from collections.abc import Sequence

from timeline.extraction.sentence import Sentence
from timeline.extraction.taxonomy import EventType
from timeline.extraction.triggers import Trigger

THINGS = frozenset(
    "petition signature juror charge lawsuit suit bill law measure order sentence bail bond verdict autopsy report "
    "campaign vigil rally video footage gun weapon recall".split()
)
TOLD = ("accident", "death", "violence")  # a later one says more of what happened


class Pronouns:
    """Remembers the last thing named in a text, and reads the pronouns of the next sentence as that thing."""

    def __init__(self) -> None:
        self._stands_for: dict[str, str] = {}

    def resolve(self, sentence: Sentence) -> None:
        """Give each pronoun the dictionary form of what it stands for, and remember what this sentence names."""
        for i, word in enumerate(sentence.words):
            if word in self._stands_for and _is_free(sentence, i):
                sentence.lemmas[i] = self._stands_for[word]
        things = [
            (word, lemma)
            for i, (word, lemma) in enumerate(zip(sentence.words, sentence.lemmas, strict=True))
            if lemma in THINGS and i not in sentence.verb_at
        ]
        plural = [lemma for word, lemma in things if word != lemma and word != "it"]
        single = [lemma for word, lemma in things if word == lemma or word == "it"]
        self._stands_for = {"they": plural[0], "them": plural[-1]} if plural else {}
        if single:
            self._stands_for["it"] = single[-1]


def _is_free(sentence: Sentence, i: int) -> bool:
    """The object right after its verb, or the first word of the sentence: elsewhere it may stand for anything
    nearer."""
    return (
        i == 0
        or i - 1 in sentence.verb_at
        or (sentence.words[i - 1] in {"in", "over", "out"} and i - 2 in sentence.verb_at)
    )


class Told:
    """The type of the event that the text told last, of those that later sentences only point back to."""

    def __init__(self) -> None:
        self.type: EventType | None = None

    def remember(self, found: Sequence[Trigger]) -> None:
        for trigger in found:
            told = -1 if self.type is None else TOLD.index(self.type.family)
            if trigger.type.family in TOLD and TOLD.index(trigger.type.family) >= told:
                self.type = trigger.type
