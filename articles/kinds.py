"""What the words of one paragraph say about its kind, in English. Pure.

Long paragraphs are judged by their first and last characters, so that every rule takes constant time.
"""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["body", "heading", "summary", "caption", "teaser", "boilerplate", "repeat"]

TOP = 8  # so many paragraphs may stand above the story: headline, summary, byline, stamps
HEAD = 400  # characters; a paragraph that is longer is no teaser, and no stamp
TAIL = 160
BIOGRAPHY_LENGTH = 600
MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
WEEKDAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues|tue|wed|thurs|thur|thu|fri|sat|sun"
MEDIA = "facebook|twitter|instagram|youtube|tiktok|whatsapp|telegram|bluesky|mastodon|linkedin|snapchat"


def _any(*patterns: str) -> re.Pattern[str]:
    """A pattern for the start of a paragraph, past bullets and arrows but not quotation marks, in either case."""
    return re.compile(r"[^\w@©(\"'“‘«„]*(?:" + "|".join(patterns) + ")", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Rare:
    """A pattern that looks far into a text, and for which one of these words must stand there: where none does, as in
    nearly all paragraphs, it is not tried. They are in lower case and without an "i", which has other capitals."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]

    def match(self, text: str) -> bool:
        return self._may_stand(text) and bool(self.pattern.match(text))

    def search(self, text: str) -> bool:
        return self._may_stand(text) and bool(self.pattern.search(text))

    def _may_stand(self, text: str) -> bool:
        folded = text.casefold()
        return any(word in folded for word in self.words)


TEASER = _any(
    # RELATED: …   Read more | …   ►Watch: …
    r"(?:related|read more|read also|also read|read next|see also|see more|more on this|more|watch|watch live"
    r"|watch more|listen|don['’]t miss|must[- ]read|recommended|you (?:may|might) also like|in case you missed it|icymi"
    r"|photos|gallery|photo gallery|slideshow|video|full coverage|continuing coverage|special report)"
    r"(?: (?:stories|story|coverage|content|articles?|links?|news|here|now))? ?[:|»►>]",
    r"(?:click|tap) (?:here|on|the|this|below|for|to)\b",
    r"(?:read|see|watch|view|hear|find|get|learn)\b[^.!?]{0,120}\b(?:here|below)[.!:]?$",
    r"(?:related|read|see|watch|view)(?: (?:more|also|next|the|full|other|stories|story|articles?|coverage|links"
    r"|content|video|gallery|slideshow|photos))+[.!:]?$",
    r"(?:more from|most (?:read|popular|viewed)|trending(?: now)?|recommended(?: for you)?|you (?:may|might) also like"
    r"|(?:more|other|latest|top) (?:stories|news|headlines|coverage))\b[^.!?]{0,60}$",
)

BOILERPLATE = _any(
    # rights
    r"\(?(?:©|\(c\)|&copy;|copyright\b)[\s©(c),by]*\d{4}",
    r"(?:©|\(©)",
    r"this (?:material|article|story|content) (?:may not|is copyright|was (?:originally|first) published)",
    # comments
    r"(?:the )?(?:comments|views|opinions)(?: and (?:views|opinions))? "
    r"(?:(?:posted |left |made )?(?:below|above|here)\b"
    r"|expressed (?:in|on|here|above|below|are|by (?:our|the|readers|users|commenters)) "
    r"|(?:are|have been|will be|is) (?:now |not |pre-)?(?:closed|moderated|disabled|subject to)\b)",
    r"by (?:posting|commenting|submitting|signing up|subscribing|registering|clicking|using)\b[^.]{0,80}\byou "
    r"(?:agree|accept|consent|confirm|acknowledge)\b",
    r"(?:post|leave|add|write|view|read|show|hide|load) (?:a|your|all|more|the)? ?(?:\d+ )?comments?\b",
    r"comments? ?(?:\(\d+\)|policy|are (?:now )?closed|guidelines)",
    r"(?:please )?(?:be|keep) (?:your )?comments? (?:civil|respectful|clean|on topic)",
    r"join the (?:conversation|discussion|debate)\b",
    r"who is this week['’]s top comment",
    r"(?:share|send us|tell us|let us know) (?:your|what you) (?:views|thoughts|opinion|think|comments|photos|story)\b",
    # follow, subscribe, share
    r"(?:follow|stay|connect with|(?:like|find|join|visit) (?:us|me|him|her|them|our|@\w+)"
    r"|for (?:more|updates|the latest)[^.]{0,80}\bfollow)\b[^.]{0,80}\b(?:on|at|to|via|our)\b[^.]{0,40}\b"
    rf"(?:{MEDIA})\b[^.]{{0,60}}\.?$",
    r"follow (?:us|me|him|her|them|@\w+|our)\b",
    r"stay (?:with|tuned|connected|up to date|informed)\b[^.]{0,80}[.!]?$",
    r"(?:sign up|subscribe|register|download|install|text [\w\"“]+ to \d)\b[^.]{0,120}\b(?:newsletters?|alerts?|inbox"
    r"|app|e-?mails?|subscription|updates|daily|headlines|notifications?|today|now|free|channel|podcast)\b",
    r"get (?:the latest|breaking|our|all the|daily|the day['’]s|unlimited)\b[^.]{0,100}\b(?:newsletters?|alerts?|inbox"
    r"|app|e-?mails?|delivered|access|updates|headlines)\b",
    r"(?:read or )?share this (?:story|article|page|post)\b",
    r"(?:support|donate to) (?:our|independent|local|quality)\b[^.]{0,40}\bjournalism\b",
    r"(?:all|this site|we) uses? cookies\b",
    # the page's machinery
    r"(?:please )?(?:enable|turn on|activate) (?:javascript|cookies)\b",
    r"(?:your browser|this (?:video|content|site|browser|feature)) "
    r"(?:does not|is not|isn['’]t|requires|cannot|can['’]t)\b",
    r"(?:story|article|report) continues (?:below|after)\b",
    r"(?:continue reading|scroll down|skip to|swipe|back to top)\b[^.]{0,60}$",
    r"(?:this is a )?(?:developing|breaking)(?: news)? story\b[^.]{0,60}\.[^.]{0,100}\.?$",
    r"(?:please )?check back\b[^.]{0,80}\.?$",
    r"(?:advertisements?|advertising|sponsored(?: content)?|promoted(?: stories)?|paid post|print|e-?mail|share|tweet"
    r"|close|menu|loading|comments?|buy photo|hide caption|show caption|enlarge(?: this image)?|toggle caption"
    r"|view gallery|facebook|twitter|share on \w+|0 comments?|transcript)[\s.:…|]*$",
    # who wrote it, and how to reach them
    r"contact (?:the )?(?:author|reporter|writer|editor|newsroom|us)\b",
    r"(?:contact|reach|e-?mail|write to|call)\b[^.@]{0,60}\S+@\S+\.\w+",
    r"@\w+$",
    r"\(?(?:(?:additional )?reporting|editing|writing|compiled|written|edited|photographs?|graphics?) by (?-i:[A-Z])",
)
BOILERPLATE_FURTHER_ON = _Rare(
    (" reserved", " be reached", " be contacted", "@", "buted to th", "used", "ncluded"),
    _any(
        r"[^.]{0,120}\ball rights reserved\b",
        r"[^.@]{0,80}(?:\.[^.@]{1,40}){0,3}\b(?:can|may) be (?:reached|contacted)\b[^.]{0,30}[\d@]",
        r"\S+@\S+\.[a-z]{2,}\.?$",
        r"[^.]{0,120}\bcontributed to this (?:report|story|article|dispatch)\b",
        r"(?:the )?[^.]{0,40}\b(?:material|information|reporting|files) from [^.]{0,60}"
        r"\b(?:was|were) (?:used|included)\b",
    ),
)
BYLINE = re.compile(
    rf"(?:by|BY|By) (?!(?i:{MONTHS}|{WEEKDAYS})\b)[A-Z][\w.'’-]+"
    r"(?:,? (?:[A-Z][\w.'’-]*|and|for|of|the|in|de|van|special|to|staff|writer|correspondent|reporter|editor))*+"
    r"(?:\s?[|/–—-].{0,80})?(?<!\.)$"
)

CAPTION = _any(
    r"(?:buy photo|file photo|photos? (?:by|courtesy|credit|provided)|(?:photo|image|picture|caption|photograph) ?[:|]"
    r"|pictured\b|\(?file\)? ?[-–—] ?in this)",
    r"(?:in )?(?:this|an?) (?:(?:undated|file|handout|booking|police|combination|provided|recent|screen|video|"
    rf"(?:{MONTHS})\.?|\d{{1,2}}|\d{{4}}),? ?)+(?:photo|photograph|image|picture|frame|grab|still|mug ?shot)\b",
    r"\((?:photo|credit|image|picture|courtesy)\b[^)]{0,100}\)",
)
CAPTION_FURTHER_ON = _Rare(
    ("ctured",),
    _any(
        r"[^.]{0,80}\b(?:is|are) pictured (?:above|below|here|in (?:this|an?) [\w ]{0,30}\b(?:photo|picture|image))\b"
    ),
)
CREDIT = _Rare(
    ("(", "photo", "mage", "cture", "getty"),
    re.compile(
        r"\((?:(?:file |ap |afp )?photos?|source|credit|image|picture|courtesy|screenshot|video|getty)\b[^()]{0,100}\)"
        r"\W*(?:buy photo)?$"
        r"|(?:^|[.\s])(?:photos?|image|picture)(?:s? (?:by|courtesy)|:) [^.]{1,60}$"
        r"|\bgetty images\)?$",
        re.IGNORECASE,
    ),
)
SEEN = re.compile(
    r"\b(?:is|are|was|were|,) (?:pictured|seen|shown)\b|\bpictured (?:above|below|left|right|here)\b"
    r"|\((?:left|right|above|below)\)",
    re.IGNORECASE,
)

STAMP_VERBS = "published|posted|updated|modified|created|filed|aired|printed|update"
STAMP = re.compile(
    rf"(?:[\s|,.:;/()@•·–—-]|(?:{STAMP_VERBS}|{MONTHS}|{WEEKDAYS})\b"
    r"|(?:first|originally|last|story|date|time|and|at|on|the|of|by|noon)\b"
    r"|\d{1,4}(?:st|nd|rd|th|h)?(?=\b|[ap]|t\d)|[ap]\.?m\b|t(?=\d)|z\b"
    r"|(?:[ecmp][ds]?t|gmt|utc|bst|cest|cet|ist|akst|hst)\b)++",
    re.IGNORECASE,
)
STAMP_NAMES_DAY = re.compile(
    rf"\b(?:19|20)\d\d\b|\b(?:{MONTHS}|{WEEKDAYS})\b|\b\d{{1,2}}([/.-])\d{{1,2}}\1\d{{2,4}}\b", re.IGNORECASE
)
STAMP_VERB = re.compile(rf"\b(?:{STAMP_VERBS})\b", re.IGNORECASE)

ROLE = (
    r"(?:reporter|writer|correspondent|columnist|editor|journalist|producer|anchor|contributor|blogger|photographer"
    r"|author|intern|commentator|critic)s?"
)
NAME = r"(?!(?:He|She|It|They|We|I|You|This|That|These|Those|There|Who|What) )(?:[A-Z][\w.'’-]*,? ){1,5}"
BIOGRAPHY = re.compile(
    NAME + r"(?:is|are) (?:an?|our|based|\w+['’]s|the (?!(?:first|second|third|latest|only|last)\b))\b"
    r"[^.]{0,120}\b" + ROLE + r"\b(?!['’])"
    rf"|{NAME}(?:covers|writes (?:about|for|on)|reports (?:on|for|from)) "
)

# A sentence's end, what leads on to the next line, or the signature of a post that is quoted.
TERMINATED = re.compile(r"[.!?…:;,–—_-][\"'”’)\]»*\s]*$|\(@\w+\)[\w\s.,:]{0,30}$")
BULLET = re.compile(r"(?:[•·▪▫●○◦‣►▸■*–—-]|\u2022)\s+\S")
WORD = re.compile(r"\S+")


def shape(text: str) -> Kind | None:
    """What a paragraph is by its own words alone; None where only its place can tell."""
    if not has_words(text):
        return None if is_stamp(text) else "boilerplate"
    if len(text) > HEAD:
        return "caption" if CREDIT.search(text[-TAIL:]) and len(text) <= 2 * HEAD else None
    if is_stamp(text) and STAMP_VERB.search(text):
        return "boilerplate"
    if TEASER.match(text):
        return "teaser"
    if BOILERPLATE.match(text) or BYLINE.match(text) or BOILERPLATE_FURTHER_ON.match(text):
        return "boilerplate"
    if (
        CAPTION.match(text)
        or CAPTION_FURTHER_ON.match(text)
        or CREDIT.search(text[-TAIL:])
        or (not is_terminated(text) and SEEN.search(text))
    ):
        return "caption"
    return None


def is_stamp(text: str) -> bool:
    """Nothing but a date or time, and the words of "posted", "updated"."""
    if len(text) > TAIL or not STAMP.fullmatch(text):
        return False
    return bool(STAMP_NAMES_DAY.search(text)) or (bool(STAMP_VERB.search(text)) and any(c.isdigit() for c in text))


def is_biography(text: str) -> bool:
    return len(text) <= BIOGRAPHY_LENGTH and bool(BIOGRAPHY.match(text))


def is_terminated(text: str) -> bool:
    """Whether it ends as a sentence ends, or leads on to what follows ("They are:", a dash)."""
    return bool(TERMINATED.search(text[-60:]))


def is_bullet(text: str) -> bool:
    return bool(BULLET.match(text))


def has_words(text: str) -> bool:
    return any(c.isalpha() for c in text)


def word_count(text: str) -> int:
    """The number of words, counted up to what fits in a headline or caption."""
    return len(WORD.findall(text[:1000]))
