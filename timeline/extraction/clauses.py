"""The verbs of a sentence, with what governs them: enough grammar to know which date words belong to which event.

No tagger: closed lists and the shapes of words. Where the shape does not decide, the reading that claims less wins.
"""

from collections.abc import Sequence

from timeline.extraction import chronologies, negation
from timeline.extraction import words as w
from timeline.extraction.chronologies import NUMBERS
from timeline.extraction.sentence import Sentence, Verb
from timeline.extraction.tokens import ABBREVIATIONS, Token

OPEN_QUOTES, CLOSE_QUOTES = frozenset("“«"), frozenset("”»")
BREAKS = frozenset(";:,—–()[]…") | {"."}
NEAR = 3  # words between a governing verb and its infinitive: "asked the court to block"


def read(tokens: Sequence[Token], timex: list[int], quoted: list[bool]) -> Sentence:
    """The sentence of these tokens; linear in their number."""
    words = [token.lower for token in tokens]
    lemmas = [w.lemma(word) for word in words]
    entry = chronologies.entry(words, timex)
    sentence = Sentence(tokens, words, lemmas, timex, quoted, [], [], {}, _asides(words, timex), entry)
    _find_verbs(sentence)
    _find_clauses(sentence)
    _govern(sentence)
    return sentence


def _asides(words: Sequence[str], timex: Sequence[int]) -> dict[int, int]:
    """What phrases pass over: relative clauses between commas (the comma that opens one → one past the comma that
    closes it), date words with their preposition, and adverbs of a past form."""
    found = {}
    for i, word in enumerate(words[:-1]):
        dated = i + 1 if word in {"on", "in", "at", "early", "late", "around", "about"} else i
        if words[dated] in NUMBERS or words[dated][0].isdigit():
            continue  # "seven years" is what a phrase may look for
        if timex[dated] >= 0 and (dated == 0 or timex[dated - 1] != timex[dated]):
            end = dated
            while end < len(words) and timex[end] == timex[dated]:
                end += 1
            found[i] = end
        if word[-2:] == "ly" and len(word) > 4 and w.is_past(words[i + 1]):
            found.setdefault(i, i + 1)  # "was provisionally suspended"
        if word == "," and words[i + 1] in {"who", "which", "whose", "where", "whom"}:
            close = next((j for j in range(i + 2, len(words)) if words[j] == ","), None)
            if close is not None:
                found[i] = close + 1
    return found


def _find_verbs(s: Sentence) -> None:
    i = 0
    while i < len(s.words):
        verb = _verb_at(s, i) if w.may_be_verb(s.words[i]) and s.timex[i] < 0 else None
        if verb is None and 0 < s.entry < i and chronologies.tells(s.tokens, s.words, s.lemmas, i):
            verb = Verb(i, i, s.lemmas[i], "finite", "present")
        if verb is None:
            i += 1
            continue
        verb.quoted = s.quoted[verb.head]
        verb.is_negated = negation.is_negated(s, verb)
        for k in range(verb.first, verb.head + 1):
            s.verb_at[k] = len(s.verbs)
        s.verbs.append(verb)
        i = verb.head + 1


def _verb_at(s: Sentence, i: int) -> Verb | None:
    word = s.words[i]
    if w.is_auxiliary(word):
        return _group(s, i)
    if word == "to" and i + 1 < len(s.words):
        return _infinitive(s, i)
    if word.endswith("ing") and len(word) > 5:
        return _gerund(s, i)
    if w.is_past(word) and not _is_adjective(s, i):
        form = "reduced" if _is_reduced(s, i) else "finite"
        return Verb(i, i, s.lemmas[i], form, "past", passive=form == "reduced")
    if word in w.INTENDING and i + 1 < len(s.words) and s.words[i + 1] == "to" and s.words[i - 1] not in w.DETERMINERS:
        return Verb(i, i, word, "finite", "present")
    if word in w.PRESENT and _can_be_present(s, i):
        return Verb(i, i, s.lemmas[i], "finite", "present")
    return None


def _group(s: Sentence, i: int) -> Verb | None:
    """Auxiliaries with the verb that they help, over adverbs, date words and a short parenthesis of them."""
    helpers, j, last = [*negation.helpers(s.words[i])], i + 1, i
    while j < len(s.words):
        word = s.words[j]
        if word in w.AUXILIARY or (word == "to" and s.words[last] in w.BE | w.HAVE and _base_follows(s, j)):
            helpers.extend(negation.helpers(word))
            last = j
        elif negation.denies(s, j):
            helpers.append("not")
        elif not (negation.is_passed(s, j) or _again(s, j)) or (s.timex[j] >= 0 and _ends_with_date(s, j)):
            break
        j += 1
    head = j if j < len(s.words) and _is_helped(s, helpers, j) else last
    tense = _tense(helpers, s.words[head] if head == j else "")
    passive = head == j and w.is_past(s.words[j]) and _last_helper(helpers) in w.BE | {"got", "gets", "get"}
    lemma = s.lemmas[head] if head == j else ("be" if s.words[last] in w.BE else s.lemmas[last])
    form = "gerund" if helpers[0] == "being" else "finite"  # "after being mistaken for a burglar"
    verb = Verb(i, head, lemma, form, tense, passive, tuple(helpers))
    verb.is_progressive = head == j and s.words[j].endswith("ing")
    return verb


def _again(s: Sentence, i: int) -> bool:
    """ "re-elected", which is three words here."""
    start = i - (s.words[i] == "-")
    return start >= 0 and s.words[start : start + 2] == ["re", "-"]


def _ends_with_date(s: Sentence, j: int) -> bool:
    """ "was on Monday | at home", and not "was on Monday arrested"."""
    return s.words[j - 1] in w.BE and not w.is_past(s.behind_dates(j))


def _base_follows(s: Sentence, j: int) -> bool:
    return j + 1 < len(s.words) and s.words[j + 1].isalpha() and s.words[j + 1] not in w.DETERMINERS


def _last_helper(helpers: Sequence[str]) -> str:
    real = [h for h in helpers if h != "not"]
    return real[-1] if real else ""


def _is_helped(s: Sentence, helpers: Sequence[str], j: int) -> bool:
    """Whether word j is the verb that these auxiliaries help."""
    word, last = s.words[j], _last_helper(helpers)
    if last in w.BE | w.HAVE or last in {"get", "gets", "got"} or last.endswith("'ve"):
        if word.endswith("ing") and len(word) > 5:
            return last in w.BE
        return w.is_past(word) or word in {"put", "come", "become", "run", "cut", "shot", "hit", "set", "due"}
    return word.isalpha() and word not in w.PREPOSITIONS | w.DETERMINERS | w.PRONOUNS and word not in w.COORDINATORS


def _tense(helpers: Sequence[str], head: str) -> str:
    real = [h for h in helpers if h != "not"]
    if any(h in w.WILL or h.endswith("'ll") for h in real) or "to" in real:
        return "past" if real[0] in {"was", "were", "had"} else "future"
    if any(h in w.MODAL or h.endswith("'d") for h in real):
        return "modal"
    if real[0] in {"was", "were", "had", "did", "been", "got"}:
        return "past"
    return "past" if real[0] in w.HAVE else "present"


def _infinitive(s: Sentence, i: int) -> Verb | None:
    j = i + 1
    if i and (
        s.words[i - 1] in {"according", "guilty", "contest"}
        or (s.words[i - 1] in {"leave", "permission"} and s.words[j] == "appeal")
        or s.words[i - 1 : j + 1] == ["back", "to", "work"]
    ):
        return None
    while j < len(s.words) and s.words[j] in w.FILLER:
        j += 1
    if j >= len(s.words) or not s.words[j].isalpha() or s.timex[j] >= 0:
        return None
    if s.words[j] in {"be", "have"} and j + 1 < len(s.words) and w.is_past(s.words[j + 1]):
        passive = s.words[j] == "be"
        return Verb(i, j + 1, s.lemmas[j + 1], "infinitive", "infinitive", passive, ("to", s.words[j]))
    word, token = s.words[j], s.tokens[j]
    if word in w.NO_INFINITIVE or token.text[0].isupper() or s.lemmas[j] != word:
        return None
    return Verb(i, j, word, "infinitive", "infinitive", False, ("to",))


def _gerund(s: Sentence, i: int) -> Verb | None:
    """A participle in -ing after a preposition, a comma, a conjunction or a noun that it modifies; an adverb may stand
    between them ("for repeatedly threatening the clerk")."""
    near = s.words[max(0, i - 3) : i]
    before = next((word for word in reversed(near) if not (word.endswith("ly") and len(word) > 4)), "")
    follows = s.words[i + 1] if i + 1 < len(s.words) else ""
    if s.words[i] in {"according", "including", "following", "regarding", "concerning", "during"}:
        return None
    answered = s.lemmas[w.before_dates(s.words, s.timex, i)] in {"deny", "admit"}
    if i and (answered or s.lemmas[i - 1] in {"begin", "start", "stop", "keep"}):
        return Verb(i, i, s.lemmas[i], "gerund", "gerund")
    if s.words[max(0, i - 2) : i - 1] == ["-"]:  # "the drive-by shooting"
        return None
    if before in w.DETERMINERS or before.endswith("'s") or s.lemmas[i] == s.words[i] or s.tokens[i].text[0].isupper():
        return None
    if before in w.PREPOSITIONS or before in {",", "and", "while", "when", "", "up", "out"}:
        governs = (
            follows in w.DETERMINERS | w.PRONOUNS
            or follows[:1].isdigit()
            or _capital(s, i + 1)
            or follows in {"to"} | PARTICLES
        )
        loose = before in {"by", "after", "before", "while", "for", "of", "from", "without", "since", "with"}
        if governs or (loose and follows not in {"of", "in", "at", "on", "by", ".", ",", ""}):
            return Verb(i, i, s.lemmas[i], "gerund", "gerund")
        return None
    return None


def _capital(s: Sentence, i: int) -> bool:
    return i < len(s.tokens) and s.tokens[i].text[0].isupper()


def _is_adjective(s: Sentence, i: int) -> bool:
    """ "a planned peaceful vigil", "the accused man": a participle between an article and its noun."""
    before = s.words[i - 1] if i else ""
    follows = s.words[i + 1] if i + 1 < len(s.words) else ""
    if s.words[i] in w.PAST_ONLY:
        return False
    if s.words[i] in w.AMBIGUOUS and follows.isalpha() and follows not in w.FUNCTION and not _capital(s, i + 1):
        return (
            before not in w.PRONOUNS and s.lemmas[i + 1] == follows and follows not in {"dead", "two", "three", "free"}
        )
    if (before == "-" and not _again(s, i - 1)) or follows == "-":
        return True
    noun_next = follows.isalpha() and follows not in w.PREPOSITIONS | w.DETERMINERS | w.PRONOUNS | w.COORDINATORS
    closed = before in w.DETERMINERS - {"that", "this", "all", "both", "each", "her"} or before.endswith("'s")
    if closed or before in {"of", "in", "on", "with", "as", "for", "more", "very"}:
        return noun_next or before in w.DETERMINERS
    return False


REDUCERS = frozenset(
    "in for by with on from of as to at during after outside inside near while following guilty dead hanging".split()
)
OBJECTLESS = frozenset(
    "die appear happen occur testify plead resign surrender rally protest march gather meet speak vote agree flee "
    "withdraw confess escape arrive return begin erupt start end go come fall rise step walk clash remain refuse "
    "apologize say tell announce confirm report respond open fire serve vow plan believe turn break burst drown "
    "collide derail capsize collapse crash explode perish vanish disappear retire resume merge threaten".split()
)
SET_PHRASES = {
    "takes": frozenset({"effect", "office", "place"}),
    "gives": frozenset({"evidence"}),
    "faces": frozenset({"court", "trial", "arraignment", "sentencing", "deportation", "extradition"}),
}
OF_THE_DEAD = frozenset({"human", "partial", "skeletal", "charred"})
PARTICLES = frozenset({"down", "up", "out", "off"})
PARTICLED = frozenset("hand turn break carry pull take call bring drop step set give send".split())


def _with_that(s: Sentence, i: int) -> bool:
    """Whether date words alone stand before a "that": "heard on Tuesday that …"."""
    first = i
    while i < len(s.words) and (s.timex[i] >= 0 or (s.words[i] in w.PREPOSITIONS and s.timex[i + 1 : i + 2] > [-1])):
        i += 1
    return i > first and s.words[i : i + 1] == ["that"]


def _is_reduced(s: Sentence, i: int) -> bool:
    """A participle without helper whose object is missing: "the men arrested in May", "a girl killed by a stray
    shot"."""
    if s.lemmas[i] in OBJECTLESS or s.words[i] in w.PAST_ONLY or i == 0:
        return False
    before, follows = s.words[i - 1], s.words[i + 1] if i + 1 < len(s.words) else ""
    if s.lemmas[i] in PARTICLED and follows in {"in", "over", "out", "down", "up", "off"}:
        return False
    if s.lemmas[i] == "call" and follows == "for":
        return False
    if before in {"who", "that", "which", "and", "but", "he", "she", "they", "it", "we", "i", "you"}:
        return False
    if _with_that(s, i + 1):
        return False
    if follows == "to" and i + 2 < len(s.words) and _infinitive(s, i + 1) is not None:
        return False
    if i + 1 < len(s.words) and s.timex[i + 1] >= 0:
        return s.behind_dates(i + 1) in REDUCERS | {"", ".", ","}
    return follows in REDUCERS or follows in {"", ".", ",", "and"}


def _can_be_present(s: Sentence, i: int) -> bool:
    """A form in -s is a verb unless what stands before it makes it a plural."""
    before = s.words[i - 1] if i else ""
    follows = s.words[i + 1] if i + 1 < len(s.words) else ""
    if (
        not before
        or before in w.DETERMINERS - {"that"} | w.PREPOSITIONS
        or before.endswith("'s")
        or before[0].isdigit()
    ):
        return False
    if s.lemmas[i] in w.SAY or follows in SET_PHRASES.get(s.words[i], ()):
        return True
    if s.words[i] == "remains" and before in OF_THE_DEAD:
        return False
    if _in_prepositional_phrase(s, i):
        return False
    return follows in w.DETERMINERS | w.PREPOSITIONS | w.PRONOUNS or follows.endswith("ing") or _capital(s, i + 1)


def _in_prepositional_phrase(s: Sentence, i: int) -> bool:
    """ "of extraordinary charges": lower-case words back to a preposition."""
    while i > 0 and s.words[i - 1].isalpha() and s.tokens[i - 1].text.islower() and s.words[i - 1] not in w.FUNCTION:
        i -= 1
    return i > 0 and s.words[i - 1] in w.PREPOSITIONS


def _find_clauses(s: Sentence) -> None:
    """A clause starts with a verb group: at the last mark, subordinator or coordinator between it and the one
    before."""
    previous = 0
    for n, verb in enumerate(s.verbs):
        if n == 0:
            _, opener = _border(s, 0, verb.first)
            verb.opener = opener if opener in w.SUBORDINATORS else ""
            s.clause_starts.append(0)
        else:
            start, opener = _border(s, previous, verb.first)
            if start is not None:
                s.clause_starts.append(start)
                verb.opener = opener
        verb.clause = max(0, len(s.clause_starts) - 1)
        previous = verb.head + 1


def _border(s: Sentence, start: int, end: int) -> tuple[int | None, str]:
    for i in range(end - 1, start - 1, -1):
        if s.words[i] in OPENING:
            return i, s.words[i]
    for i in range(end - 1, start - 1, -1):
        word = s.words[i]
        if s.timex[i] >= 0 and word not in {"after", "before"}:
            continue
        if word in w.COORDINATORS and _joins_names(s, start, i):
            continue
        if word in w.SUBORDINATORS or word in w.COORDINATORS:
            return i, word
        if word == "." and i and s.words[i - 1] in ABBREVIATIONS:
            continue  # "Gov. Brown"
        if word in BREAKS or word in OPEN_QUOTES | CLOSE_QUOTES | {'"'}:
            return i, word
    return None, ""


def _joins_names(s: Sentence, start: int, i: int) -> bool:
    """ "the Port and Harbour Office", "in and around the town": within one phrase, which starts behind a mark or an
    article."""
    if i + 1 >= len(s.words) or i == 0:
        return False
    if s.words[i - 1] in w.PREPOSITIONS and s.words[i + 1] in w.PREPOSITIONS:
        return True
    if not _capital(s, i + 1):
        return False
    first = i
    while first > start and s.tokens[first - 1].text[0].isupper():
        first -= 1
    before = s.words[first - 1] if first else ","
    return first < i and (before in {"the", ","} or before in w.COORDINATORS)


# Open a clause wherever they stand before its verb: "while he and his friends were eating".
OPENING = frozenset("while when because although though whether if unless".split())
RELATIVES = frozenset({"who", "which", "whom", "whose", "where"})


def _govern(s: Sentence) -> None:
    """Infinitives and gerunds hang on the nearest verb before them, when no clause starts in between."""
    for n, verb in enumerate(s.verbs):
        if verb.form in {"infinitive", "gerund"} and n:
            verb.governor = n - 1
            before = s.words[verb.first - 2] if verb.first > 1 else ""
            if verb.form == "gerund" and before == "," and n > 1 and s.verbs[n - 1].opener in RELATIVES:
                verb.governor = n - 2
