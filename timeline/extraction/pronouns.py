"""What "they", "them" and "it" stand for, where that is a thing that phrases know: "will deliver them on Friday"."""

from timeline.extraction.clauses import Sentence

PLURAL, SINGULAR = frozenset({"they", "them"}), frozenset({"it"})
THINGS = frozenset(
    "petition signature juror charge lawsuit suit bill law measure order sentence bail bond verdict autopsy report "
    "campaign vigil rally video footage gun weapon recall".split()
)


class Pronouns:
    """Remembers the last thing named in a text, and reads the pronouns of the next sentence as that thing."""

    def __init__(self, vocabulary: frozenset[str]) -> None:
        self._known = THINGS & vocabulary
        self._plural = self._singular = ""

    def resolve(self, sentence: Sentence) -> None:
        """Give each pronoun the dictionary form of what it stands for, and remember what this sentence names."""
        for i, word in enumerate(sentence.words):
            if word in PLURAL and self._plural and _is_free(sentence, i):
                sentence.lemmas[i] = self._plural
            elif word in SINGULAR and self._singular and _is_free(sentence, i):
                sentence.lemmas[i] = self._singular
        plural = singular = ""
        for i, word in enumerate(sentence.words):
            lemma = sentence.lemmas[i]
            if lemma in self._known and i not in sentence.verb_at:
                if word != lemma and word not in SINGULAR:
                    plural = plural or lemma
                else:
                    singular = lemma
        self._plural, self._singular = plural, singular


def _is_free(sentence: Sentence, i: int) -> bool:
    """The object right after its verb, or the first word of the sentence: elsewhere it may stand for anything nearer."""
    return (
        i == 0
        or i - 1 in sentence.verb_at
        or (sentence.words[i - 1] in {"in", "over", "out"} and i - 2 in sentence.verb_at)
    )
