"""Two date words that stand together and mean what lies between them. Pure."""

from timeline.extraction import rescheduling
from timeline.extraction.sentence import Sentence
from timeline.extraction.triggers import HARM, Trigger

JOINING = frozenset({"-", "–", "—", "to", "through"})
ENDS = frozenset("begin start open end close finish break erupt stop".split())  # what is done on one of the days


def bounds(sentence: Sentence, index: int) -> tuple[int, int] | None:
    """The two date words of "between 1994 and 1997", of which `index` is one."""
    for start, word in enumerate(sentence.words[:-3]):
        if word != "between" or (first := sentence.timex[start + 1]) < 0:
            continue
        end = sentence.timex_end(start + 1)
        if sentence.words[end : end + 1] == ["and"] and end + 1 < len(sentence.words):
            second = sentence.timex[end + 1]
            if second >= 0 and index in (first, second):
                return first, second
    return None


def run(sentence: Sentence, index: int) -> tuple[int, int] | None:
    """The two date words of "on the night of 12–13 March", "from March 3 to 9", of which `index` is one; none of
    "postponed from March 3 to March 9"."""
    start = sentence.timex.index(index)
    end = start + sentence.timex[start:].count(index)
    for mark in (start - 1, end):
        if 0 < mark < len(sentence.words) - 1 and sentence.words[mark] in JOINING:
            first, second = sentence.timex[mark - 1], sentence.timex[mark + 1]
            if (
                min(first, second) >= 0
                and not _is_apart(sentence, mark)
                and not rescheduling.is_new(sentence, mark + 1)
            ):
                return first, second
    return None


def lasts(trigger: Trigger) -> bool:
    """Whether what has two days went on from one to the other, as a fair does, and was not done once between them."""
    verb = trigger.verb
    return trigger.is_noun and trigger.type.family not in HARM and (verb is None or verb.lemma not in ENDS)


def _is_apart(sentence: Sentence, mark: int) -> bool:
    """ "on Monday – Tuesday had been her last day", "on Monday to Tuesday's surprise": another thought."""
    start = sentence.timex.index(sentence.timex[mark - 1])
    if sentence.words[sentence.timex_end(mark + 1) - 1].endswith("'s"):
        return True
    is_spaced = sentence.tokens[mark].start > sentence.tokens[mark - 1].end and not sentence.words[mark].isalpha()
    return is_spaced and not sentence.words[mark + 1][0].isdigit() and sentence.words[start - 1] != "from"
