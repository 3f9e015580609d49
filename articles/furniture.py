"""The furniture of news pages: the phrases by which a line shows that it is no part of the report.

Each list is for the language of pages, not for one site. All are matched without regard to case, in one paragraph with
its white space folded.
"""

import re


def _any_of(*phrases: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases), flags)


MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DAY = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d\d-\d\d|"
    rf"(?:[a-z]+,? )?(?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH}))"
)
REPORTER = (
    r"(?:reporter|writer|editor|correspondent|columnist|journalist|contributor|producer|anchor|photographer|"
    r"blogger|critic|fellow|freelancer)"
)

# Matched from the first word on: an invitation to another page.
TEASER = _any_of(
    r"(?:[►▶»>*•]+ ?)?(?:related|see also|also read|also see|read (?:more|also|next|the full)|"
    r"more (?:on|from|stories|coverage|news)|"
    r"watch|listen|don['’]t miss|recommended|trending|you may like|previous(?:ly)?|earlier|photos?|video|gallery|"
    r"slideshow|map|full coverage|live updates?|must read|in other news|top stories|download)"
    r"(?: (?:story|stories|video|coverage|article|articles|content|links?|now|here|photos?|below|live))?"
    r"\s*(?::|»|>|\||[-–—] )",
    r"(?:►|▶|»|>>) ?\w",
    r"(?:click|tap|go|swipe) (?:here|on the|below|to (?:read|watch|see))\b",
    r"(?:read|watch|see) (?:more|also|the (?:full|video|story|document|letter))\b[^.]{0,80}$",
    r"\(?(?:story|article|video|ad(?:vertisement)?) continues below",
    r"scroll down (?:for|to)\b",
    flags=re.IGNORECASE,
)

# Matched anywhere: house rules, rights, biographies, stamps, requests to subscribe.
BOILERPLATE = _any_of(
    r"©|\(c\) ?\d{4}|\bcopyright (?:\d{4}|by|the)\b|\ball rights reserved\b",
    r"\bmay not be (?:published|reproduced|republished|redistributed|copied)\b",
    r"(?:^|\b(?:your|the|these|our|of|all|post(?:ing)?(?: a)?) )comments? "
    r"(?:below|above|on this|are|has|have|here|you agree|section)\b"
    r"(?=.{0,80}(?:moderat|rule|agree|read|polic|closed|post|account))",
    r"\bhouse rules\b|\bcommunity (?:guidelines|standards)\b|\bterms of (?:use|service)\b|\bprivacy policy\b",
    r"\bviews? expressed (?:in|by|here|on)\b",
    r"\btop commenters?\b|\bby posting your comment\b|\bleave a comment\b|\bjoin the (?:conversation|discussion)\b",
    r"\b(?:follow|like|find|friend) (?:us|him|her|them|me|[\w@.’' -]{2,40}?) on (?:facebook|twitter|instagram|x|tiktok|"
    r"social media|google\+|youtube)\b",
    r"^(?:follow|contact|e-?mail|reach|call|tweet) .{0,80}(?:@\w|\bat \d{3}[-. ]\d{3})",
    r"\b(?:can|may) be reached (?:at|by|on)\b(?=.{0,60}(?:@|\d{3}[-. ]\d))",
    rf"^[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){{0,3}},? (?:is|are|was) (?:an?|the) (?:[\w,&'’ -]{{0,60}}?)\b{REPORTER}s?\b"
    r"(?: (?:for|at|with|of|based|who|on|covering|in)\b|[.,]|$)",
    r"^(?:reported|written|edited|compiled|(?:additional )?reporting|editing|with (?:reporting|files)) (?:by|from)\b",
    r"\bcontributed to this (?:report|story|article)\b",
    r"^(?:first |last |originally )?(?:posted|updated|published|modified|created)"
    rf"(?: (?:on|at|by))?:? (?:\w+,? )?{DAY}",
    r"^(?:first |last |originally )?(?:posted|updated|published)(?: (?:on|at))?:? \d{1,2}:\d\d",
    r"\b(?:sign up|subscribe)\b(?=.{0,80}(?:newsletter|alerts?|e-?mail|inbox|today|now|here|access|digital))",
    r"\bget (?:the latest|breaking|our|more) [^.]{0,60}(?:inbox|app|newsletter|e-?mail|alerts?)\b",
    r"\bdownload (?:the|our) [^.]{0,40}\bapp\b|\bmobile app\b(?=.{0,40}download)",
    r"^(?:read or )?share this (?:story|article|post)\b",
    r"^(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@\w+|https?://\S+)$",
    r"^(?:advertisement|share this|share on|print this|e-?mail this|comments|tags?|filed under|topics)\b[^.]{0,80}$",
    r"\bthis (?:is a developing|story (?:is developing|will be updated|has been updated))\b|\bcheck back for updates\b",
    r"^this (?:article|text) (?:was|is) (?:written|published|produced) (?:to demonstrate|for demonstration)\b",
)

# Matched anywhere in a short paragraph: credits and pointers to what a picture shows.
CAPTION = _any_of(
    r"^(?:pictured|above|below|left|right|inset|file(?: photo)?|(?:undated|booking|courtesy) photo)\b\s*[:,(-]",
    r"\b(?:is|are|was|were) (?:pictured|seen|shown) (?:above|below|here|in (?:an?|this|the) (?:\w+ ){0,3}"
    r"(?:photo|photograph|picture|image|mug ?shot|file|frame))\b",
    r"\((?:(?:ap |file |courtesy |staff )?photo|image|credit|source|picture)\b[^)]*\)?",
    r"\b(?:photo|image|picture|photograph|video) (?:by|credit|courtesy)\b\s*:?",
    r"\b(?:getty images|ap photo|shutterstock|handout photo|file photo)\b",
)
