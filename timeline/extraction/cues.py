"""Whether the words around an expression look ahead or back: the nearest verb group of the sentence decides.

No tagger: word lists and endings are right in 96 % of the weekdays that are not the day of publication.
"""

from collections.abc import Sequence
from typing import NamedTuple

from timeline.extraction.tokens import Token


class Cue(NamedTuple):
    """direction 1 ahead, -1 back, 0 unknown; the word that shows it; weak for an infinitive, which only leans ahead;
    firm for a finite verb of the past to which the expression itself belongs ("was on 20 August")."""

    direction: int
    word: str
    weak: bool = False
    firm: bool = False


NONE = Cue(0, "")
NEAR = 24  # words; beyond, the verb belongs to another thought more often than not

WILL = frozenset(["will", "shall", "won't", "would", "wouldn't", "'ll"])
AHEAD = frozenset(
    "scheduled due plans plan planning planned expects expected upcoming slated intends intend aims hopes hoping "
    "tentatively deadline await awaits awaiting vows promises ends concludes resumes reconvenes forthcoming pending "
    "proposed begins starts opens expires postponed extended delayed adjourned rescheduled anticipated may might "
    "should must forecast likely could ending".split()
)
MODAL = frozenset(["may", "might", "should", "could", "can"])
BACK = frozenset(
    "was were had did said told went came took gave got made found saw left began fell rose met held won lost ran "
    "wrote spoke sent led kept set shot died hit heard brought thought became stood paid sold bought felt knew showed "
    "broke drove flew grew drew fought caught put cut read spent built struck sought withdrew threw wore has have been "
    "since says ended shut quit spread split hurt fled fed bled chose ate drank rode rang sang sank shook slept stole "
    "stuck swam swept swore taught tore woke hung hid laid lay lit meant dealt blew bore froze forgot overtook".split()
)
# These are told of plans as well: "said the offer expires Dec. 4", "has until May 3".
SPEAKING = frozenset(["said", "says", "told", "has", "have", "had", "been", "since", "set", "thought"])
WERE = frozenset(["was", "were", "wasn't", "weren't"])
GOALS = frozenset(["to", "until", "till", "by", "for", "effective", "payable", "before"])
HOUR_OF_DAY = frozenset("on of at the close business end noon midday midnight evening".split())
SUBJECTS = frozenset(["i", "we", "he", "she", "it", "they", "who"])
DEFERRED = frozenset("postponed delayed adjourned deferred rescheduled moved extended".split())
FIRM_NEAR = 6  # words from such a verb to its date
# A plan told in the present, by its verb and what must follow it (nothing: anything may): "the trial begins Tuesday".
# None of them serves as a noun, nor for what has happened in the present of headlines ("dies", "leaves two dead").
PRESENT: dict[str, frozenset[str]] = {
    **dict.fromkeys(("meets", "meet", "begin", "resume", "reopens", "reopen", "convenes", "arrives"), frozenset()),
    **dict.fromkeys(("departs", "travels", "hosts", "closes", "expire", "looms"), frozenset()),
    **dict.fromkeys(("takes", "take"), frozenset(["place", "effect", "office", "over"])),
    **dict.fromkeys(("kicks", "kick"), frozenset(["off"])),
    **dict.fromkeys(("goes", "go"), frozenset(["into", "before", "to", "on"])),
    "faces": frozenset(),
    **dict.fromkeys(("comes", "come"), frozenset(["into", "up"])),
    **dict.fromkeys(("leaves", "leave"), frozenset(["for", "office"])),
    "falls": frozenset(["on"]),
    "gives": frozenset(["evidence"]),
    "returns": frozenset(["to"]),
    "is": frozenset(["back"]),
    "hears": frozenset(["arguments"]),
    "turns": frozenset(["30", "40", "50", "60", "70", "80", "90", "100"]),
}
DONE_TO = frozenset("scheduled planned expected postponed extended delayed adjourned rescheduled proposed".split())
OBJECTS = frozenset("a an the his her its their another two three several new".split())
PERCEIVED = frozenset(["seen", "heard", "found", "located", "reached", "felt", "not"])  # after "could be": past
DID = frozenset(["did", "didn't", "couldn't", "not", "had", "was", "were"])
TO_BE = frozenset(["is", "are", "be", "'s", "'re", "being", "was", "were"])
NOT_VERBS = frozenset(["indeed", "hundred", "speed", "exceed", "proceed"])
NOT_INFINITIVE = frozenset(
    "the a an his her its their my our your this that these those him them us me it which whom and or about more some "
    "all each two three one death court jail prison school church town date life police news reporters people power "
    "what".split()
)
GIVING = frozenset(
    "give gives gave given has have wait valid open remain remains runs run lasts continues is are stays closed "
    "shut".split()
)
# What nobody plans: a date before one of these is past, whatever the verb ("will plead to the June 20 shooting").
UNPLANNED = frozenset(
    "shooting shootings killing killings murder murders slaying slayings stabbing attack attacks bombing bombings "
    "blast explosion crash collision accident massacre earthquake quake riot riots robbery burglary incident death "
    "deaths ambush assault kidnapping rampage shootout derailment eruption drowning homicide".split()
)
PLANNED_AROUND = frozenset(["trial", "hearing", "case", "penalty", "charges", "inquest", "memorial", "anniversary"])
PHRASE_ENDS = frozenset(
    "in on at of to for with after before when as that was is were are the a an his her its their and or but from over "
    "because while who".split()
)
DESCRIBING = 6  # words from a date to the noun that it stands before: "Sunday's deadly drive-by shooting"
ENDED = frozenset(["was", "were", "had", "remained", "stayed", "ran", "lasted"])
SOON = frozenset(["early", "soon", "late"])  # in "as early as"


def look(tokens: Sequence[Token], sentence: tuple[int, int], start: int, end: int, *, weak: bool = False) -> Cue:
    """The cue for tokens [start, end) from the sentence around them: the nearest verb before, else the first after.

    With `weak` an infinitive ("to open in May") counts too.
    """
    first = max(sentence[0], start - NEAR)
    if start >= 3 and tokens[start - 1].lower == "as" and tokens[start - 2].lower in SOON:
        return Cue(1, f"as {tokens[start - 2].lower} as")
    unplanned = unplanned_after(tokens, end)
    if unplanned:
        return Cue(-1, unplanned, firm=True)
    beside = _beside(tokens, first, start, end)
    if beside.direction:
        return beside
    for i in range(start - 1, first - 1, -1):
        cue = _verb(tokens, i, first)
        if cue.direction and (weak or not cue.weak):
            return cue._replace(firm=cue.direction < 0 and _is_firm(tokens, i, start))
    if _arranged_then(tokens, start, end):
        return Cue(-1, tokens[end].lower)
    for i in range(end, min(sentence[1], end + NEAR)):
        cue = _verb(tokens, i, end)
        if cue.direction and not cue.weak:
            opens = start - first < 2  # "On Aug. 20 the vote was lost"
            return cue._replace(firm=opens and cue.direction < 0 and _is_finite(tokens, i))
    return NONE


def _arranged_then(tokens: Sequence[Token], start: int, end: int) -> bool:
    """ "A judge on Tuesday scheduled a hearing for Monday": the day on which it was done."""
    after = [token.lower for token in tokens[end : end + 2]]
    is_finite = len(after) > 1 and after[0] in DONE_TO and after[1] in OBJECTS
    return is_finite and start > 0 and not tokens[end - 1].lower.endswith("'s")


def unplanned_after(tokens: Sequence[Token], end: int) -> str:
    """The noun for something that nobody plans, where the expression before token `end` describes it; else nothing."""
    for i in range(end, min(end + DESCRIBING, len(tokens))):
        word = tokens[i].text
        if word in UNPLANNED:
            after = tokens[i + 1].text if i + 1 < len(tokens) else ""
            return "" if after in PLANNED_AROUND else word
        if word != "-" and (not word.islower() or word in PHRASE_ENDS):
            return ""
    return ""


def _beside(tokens: Sequence[Token], first: int, start: int, end: int) -> Cue:
    """What the words right before or after say: "is on Tuesday", "ahead of Sunday", "open until Monday"."""
    if start == first:
        after = tokens[end].lower if end < len(tokens) else ""
        return Cue(1, after) if after in {"is", "marks"} else NONE
    last = tokens[start - 1].lower
    before = tokens[start - 2].lower if start - first > 1 else ""
    if last == "since":
        return Cue(-1, "since")
    if last in {"effective", "come"} or (before, last) == ("later", "than"):
        return Cue(1, last)
    if before == "now" and last in {"until", "till", "and", "to", "through"}:
        return Cue(1, "now")
    if (before, last) == ("ahead", "of") or last in {"is", "are"} or (last == "on" and before in {"is", "are"}):
        return Cue(1, before if last in {"of", "on"} else last)
    sofar = {token.lower for token in tokens[first:start]}
    if last in {"to", "until", "till"} and before in DEFERRED and "had" not in sofar:
        return Cue(1, f"{before} {last}")
    last = _goal(tokens, first, start)
    if last in {"until", "till", "through"} and sofar & GIVING and not sofar & ENDED:
        return Cue(1, last)
    return NONE


def _goal(tokens: Sequence[Token], first: int, start: int) -> str:
    """The word before an hour that stands before the day: "until" of "until close of business on Friday"."""
    i = start - 1
    while i > first and tokens[i].lower in HOUR_OF_DAY:
        i -= 1
    return tokens[i].lower


def _is_firm(tokens: Sequence[Token], verb: int, start: int) -> bool:
    """Whether the past verb itself is dated by the expression at `start`: near it, and with no "to", "until", "by"."""
    if start - verb > FIRM_NEAR or tokens[start - 1].lower in GOALS:
        return False
    return _is_finite(tokens, verb)


def _is_finite(tokens: Sequence[Token], verb: int) -> bool:
    word = tokens[verb].lower
    if word in SPEAKING:
        return False
    if word.endswith("ed") and verb > 0 and _is_subject(tokens, verb - 1):
        return True
    return word in BACK or not WERE.isdisjoint(token.lower for token in tokens[max(0, verb - 3) : verb])


def _is_subject(tokens: Sequence[Token], i: int) -> bool:
    """Whether a form in "-ed" right after it is what it did: "he closed", "and Carter resigned"; of a noun it may be
    what was done to it ("Shares issued on Oct. 20")."""
    opens = i == 0 or not tokens[i - 1].text[0].isalnum()
    return tokens[i].lower in SUBJECTS or (tokens[i].text.istitle() and not opens)


def _verb(tokens: Sequence[Token], i: int, first: int) -> Cue:
    """What token i says, read with the words beside it."""
    word = tokens[i].lower
    if word == "may" and _is_month(tokens, i):
        return NONE
    if word in WILL or word.endswith("'ll"):
        return Cue(1, word)
    if word in AHEAD:
        return _planned(tokens, i, first)
    if word == "to":
        return _infinitive(tokens, i, first)
    after = tokens[i + 1].lower if i + 1 < len(tokens) else ""
    if (word == "set" and after in {"for", "to"}) or (word in {"going", "supposed"} and after == "to"):
        return _planned(tokens, i, first)
    if word in PRESENT and (not PRESENT[word] or after in PRESENT[word]):
        return _plan(tokens, i, first)
    if word in BACK or (word.endswith("ed") and len(word) > 4 and not word.startswith("un") and word not in NOT_VERBS):
        return _participle(tokens, i, first)
    return NONE


def _is_month(tokens: Sequence[Token], i: int) -> bool:
    """Whether "may" at token i is the month: capitalised inside a sentence, or beside a number ("18 MAY")."""
    beside = [*tokens[max(0, i - 1) : i], *tokens[i + 1 : i + 2]]
    if any(token.text[0].isdigit() for token in beside):
        return tokens[i].text[0].isupper()
    return tokens[i].text == "May" and i > 0 and tokens[i - 1].text[0].isalnum()


def _planned(tokens: Sequence[Token], i: int, first: int) -> Cue:
    """A plan of the past is past: "had been due to expire on Friday"."""
    before = {token.lower for token in tokens[max(first, i - 4) : i]}
    if "had" in before:
        return Cue(-1, "had")
    word, after = tokens[i].lower, [token.lower for token in tokens[i + 1 : i + 3]]
    if word == "could" and not PERCEIVED.isdisjoint(after):
        return Cue(-1, "could")
    if word in MODAL and "have" in after:
        return Cue(-1, "have")
    if word == "likely" and not (before & {"is", "are"} or after[:1] == ["to"]):
        return NONE
    return Cue(1, tokens[i].lower)


def _plan(tokens: Sequence[Token], i: int, first: int) -> Cue:
    """The present of a plan; "did not meet" is past, and of "to meet" the "to" decides."""
    window = [token.lower for token in tokens[max(first, i - 3) : i]]
    if window and window[-1] == "to":
        return NONE
    is_past = DID & set(window) and not WILL & set(window)  # "will not begin on Monday"
    return Cue(-1, "did") if is_past else Cue(1, tokens[i].lower)


def _infinitive(tokens: Sequence[Token], i: int, first: int) -> Cue:
    if i > first and tokens[i - 1].lower in TO_BE:
        return Cue(1, f"{tokens[i - 1].lower} to")
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is not None and after.text.isalpha() and after.text.islower() and after.lower not in NOT_INFINITIVE:
        return Cue(1, f"to {after.lower}", weak=True)
    return NONE


def _participle(tokens: Sequence[Token], i: int, first: int) -> Cue:
    """A past form, unless a helping word before it looks ahead: "will be sentenced", "to be held"."""
    near = range(max(first, i - 4), i)
    window = [tokens[j].lower for j in near if tokens[j].lower != "may" or not _is_month(tokens, j)]
    if window and window[-1] == "to" and tokens[i].lower in BACK:
        return NONE  # "expected to hit", "to cut"
    for j, word in enumerate(window):
        if word in MODAL and ("have" in window[j + 1 :] or (word == "could" and tokens[i].lower in PERCEIVED)):
            return Cue(-1, word)
        if word in WILL or word in MODAL or word.endswith("'ll"):
            return Cue(1, word)
        if word == "to" and "be" in window[j + 1 :]:
            return Cue(1, "to be")
    if window and window[-1] in {"is", "are"}:
        return Cue(1, f"{window[-1]} {tokens[i].lower}", weak=True)
    return Cue(-1, tokens[i].lower)
