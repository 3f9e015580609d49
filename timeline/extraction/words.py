"""Closed lists of English that reading clauses needs, and dictionary forms. Language, not cases."""

from collections.abc import Sequence
from functools import lru_cache

import simplemma

BE = frozenset("be is are am was were been being 's 're isn't aren't wasn't weren't".split())
HAVE = frozenset("have has had having 've haven't hasn't hadn't".split())
DO = frozenset("do does did don't doesn't didn't".split())
WILL = frozenset("will shall 'll won't".split())
MODAL = frozenset("would could should can may might must cannot can't couldn't wouldn't shouldn't".split())
AUXILIARY = BE | HAVE | DO | WILL | MODAL | {"get", "gets", "got"}
NOT = frozenset("not never no neither nor without n't none nobody nothing unable".split())
FILLER = frozenset(
    "not never also already just now then still later eventually finally reportedly allegedly all both each soon "
    "officially formally fatally critically seriously initially previously recently originally repeatedly ultimately "
    "unanimously since first once only subsequently quickly immediately publicly reluctantly again twice even "
    "accidentally actually automatically briefly currently deliberately expressly falsely federally further likely "
    "probably mistakenly temporarily tentatively unlawfully wrongly sexually wrongfully apparently nearly almost "
    "together merely severely badly gravely mortally physically brutally racially apparently either "
    "posthumously".split()
)
PREPOSITIONS = frozenset(
    "in on at by for of with from to into over under after before during since until between against among about "
    "near outside inside within without through toward towards across behind around along amid following per as via "
    "despite throughout upon off".split()
)
DETERMINERS = frozenset(
    "a an the this that these those his her its their our my your some any each every another no several many few "
    "both all more most other such".split()
)
PRONOUNS = frozenset("he she it they we i you who which that him her them us me himself herself themselves".split())
SUBORDINATORS = frozenset(
    "that who which what where when while because although though whether if unless until whereby whom whose as since "
    "so after before once".split()
)
COORDINATORS = frozenset("and but or then".split())

# What follows "to" as a place or a fate: "sentenced to life imprisonment", "taken to court".
NO_INFINITIVE = (
    DETERMINERS | PRONOUNS | PREPOSITIONS | frozenset("life death prison jail court hospital school".split())
)
FUNCTION = PREPOSITIONS | DETERMINERS | PRONOUNS | SUBORDINATORS | COORDINATORS | AUXILIARY | NOT | FILLER

IRREGULAR = frozenset(
    "said told was were had did went came took gave got made found saw left began fell rose met held won lost ran "
    "wrote spoke sent led kept set shot hit heard brought thought became stood paid sold bought felt knew showed "
    "broke drove flew grew drew fought caught put cut let spent built struck sought withdrew threw wore read "
    "slain killed pled testified overturned upheld dealt chose swore stole shook bore beat bled burst "
    "taken given gone done seen known written spoken broken driven stolen sworn chosen fallen begun thrown drawn "
    "shown grown worn woken frozen forgotten beaten eaten hidden ridden risen hurt quit overthrew underwent "
    "split spread fled hanged hung stabbed stuck dug lit rode sang sank sat slept slid spat stung swept swam "
    "swung taught tore understood wept withdrawn overcome misled laid lay lied died tied vied shut blew blown bitten "
    "forbade forbidden froze hid overran overtook overtaken undertook undertaken undergone sprang clung".split()
)
# Past forms that are nouns or adjectives as well: verbs only where an object or a preposition follows.
AMBIGUOUS = frozenset("hit cut hurt split spread read cast beat bet shut".split())
PAST_ONLY = frozenset(
    "said told went came took gave saw began fell rose ran wrote spoke drove flew grew drew threw wore knew chose "
    "withdrew swore stole shook fled died became bore tore rode sang sank swam wept lay".split()
)
# Words in -ed that are no verb, or no verb of what happened.
NOT_VERBS = frozenset(
    "indeed red hundred need speed feed seed weed bed shed united bred deed wed exceed alleged unarmed armed wooded "
    "related aged naked sacred wicked crooked supposed so-called plainclothed gated wounded-up embed succeed proceed "
    "bleed breed greed heed reed steed suspected unauthorized unidentified unnamed continued limited advanced "
    "complicated experienced infrared beloved".split()
)
PRESENT = frozenset(
    "says tells plans wants gets faces calls asks seeks goes comes takes makes gives finds sends dies pleads admits "
    "denies wins loses resigns quits steps shoots kills stabs attacks arrests charges convicts sentences orders rules "
    "rejects approves votes elects opens begins starts ends rallies protests marches gathers hopes intends expects "
    "remains believes thinks claims alleges argues shows reveals reports serves awaits sues files appeals releases "
    "investigates identifies names holds sets meets visits warns urges needs commits appears returns enters leaves "
    "wounds injures indicts identifies agrees apologizes backs calls proves".split()
)
INTENDING = frozenset("plan want hope intend expect aim vow promise seek threaten".split())
PLAN_VERBS = frozenset(
    "plan schedule expect intend set due vow pledge promise prepare agree hope want slate aim await threaten order "
    "propose book offer invite choose start begin".split()
)
SAY = frozenset(
    "say tell announce confirm declare acknowledge admit add warn claim deny insist report reveal disclose note argue "
    "state explain write testify allege acknowledge estimate indicate suggest hint predict urge call apologize "
    "tweet post concede stress vow pledge promise read believe".split()
)
# What somebody asks for with an infinitive is neither done nor planned.
REQUESTS = frozenset("request motion bid application petition plea attempt effort demand call appeal".split())


LEMMAS = {
    "cancelled": "cancel",
    "cancelling": "cancel",
    "left": "leave",
    "won": "win",
    "rose": "rise",
    "shook": "shake",
    "swore": "swear",
    "thought": "think",
    "felt": "feel",
    "found": "find",
    "broke": "break",
    "shot": "shoot",
    "shots": "shot",
    "hung": "hang",
    "pled": "plead",
    "dealt": "deal",
    # gerunds that the dictionary has as nouns
    **{f"{word}ing": word for word in "beat book clear drown gather hang bomb".split()},
    "filing": "file",
    "closing": "close",
    "determining": "determine",
    "serving": "serve",
}


# What is spelled with an s in Britain and India.
LEMMAS_OF_BRITAIN = {
    f"{stem}ise": f"{stem}ize"
    for stem in "apolog critic organ recogn author vandal hospital legal capital penal revital final".split()
}


# The same forms with a plural, where a chronology tells in the present: "Police raid the bank".
PRESENT_PLURAL = frozenset(
    "plan get face call ask seek go come take make give find send die plead admit deny win lose resign quit step shoot "
    "kill stab attack arrest charge convict sentence order rule reject approve vote elect open begin start end rally "
    "protest march gather claim reveal report sue file appeal release investigate identify name hold set meet visit "
    "warn urge appear return enter leave wound injure indict agree apologize raid storm seize search evacuate rescue "
    "recover declare sign ban fine suspend dismiss uphold overturn grant acquit pardon extradite launch publish "
    "appoint strike invade occupy burn crash sink collapse explode flee announce close shut detain accuse".split()
)


@lru_cache(maxsize=65536)
def lemma(word: str) -> str:
    """The dictionary form of a word in lower case; the word itself where there is none or it is no word."""
    if not word[0].isalpha():
        return word
    if word in LEMMAS:
        return LEMMAS[word]
    bare = word[:-2] if word.endswith("'s") and word != "'s" else word
    found = str(simplemma.lemmatize(bare, lang="en")).lower()
    return LEMMAS_OF_BRITAIN.get(found, found)


def is_auxiliary(word: str) -> bool:
    """Whether the word helps a verb: "was", "they'll"."""
    return word in AUXILIARY or ("'" in word and len(word) > 3 and word.endswith(("'ll", "'d", "'ve", "n't")))


@lru_cache(maxsize=65536)
def may_be_verb(word: str) -> bool:
    """Whether the form alone allows that a verb group starts here; what stands around it decides."""
    is_verbal = word == "to" or (word.endswith("ing") and len(word) > 5) or word in INTENDING or word in PRESENT
    return is_verbal or is_auxiliary(word) or is_past(word)


def is_past(word: str) -> bool:
    """Whether the form can be a past tense or past participle."""
    return word in IRREGULAR or (word.endswith("ed") and len(word) > 3 and word not in NOT_VERBS)


def before_dates(words: Sequence[str], timex: Sequence[int], i: int) -> int:
    """The last word before word `i` but for date words and "in court" ("admitted on Monday in court killing a guard");
    0 where there is none."""
    i -= 1
    while i > 0 and (timex[i] >= 0 or words[i] in {"on", "in", "court"}):
        i -= 1
    return max(i, 0)
