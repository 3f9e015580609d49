"""Names that the public perhaps must not read: of somebody called younger than 18, or the victim of a crime. Pure.

Reading is generous: a hint too many costs an editor one key, a hint too few tells a child's name to everybody. It looks
at the words on either side of an age ("Ann Reed, 16," "the 9-month-old, named as Bo Lund") or of what was done to
somebody ("the rape victim, Ann Reed"), and never further than the sentence; save that "the 15-year-old" may be whom the
sentence before names.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from timeline.extraction import names
from timeline.extraction.quantities import PEOPLE
from timeline.extraction.tokens import Kept, sentences, tokenize
from timeline.extraction.types import Block, Hint, Span

READ = frozenset({"body", "caption", "summary", "heading"})
OF_AGE = 18  # years
WINDOW = 120  # characters on either side of an age or a word for a victim
MOST = 60  # hints of one text; a longer list is a table of results
LONGEST = 120  # characters of a name, as models.Person has it

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen".split()
)
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶŁŃŅŇŌŐŘŚŞŠŤŪŮŰŹŻŽ"
_WORD = rf"(?<![\w'’-])(?:[{_UPPER}]\.){{0,3}}[{_UPPER}](?:[^\W\d_]|['’-](?=[^\W\d_]))*\.?"
_INNER = rf"(?:(?:de|da|del|della|di|dos|du|van|von|der|den|la|le|el|al|bin|ibn|ter|y)[ ]){{0,2}}[{_UPPER}]"
_NAME = (
    rf"{_WORD}(?:[ ](?:[\"“'‘(](?:[^\W\d]| ){{1,20}}[\"”'’)],?[ ])?{_INNER}(?:[^\W\d_]|['’-](?=[^\W\d_]))*\.?){{0,4}}"
)
_NAMES = rf"(?P<names>{_NAME})"
_SEVERAL = rf"(?P<names>(?:{_NAME}(?:, and |, | and )){{0,8}}{_NAME})"
_SUFFIX = r"(?:,? (?:Jr|Sr)\.?)?"
_NAMED = r"(?:whose name (?:is|was)(?: given as)? |"
_NAMED += r"(?:(?:who|which) )?(?:was |has been |had been |is )?(?:later |publicly |only |since |also )?"
_NAMED += r"(?:named|called|identified|known)(?: (?:by|in|on|at) [^,.;]{1,40}?)?(?: as| only as)?:?,? )"
_UNIT = r"(?:years?|months?|weeks?|days?|yr|yrs|y/o|ans|años|anni|jaar|jahre)"
AGE = re.compile(
    rf"(?<![\w.:$£€#/–-])(?<!\d,)(?P<n>\d{{1,2}}|{'|'.join(_NUMBERS)})"
    rf"(?:[ -]?(?P<unit>{_UNIT})(?:[ -]?(?P<old>olds?))?|"
    r"-?(?P<german>jährige[nrs]?))?(?![\w%°/:-]|[.,]\d)",
    re.IGNORECASE,
)
# Between a name and its age: ", ", " (", ", aged ", " was ", ", who turned ", ", a shy ".
LEADS_TO_AGE = re.compile(
    rf"{_NAMES}{_SUFFIX}(?:,? (?:of|from) {_NAME}(?:, {_NAME})?)?"
    r"(?:(?:,| \(| [–—-])[ ]?(?:who (?:is|was|had|has|would|turned)[ ])?"
    r"(?:(?:aged?|only|just|then|now|barely|be|been|turned|still|de|âgée? de|the|an?)[ ]){0,3}(?P<kind>"
    r"(?:[a-zà-ÿ][\w’'-]* ){0,3}?)|"
    r" (?:is|was|were|turned|had (?:just )?turned|would have been|are)(?: (?:only|just|then|barely|an?))*[ ])$"
)
LEAD_TO_AGE = re.compile(rf"{_SEVERAL}(?:,? \(?(?:who (?:is|was|are|were) |are |were )?(?:both|all)(?: aged)?[ ])$")
GOES_ON = re.compile(r"\s*(?:$|[,;.)?!–—\]]|[-] |(?:of|from|and|or|was|is|were|are|died|who|when|at the time|on|in)\b)")
CHILD = (
    r"(?:school(?:girl|boy)s?|toddlers?|infants?|bab(?:y|ies)|newborns?|teen(?:ager)?s?|pupils?|minors?|kindergart(?:e?ner)s?|"
    r"preschoolers?|(?:boy|girl|child|children|boys|girls)|(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|10th|"
    r"11th|[1-9](?:st|nd|rd|th))[- ]grade(?:r|rs)?)"
)
VICTIM = r"(?:victims?|survivors?|accusers?|complainants?)"
DEEDS = r"(?:raped|molested|groped|trafficked|sexually (?:assaulted|abused|exploited)|indecently assaulted)"
DOING = r"(?:rap(?:e|ed|es|ing)|molest(?:ed|s|ing)?|grop(?:ed|ing)|"
DOING += r"sexual(?:ly)? (?:assault(?:s|ed|ing)?|abus(?:e|ed|es|ing)))"
SPEAKS = re.compile(r"^,? ?(?:said|says?|told|added|wrote|announced|confirmed|tweeted|testified)\b")
SPOKEN = re.compile(r"\b(?:said|says|told|added|wrote|according to|by)[ ](?:the )?$")
PUPIL = r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth)-grader|School(?:girl|boy)"  # opens a sentence
AFTER_CHILD = re.compile(rf"\b(?:{CHILD}|{PUPIL}),? {_NAMED}?{_NAMES}")
CALLED = r"\b(?:named|identified|names|identifies)"


def _called(kind: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """ "identified the other pupil as Ann Reed", "identified Ann Reed as one of the pupils"."""
    return (
        re.compile(rf"{CALLED} [^.;]{{0,60}}?\b{kind} as {_SEVERAL}"),
        re.compile(rf"{CALLED} {_SEVERAL} as (?:[\w’'-]+ ){{1,4}}?{kind}\b(?!['’])"),
    )


NEAR_CHILD = _called(CHILD)
NEAR_VICTIM = (
    *_called(VICTIM),
    re.compile(rf"\b{VICTIM}(?<!s)(?: (?:is|was|has been|had been)){{0,2}},? {_NAMED}?{_NAMES}"),
    re.compile(rf"\b{VICTIM}(?<=s)(?: (?:were|are|have been|had been)){{0,2}},? {_NAMED}?{_SEVERAL}"),
    re.compile(rf"{_NAMES}{_SUFFIX},[ ](?:[\w’'-]+ ){{0,6}}?{VICTIM}\b(?!['’])"),
    re.compile(rf"{_NAMES} (?:is|was|were|are|became) (?:[\w’'-]+ ){{0,5}}?{VICTIM}\b"),
)
NEAR_DEED = (
    re.compile(rf"{_NAMES} (?:\w+ ){{0,2}}(?:was|were|been|being) (?:[\w’'-]+ ){{0,2}}?{DEEDS}\b"),
    re.compile(rf"{_NAMES} [^.;]{{0,80}}?\b(?:she|he|they) (?:was|were|had been|has been) (?:\w+ )?{DEEDS}\b"),
    re.compile(rf"\b{DOING} (?:of )?{_NAMES}"),
    re.compile(
        rf"{_NAMES} (?:said|says|told|testified|alleged|alleges|claims)\b[^.;]{{0,60}}?\b{DOING} (?:her|him|them)\b"
    ),
)
GRADED = re.compile(
    rf"{_NAMES}{_SUFFIX}, (?:the |an? )?(?:(?!(?:of|to|for|by|with)\b)[\w’'-]+ ){{0,3}}?"
    rf"(?!boy|girl|child){CHILD}\b(?!['’])"
)
AT_AGE = re.compile(
    rf"\b(?:[Aa]t (?:the )?(?:age (?:of )?)?|[Aa]ged )(?:only |just )?(?:\d|1[0-7]|{'|'.join(_NUMBERS)}), {_NAMES}"
)
THEIR_AGE = re.compile(r"^\W*(?:She|He) (?:is|was|would have been|(?:had (?:just )?)?turned)(?: only| just| barely)? $")
MAY_TELL = re.compile(
    rf"(?:\b\d|\b(?:{'|'.join(_NUMBERS)})\b|\b{CHILD}\b|\b{VICTIM}\b|\b{DOING}\b|\b{DEEDS}\b)", re.IGNORECASE
)


def find(text: str, blocks: Sequence[Block], title: str = "", kept: Kept | None = None) -> tuple[Hint, ...]:
    """Each name once for each reason, where the text gives it first; what only the title tells has an empty span at 0.
    `kept` are tokens of blocks that were found before. Linear in the text; never raises."""
    full = _Known([text[b.start : b.end] for b in blocks if b.kind in READ] + [title])
    hints: dict[tuple[str, str], Hint] = {}
    for block in blocks:
        if block.kind in READ and MAY_TELL.search(text, block.start, block.end):
            for hint in _in_block(text, block, kept or {}, full):
                hints.setdefault((hint.name, hint.why), hint)
    for hint in _in_sentence(title, full, ""):
        hints.setdefault((hint.name, hint.why), replace(hint, sentence=Span(0, 0, title)))
    return tuple(hints.values())[:MOST]


def _in_block(text: str, block: Block, kept: Kept, full: "_Known") -> Iterator[Hint]:
    tokens = kept.get((block.start, block.end)) or tokenize(text, block.start, block.end)
    before = ""
    for first, last in sentences(text, tokens):
        start, end = tokens[first].start, tokens[last - 1].end
        sentence = text[start:end]
        for hint in _in_sentence(sentence, full, before):
            yield replace(hint, sentence=Span(start, end, sentence))
        before = sentence


def _in_sentence(sentence: str, full: "_Known", before: str) -> Iterator[Hint]:
    yield from _hints(_minors(sentence, before, full), "minor", full, sentence)
    if re.search(rf"\b{DOING}\b|\b{DEEDS}\b", sentence, re.IGNORECASE):
        told = (name for pattern in (*NEAR_DEED, *NEAR_VICTIM) for name in _of(pattern, sentence))
        yield from _hints(told, "abused", full, sentence)
    elif re.search(VICTIM, sentence, re.IGNORECASE):
        told = (name for pattern in NEAR_VICTIM for name in _of(pattern, sentence))
        yield from _hints(told, "victim", full, sentence)


def _hints(told: Iterable[str], why: str, full: "_Known", sentence: str) -> Iterator[Hint]:
    for written in told:
        for name in _parted(written):
            if (whole := full.name(name)) and not (full.is_noun(whole) and _opens(sentence, whole)):
                yield Hint(whole, why, Span(0, 0, ""))


def _opens(sentence: str, word: str) -> bool:
    """Whether the word stands where any has a capital: first in the sentence, or after a colon or dash."""
    return re.search(rf"(?:^|[:;.!?|–—-] )\W{{0,3}}{re.escape(word)}\b", sentence, re.IGNORECASE) is not None


def _of(pattern: re.Pattern[str], sentence: str) -> Iterator[str]:
    return (found["names"] for found in pattern.finditer(sentence))


def _minors(sentence: str, before: str, full: "_Known") -> Iterator[str]:
    for age in AGE.finditer(sentence):
        if _years(age) >= OF_AGE or (sentence.startswith(" of ", age.end()) and not age["n"].isdecimal()):
            continue  # "one of two"
        ahead = sentence[max(0, age.start() - WINDOW) : age.start()]
        is_old = bool(age["old"] or age["german"])
        lead = LEAD_TO_AGE.search(ahead) or LEADS_TO_AGE.search(ahead)
        if THEIR_AGE.match(sentence[: age.start()]) and (is_old or GOES_ON.match(sentence, age.end())):
            yield from _people(before[-2 * WINDOW :], full)[:1]
        elif lead and (is_old or (not lead.groupdict().get("kind") and GOES_ON.match(sentence, age.end()))):
            yield lead["names"]
        elif is_old:
            yield from _after_age(sentence, age, before, full)
    for pattern in (AFTER_CHILD, *NEAR_CHILD, GRADED, AT_AGE):
        yield from _of(pattern, sentence)


AFTER_AGE = re.compile(
    r"(?:,? (?!(?:who|whose|that|told|said|was|were|is|had|of|by|with|from|in|on|at|near|to|for|after|and|when)\b)"
    rf"[\w’'-]+){{0,4}}?,? {_NAMED}?{_NAMES}(?!\w)"
    rf"(?! [{_UPPER}]| (?:{CHILD}|resident|native|youth|man|woman|student)\b)"
)
NO_NAME_YET = re.compile(rf"(?:,? [\w’'-]+){{0,4}}?,? {_NAMED}{_NAMES}")


def _after_age(sentence: str, age: re.Match[str], before: str, full: "_Known") -> Iterator[str]:
    """ "15-year-old Ann Reed", "the 15-year-old boy, named as Ann Reed"; else whom the words before it name."""
    end = min(len(sentence), age.end() + WINDOW)
    for pattern in (AFTER_AGE, NO_NAME_YET):
        if (found := pattern.match(sentence, age.end(), end)) and any(map(_cleaned, _parted(found["names"]))):
            yield found["names"]
            return
    ahead = sentence[max(0, age.start() - WINDOW) : age.start()]
    if re.search(r"\bthe (?:[\w-]+ )?$", ahead[-40:], re.IGNORECASE):
        people = _people(ahead, full) or _people(before[-2 * WINDOW :], full)
        if len(people) == 1:
            yield people[0]


def _people(text: str, full: "_Known") -> list[str]:
    """Whom the words name, each once and by the full name, but those who speak and those with a title."""
    found: dict[str, None] = {}
    for run in re.finditer(_NAME, text):
        words = run[0].split()
        is_titled = any(word.lower().rstrip(".") in names.TITLES for word in words)
        speaks = SPEAKS.match(text[run.end() :]) or SPOKEN.search(text[: run.start()])
        if not is_titled and not speaks and " " in (name := full.name(run[0])):
            found[name] = None
    return list(found)


def _years(age: re.Match[str]) -> int:
    number = age["n"].lower()
    value = _NUMBERS.index(number) + 1 if number in _NUMBERS else int(number)
    return 0 if (age["unit"] or "y")[0].lower() in "mwd" else value


def _parted(written: str) -> list[str]:
    return re.split(r", and | and |, ", written)


def _cleaned(written: str) -> str:
    """The name without titles, date words and possessives; "" for what is none."""
    plain = re.sub(r"[\"“‘'(](?:[^\W\d]| )+[\"”’')],? ", "", written)  # a nickname
    words = [re.sub(r"['’]s$", "", word) for word in plain.split()]
    while words and words[0].lower().rstrip(".") in names.BEFORE_NAME:
        words.pop(0)
    titles = [k for k, word in enumerate(words[:-1], 1) if word.lower().rstrip(".") in names.TITLES]
    words = words[titles[-1] :] if titles else words
    if not words or any(word.lower().rstrip(".") in names.NO_PERSON | NOBODY for word in words):
        return ""
    if all(INITIALS.fullmatch(word) for word in words):
        return ""
    name = " ".join(word.title() if len(word) > 3 and word.isupper() else word for word in words).rstrip(".")
    return name[:LONGEST]


INITIALS = re.compile(r"(?:\w\.)*\w\.?")  # "D.C.": nobody is known by them
NOBODY = frozenset(
    "age ages aged victim victims survivor survivors child children boy girl teen teenager teenagers baby suspect "
    "family mother father parents relatives neighbors neighbours students officials officers deputies troopers agents "
    "authorities investigators detectives prosecutors charges rape abuse assault count counts chapter section page "
    "part figure table services youngest oldest however meanwhile moreover nevertheless therefore".split()
)
# Who somebody is, not what they are called, where a headline opens with it: "Apprentice, 16, dies".
ROLES = PEOPLE | frozenset(
    "apprentice trainee intern recruit cadet cyclist motorcyclist biker pedestrian jogger hiker climber skier swimmer "
    "surfer footballer athlete youth youngster lad schoolmate classmate runaway orphan refugee migrant tourist visitor "
    "neighbor neighbour stranger friend fan spectator bystander brother sister sibling twin twins son daughter cousin "
    "nephew niece grandson granddaughter stepson stepdaughter gunman shooter attacker robber burglar thief driver "
    "motorist rider patient prisoner inmate hostage labourer laborer".split()
)
A_NOUN = re.compile(r"\b(?:[Aa]n?|[Tt]he)(?: (?:\w+-year-old|young|dead|injured))? ([^\W\d_]+)")


class _Known:
    """The full names of a text, by first and by last word: whom "Reed, 16," means. Read when first asked."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._by_word: Mapping[str, set[str]] | None = None
        self._nouns: frozenset[str] | None = None

    def name(self, written: str) -> str:
        """The full name where the text has just one with this word; else the name as it is written."""
        name = _cleaned(written)
        if not name or " " in name:
            return name
        if self._by_word is None:
            self._by_word = self._read()
        known = self._by_word.get(name.lower(), set())
        return next(iter(known)) if len(known) == 1 else name

    def is_noun(self, word: str) -> bool:
        """Whether it is a word for people, or one that the text has small after "a" or "the", and no part of a name."""
        if " " in word:
            return False
        if self._nouns is None:
            small = {noun for text in self._texts for noun in A_NOUN.findall(text) if noun.islower()}
            within = rf"[^\W\d_A-Z],? ({_WORD})"  # a capital that no start of a sentence asks for
            named = {name.lower() for text in self._texts[:-1] for name in re.findall(within, text)}
            self._nouns = frozenset((small | ROLES) - named - (self._by_word or {}).keys())
        return word.lower() in self._nouns

    def _read(self) -> dict[str, set[str]]:
        by_word: dict[str, set[str]] = {}
        for text in self._texts:
            for run in re.finditer(_NAME, text):
                name = _cleaned(run[0])
                if " " in name:
                    for word in {name.split()[0].lower(), names.surname(name)}:
                        by_word.setdefault(word, set()).add(name)
        return by_word
