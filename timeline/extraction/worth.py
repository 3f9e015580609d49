"""Which of the event words that a sentence holds tell an event of their own: not who said so, not a state, not a date
that belongs to something else. What is left out here makes no row; what is certain is never left out."""

from collections.abc import Sequence

from timeline.extraction import status
from timeline.extraction import words as w
from timeline.extraction.sentence import Sentence, Verb
from timeline.extraction.triggers import HARM, Trigger
from timeline.extraction.types import Block, Status

# Types of which a report without a date is still worth an editor's look.
TELLING = frozenset(
    "sentencing verdict conviction acquittal exoneration plea indictment charge arrest arraignment release resignation "
    "removal shooting killing death assault robbery injury juror-refusal petition-delivery recall-signatures "
    "recall-election autopsy ruling lawsuit appeal clash protest vigil rally".split()
)
PLAIN_SAYING = frozenset("say tell add note write explain claim acknowledge insist".split())
ACCUSING = frozenset({"accuse", "condemn", "criticize", "denounce"})  # what is done to somebody by words
PERSONAL = frozenset({"he", "she", "i", "we"})
COUNTING = frozenset({"times", "twice", "since", "ever", "every"})
SAID_WHERE = w.DETERMINERS | frozenset("here there again statement letter news conference interview speech".split())
NEXT = 5  # words from date words to the verb whose subject they belong to
PROSECUTING = frozenset({"charge", "arrest", "verdict", "court"})
LEAD = 3  # lines: a title, a dateline or a caption may come first
CRIMES = frozenset(
    "shooting death killing murder attack stabbing slaying robbery crash incident assault homicide rape fire "
    "bombing".split()
)
NEARLY = frozenset({"nearly", "almost", "narrowly"})
CLOSED = frozenset({",", "”", '"', "’", "'", "?", "!"})
NAMELESS = frozenset("police on at in the".split())  # capitals that name nobody


def is_event(sentence: Sentence, trigger: Trigger, index: int | None, block: Block) -> bool:
    """Whether the trigger, dated by timex `index` (None: by none), reports an event worth a row."""
    state, _ = status.of(sentence, trigger)
    if state == "hypothetical" or _almost_was(sentence, trigger):
        return False
    if trigger.type.family == "statement" and not trigger.is_noun:
        return _is_statement(sentence, trigger, index)
    if index is None and is_deadline(trigger):
        return False
    if index is not None:
        return not _is_state(sentence, trigger, index)
    return _tells_undated(trigger, state, block) and not counts_up(sentence)


def is_deadline(trigger: Trigger) -> bool:
    """ "has until July 1 to repay": the day is all that it tells."""
    return any("until" in element.words for element in trigger.found.phrase.elements)


def dates_of_deed(sentence: Sentence, trigger: Trigger, indexes: Sequence[int]) -> list[int]:
    """Those of the date words that date the deed itself, and do not only say which thing it was about: "charged in the
    Aug. 7 fire". One is hurt or killed "in the Aug. 7 fire", though, on that day."""
    indexes = [i for i in indexes if not (_leans_on_a_clause(sentence, trigger, i) or _ends_then(sentence, trigger, i))]
    if trigger.type.family in HARM:
        return list(indexes)
    indexes = [i for i in indexes if not _is_of_subject(sentence, trigger, i)]
    if trigger.is_noun:
        return indexes
    return [i for i in indexes if not says_which(sentence, i) and not _is_of_crime(sentence, trigger, i)]


def _leans_on_a_clause(sentence: Sentence, trigger: Trigger, index: int) -> bool:
    """ "The fire came the same day the mayor was to open the bridge": the day of what follows, whichever that is, and
    not one that the text named before."""
    start = sentence.timex.index(index)
    end = sentence.timex_end(start)
    after = sentence.words[end : end + 1]
    if sentence.words[start : start + 2] != ["the", "same"] or not after or trigger.end > start:
        return False
    if not after[0].isalpha() or after[0] in w.PREPOSITIONS - {"as"} | w.COORDINATORS:
        return False
    following = sentence.verb_after(end)
    return following is not None and "," not in sentence.words[end : following.first]


def _ends_then(sentence: Sentence, trigger: Trigger, index: int) -> bool:
    """ "was remanded till 17 September": the day that it lasts to; what had not begun until Friday began then."""
    start = sentence.timex.index(index)
    if trigger.verb is None or trigger.is_noun or start == 0 or sentence.words[start - 1] not in {"until", "till"}:
        return False
    return trigger.verb.tense == "past" and not trigger.verb.is_negated and not is_deadline(trigger)


def _is_of_subject(sentence: Sentence, trigger: Trigger, index: int) -> bool:
    """ "The inquest into the death of a guard on 3 May opened": the day of the death."""
    start, verb = sentence.timex.index(index), trigger.verb
    if verb is None or not trigger.found.start < start < verb.first or sentence.words[start - 1] not in {"on", "in"}:
        return False
    return not CRIMES.isdisjoint(sentence.words[trigger.found.start : start])


def _is_of_crime(sentence: Sentence, trigger: Trigger, index: int) -> bool:
    """ "the man charged in the shooting of a guard on Monday", "has been charged in the death of a boy in May": when
    the crime was; "was charged in the shooting on Monday" may be the day of the charge."""
    verb = trigger.verb
    if verb is None or trigger.type.family not in PROSECUTING:
        return False
    told_back = verb.form == "reduced" or bool({"has", "have"} & set(verb.auxiliaries))
    return told_back and bool(CRIMES & set(sentence.words[verb.head + 1 : sentence.timex.index(index)]))


def goes_with_arrest(sentence: Sentence, trigger: Trigger, index: int | None, arrests: Sequence[int | None]) -> bool:
    """ "was arrested on Monday and charged with theft": one event, unless the charge has a date of its own."""
    own = trigger.verb is not None and index in trigger.verb.timexes
    return trigger.type.family == "charge" and not trigger.is_noun and not own and index in arrests


def says_which(sentence: Sentence, index: int) -> bool:
    """Whether timex `index` only tells one thing from others: "the Aug. 7 fire", "its third-quarter earnings"."""
    start = sentence.timex.index(index)
    end = sentence.timex_end(start)
    if not _opens_phrase(sentence, start):
        return False
    if sentence.words[end : end + 1] == [","] and sentence.words[end - 1].isdigit():
        end += 1  # "the Aug. 7, 1998, fire"
    if end >= len(sentence.words) or end in sentence.verb_at or sentence.timex[end] >= 0:
        return False
    noun = sentence.words[end]
    return noun in {"-", "–"} or (noun.isalpha() and noun not in w.FUNCTION and sentence.tokens[end].text.islower())


def _opens_phrase(sentence: Sentence, start: int) -> bool:
    """An article or the like right before word `start`, or one adjective further: "the disputed August election"."""
    i = start - 1
    if i > 0 and sentence.words[i].isalpha() and sentence.words[i] not in w.FUNCTION and i not in sentence.verb_at:
        i -= 1
    return i >= 0 and (sentence.words[i] in w.DETERMINERS or sentence.words[i].endswith("'s"))


def counts_up(sentence: Sentence) -> bool:
    """ "has been arrested a dozen times", "since then 40 have been caught": a count over years and no news."""
    return any(token.lower in COUNTING and token.text != "Times" for token in sentence.tokens)


def _almost_was(sentence: Sentence, trigger: Trigger) -> bool:
    """ "nearly died", "was almost killed"; "killed nearly everybody" was done."""
    verb = trigger.verb
    if verb is None or trigger.is_noun:
        return False
    return bool(NEARLY & set(sentence.words[max(0, verb.first - 1) : verb.head]))


def _is_statement(sentence: Sentence, trigger: Trigger, index: int | None) -> bool:
    verb = trigger.verb
    if verb is None or index is None or index not in verb.timexes or verb.quoted:
        return False
    if verb.passive and verb.lemma not in ACCUSING:
        return False
    tense = "present" if sentence.entry else "past"
    if verb.form != "finite" or verb.tense not in {"past", tense} or sentence.words[verb.first - 1] in {"when", "if"}:
        return False
    return not _is_attribution(sentence, verb) and not _dates_what_was_said(sentence, verb, index)


def _dates_what_was_said(sentence: Sentence, verb: Verb, index: int) -> bool:
    """ "said sales in the third quarter fell": between the saying and the verb of what was said, with its subject."""
    start = sentence.timex.index(index)
    after = sentence.verb_after(start + 1)
    if verb.lemma != "say" or after is None or after.form != "finite" or start < verb.head:
        return False
    between = sentence.words[start : after.first]
    subject = [word for word in sentence.words[verb.head + 1 : start] if word not in w.PREPOSITIONS | SAID_WHERE]
    return bool(subject) and len(between) <= NEXT and not set(between) & (w.SUBORDINATORS | w.PRONOUNS | {","})


def _is_attribution(sentence: Sentence, verb: Verb) -> bool:
    """Whether the clause only says where the thought before it comes from, and from nobody by name: "…, officials said
    on Monday"."""
    if verb.lemma not in PLAIN_SAYING or any(other.first > verb.head for other in sentence.verbs):
        return False
    thought = sentence.verb_before(verb.first)
    if thought is None:
        return False
    marks = [i for i in range(thought.head + 1, verb.first) if sentence.words[i] in CLOSED]
    return bool(marks) and not _is_named(sentence, marks[0] + 1, verb.first)


def _is_named(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the speaker at words [start, end) is a person: "Ada Quill", "Ada Quill, the owner," or "he", and not "the
    police" or "Port sources"."""
    speaker = [i for i in range(start, end) if sentence.timex[i] < 0 and sentence.words[i] not in NAMELESS]
    if not speaker:
        return False
    last = sentence.tokens[speaker[-1]]
    if last.text == ",":
        return any(sentence.tokens[i].text[0].isupper() for i in speaker)
    return last.text[0].isupper() or last.lower in PERSONAL


def _is_state(sentence: Sentence, trigger: Trigger, index: int) -> bool:
    """ "is charged with robbing a bank in May", "remains jailed": how things are, and no day on which they became
    so."""
    verb = trigger.verb
    if verb is None or trigger.is_noun:
        return False
    if trigger.found.phrase in trigger.type.outcomes:
        return verb.tense == "past" and verb.form == "finite"  # "served two years, from 1998"
    if verb.first and sentence.lemmas[verb.first - 1] == "remain":
        return True
    if verb.is_progressive and verb.tense == "past" and trigger.type.family == "other":
        return True  # "were celebrating a birthday": what went on when something happened
    after = index in verb.timexes and sentence.timex.index(index) > verb.head
    return trigger.type.family == "charge" and verb.passive and verb.tense == "present" and after


def _tells_undated(trigger: Trigger, state: Status, block: Block) -> bool:
    verb = trigger.verb
    if trigger.is_noun or verb is None or verb.form != "finite" or verb.quoted or block.kind != "body":
        return False
    if trigger.found.phrase in trigger.type.outcomes:
        return verb.tense == "future"
    telling = (verb.tense, state) in {("past", "occurred"), ("future", "planned")}
    return telling and (trigger.type.slug in TELLING or opens_with(verb, block.number))


def opens_with(verb: Verb, paragraph: int) -> bool:
    """The news that an article opens with, in the present perfect: "Prosecutors have dropped the charges"."""
    return paragraph <= LEAD and bool({"has", "have"} & set(verb.auxiliaries)) and not verb.is_negated
