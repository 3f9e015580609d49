"""The people of an article: full names, and who a surname or a title stands for. Within one article, and no further."""

from collections.abc import Sequence

from timeline.extraction import words as w
from timeline.extraction.sentence import Sentence
from timeline.extraction.tokens import Token

TITLES = frozenset(
    "mr mrs ms dr judge justice sgt sergeant lt lieutenant capt captain chief officer detective det sheriff deputy "
    "president mayor gov governor sen senator rep rev pastor professor prof attorney commissioner councilman "
    "councilwoman prosecutor superintendent spokesman spokeswoman secretary minister general gen col colonel cpl "
    "corporal trooper police nypd lapd district county city state former vice prime defense assistant magistrate "
    "special agent inspector superior circuit chancellor ambassador king queen prince princess sir lord lady father "
    "sister brother coach".split()
)
NO_PERSON = frozenset(
    "court county police department office university school street avenue ave park road hospital center centre "
    "commission committee association city state times post news daily press bureau church jail prison club drive lane "
    "boulevard highway district division team council house party college institute company group unit task force "
    "board agency congress senate parliament union nations army navy bank hotel mall store market precinct sunday "
    "monday tuesday wednesday thursday friday saturday january february march april may june july august september "
    "october november december easter christmas thanksgiving tribune herald journal gazette examiner television radio "
    "facebook twitter youtube instagram america american americans english british french german european african "
    "asian chinese russian mexican indian u.s united states new north south east west northern southern eastern "
    "western st saint mount fort lake river beach hills heights valley island bay democrat democratic republican "
    "independent supreme superior municipal federal national international metropolitan metro memorial medical general "
    "regional copyright photo read share related click updated published the a an in on at after before when while if "
    "but and it he she they we i you this that these those there here his her its their our my your as according for "
    "from with by to of both all some many most several two three four five six seven eight nine ten one no not so "
    "then now what who where why how another other every each one-time ap afp reuters cnn abc nbc cbs fox bbc".split()
)


CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december".split()
)
BEFORE_NAME = TITLES | CALENDAR | w.FUNCTION
NOT_BEFORE_SPEAKER = frozenset("of to for against with by from over".split())


class Registry:
    """Full names met so far in an article, by surname. A surname that two people share stands for neither."""

    def __init__(self) -> None:
        self._by_surname: dict[str, set[str]] = {}

    def add(self, name: str) -> None:
        self._by_surname.setdefault(surname(name), set()).add(name)

    def full(self, name: str) -> str | None:
        """The one full name that a surname or full name stands for; None where there is none."""
        known = self._by_surname.get(surname(name), set())
        if name in known:
            return name
        return next(iter(known)) if len(known) == 1 and " " not in name else None


def surname(name: str) -> str:
    """The last word of a name, in lower case, without "Jr."."""
    parts = [
        part
        for part in name.lower().replace(".", "").replace("’", "'").split()
        if part not in {"jr", "sr", "ii", "iii"}
    ]
    return parts[-1] if parts else name.lower()


def register(tokens: Sequence[Token], registry: Registry) -> None:
    """Add the full names of these words: two to four capitalised ones, with nicknames in quotes passed over."""
    for _, words in _runs(tokens, 0, len(tokens), known=False):
        if len(words) >= 2:
            registry.add(" ".join(words))


def find(sentence: Sentence, first: int, last: int, registry: Registry) -> tuple[str, ...]:
    """The people named among words [first, last), by their full names where the article gives them, each once."""
    names: dict[str, None] = {}
    for _, words in _runs(sentence.tokens, first, last, known=True):
        name = registry.full(" ".join(words))
        if name is not None:
            names[name] = None
    return tuple(names)[:8]


def speaker(sentence: Sentence, first: int, last: int, registry: Registry) -> tuple[str, ...]:
    """Who speaks with the verb at words [first, last): the name before it, else the one right after it. "The rival of
    Jane Roe said" names nobody."""
    start = sentence.clause_start(first)
    ahead = _runs(sentence.tokens, start, first, known=True) or _runs(sentence.tokens, 0, first, known=True)
    subjects = [(i, run) for i, run in ahead if i == 0 or sentence.words[i - 1] not in NOT_BEFORE_SPEAKER]
    if not ahead:
        subjects = _runs(sentence.tokens, last, min(last + 8, len(sentence.tokens)), known=True)[:1]
    beside = [(i, run) for i, run in subjects if run[-1].lower() == sentence.words[first - 1].removesuffix("'s")]
    found = (registry.full(" ".join(run)) for _, run in (*beside, *subjects))
    return next(((name,) for name in found if name is not None), ())


def _runs(tokens: Sequence[Token], first: int, last: int, *, known: bool) -> list[tuple[int, list[str]]]:
    """Runs of capitalised words that may name a person: titles cut off, runs with a word of places or bodies left
    out; what follows "in" names a person only where it is known as one."""
    runs: list[tuple[int, list[str]]] = []
    i = first
    while i < last:
        if not tokens[i].text[0].isupper():
            i += 1
            continue
        placed = i > first and tokens[i - 1].lower in {"in", "near", "from"}
        start = i
        run, i = _run(tokens, i, last)
        if placed and not known:
            continue
        while run and run[0].lower().rstrip(".") in BEFORE_NAME:
            run = run[1:]
        titles = [k for k, word in enumerate(run[:-1], 1) if word.lower().rstrip(".") in TITLES]
        run = run[titles[-1] :] if titles else run  # "Elm County Sheriff Ada Sample"
        shouted = any(len(word) > 3 and word.isupper() for word in run)  # a dateline
        if 1 <= len(run) <= 4 and not shouted and not any(word.lower().rstrip(".") in NO_PERSON for word in run):
            runs.append((start, run))
        i += 1
    return runs


def _run(tokens: Sequence[Token], i: int, last: int) -> tuple[list[str], int]:
    run: list[str] = []
    while i < last:
        token = tokens[i]
        if token.text[0].isupper() and token.text[0].isalpha():
            word = token.text
            possessive = word.endswith(("'s", "’s"))
            run.append(word[:-2] if possessive else word)
            i += 1
            if possessive:
                break
        elif run and token.text == "." and len(run[-1]) <= 2 and i + 1 < last:
            i += 1  # an initial or "Jr."
        elif run and token.text in {'"', "“", "("} and i + 2 < last and tokens[i + 2].text in {'"', "”", ")"}:
            i += 3  # a nickname
        else:
            break
    return [word for word in run if not (len(word) == 1 and word != run[0])], i


def subject(sentence: Sentence, start: int, verb_first: int) -> str:
    """The words between the start of a clause and its verb, without what opens the clause."""
    words = list(range(start, verb_first))
    while words and (sentence.words[words[0]] in w.COORDINATORS or not sentence.words[words[0]][0].isalnum()):
        words.pop(0)
    return " ".join(sentence.tokens[i].text for i in words)
