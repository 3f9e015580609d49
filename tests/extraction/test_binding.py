"""Whose the date words are where a sentence tells of several things. Published on Thursday 16 June 2016."""

import pytest

from tests.extraction.event_helpers import mentions

SENTENCES = [
    # what somebody is charged with is of another day than the charge
    ("The clerk was charged with killing a guard on March 9.", {("killing", "2016-03-09")}),
    ("A court heard a clerk convicted of murdering a guard in 2012.", {("killing", "2012")}),
    # a weekday is that of the news
    ("The clerk was charged with killing a guard on Monday.", {("charge", "2016-06-13")}),
    # a saying between commas has no date of its own
    ("On Tuesday, the sheriff said, a guard was shot at a bakery.", {("shooting", "2016-06-14")}),
    ("On Tuesday the sheriff said a guard was shot.", {("statement", "2016-06-14")}),
    # nobody tells at what hour something was said, but at what hour it was done
    ("The sheriff said around 9 p.m. Sunday a guard was shot at a bakery.", {("shooting", "2016-06-12")}),
    ("On Saturday, at 10:30 p.m., the sheriff said somebody shot a guard.", {("shooting", "2016-06-11")}),
    ("At 9 a.m. Monday the clerk said nothing of whether a guard was shot.", {("statement", "2016-06-13")}),
    ("At 9 a.m. Monday the clerk said he would sue the mill.", {("statement", "2016-06-13")}),
    # whoever is sent to it goes there that day
    ("Officers were called out to another shooting near the mill on Tuesday.", {("shooting", "2016-06-14")}),
    ("Firefighters responded to reports of a crash on the pier on Tuesday.", {("accident", "2016-06-14")}),
    ("The mayor responded to the shooting on Tuesday.", set()),
    ("Around 9 p.m. Sunday officers responded to a call of a man shot in the leg.", {("shooting", "2016-06-12")}),
    ("On Monday officers found a boy stabbed in the arm.", {("assault", "2016-06-13")}),
    ("On Monday officers found a man convicted of theft.", set()),
    # who is hurt after something is hurt on that day; who charges takes longer
    ("A woman was injured when she was shot after being mistaken for a guard on Friday.",
     {("injury", "2016-06-10")}),
    ("The clerk was charged after robbing a bank on Friday.", {("robbery", "2016-06-10")}),
    ("The clerk was charged after being questioned on Friday.", set()),
    # date words before "after" end the thought that they stand in
    ("Guards shot the clerk, Ole Brandt, just before 9 p.m. on Monday after he drew a knife.",
     {("shooting", "2016-06-13")}),
    # the day of an incident is not that of what came of it
    ("The clerk was charged with crimes related to the incident on Sunday.", set()),
    ("The clerk was killed in an incident on Sunday.", {("killing", "2016-06-12")}),
    # counted from the day told before
    ("A guard was shot on April 16. She died two days later.", {("shooting", "2016-04-16"), ("death", "2016-04-18")}),
    ("A guard was shot on April 16. Three days later police arrested a clerk.",
     {("shooting", "2016-04-16"), ("arrest", "2016-04-19")}),
    # between two dates: once, or again and again
    ("The bank was robbed between May 3 and May 9, 2014.", {("robbery", "[2014-05-03..2014-05-09]")}),
    ("He is a suspect in three robberies of banks between 1994 and 1997.", {("robbery", "1994/1997")}),
    ("A quarrel between two guards, one of whom was arrested on Tuesday.", {("arrest", "2016-06-14")}),
    # what counts from a day of the last year is of the last year too
    ("A guard was shot on Aug. 20, four days after a threat; a clerk was robbed four days earlier.",
     {("shooting", "2015-08-20"), ("robbery", "2015-08-16")}),
    # two days that stand together: once on one of them, or from one to the other; not to the day that it was moved to
    ("A clerk died on the night of 12–13 May 2016.", {("death", "[2016-05-12..2016-05-13]")}),
    ("The strike ended on 12-13 May.", {("strike", "[2016-05-12..2016-05-13]")}),
    ("A vigil was held from 3 to 9 May.", {("vigil", "2016-05-03/2016-05-09")}),
    ("A trial was held May 12-13 in Ardenne.", {("trial", "2016-05-12/2016-05-13")}),
    ("The hearing was moved from 18 July to 25 July.", {("hearing", "2016-07-25")}),
    ("A judge sentenced a clerk on June 2 to six months in jail.", {("sentencing", "2016-06-02")}),
    ("The clerk resigned on Monday – Tuesday had been her last day.", {("resignation", "2016-06-13")}),
    ("A guard was arrested on Monday to Tuesday's surprise.", {("arrest", "2016-06-13")}),
    # what has a day of its own is not of the hour at which it was said
    ("At 9 p.m. Sunday, police said the man had been arrested on Friday.",
     {("statement", "2016-06-12"), ("arrest", "2016-06-10")}),
    # nobody is sent to what a prison or a trial is for
    ("The clerk was sent to jail on Tuesday for the death of a guard.", {("sentencing", "2016-06-14")}),
    ("Troops were sent to the town on Tuesday after a bombing.", set()),
    # words that mean something else beside these
    ("The mayor was caught off guard on Tuesday.", set()),
    ("The mayor was caught lying on Tuesday.", set()),
    ("He surrendered his passport on Tuesday.", set()),
    ("He was caught near the mill on Tuesday.", {("arrest", "2016-06-14")}),
    ("He fired on Tuesday at the guard.", set()),
    ("Guards beat 12-15 inmates on Tuesday.", {("assault", "2016-06-14")}),
    ("The government fell silent on Tuesday.", set()),
    ("He gave up his seat on the bus on Tuesday.", set()),
    ("The pilot left his post on Tuesday.", set()),
    ("Teachers returned to class after the holidays on Tuesday.", set()),
    ("A rocket hit a new high on Tuesday.", set()),
    ("Rebels freed the town on Tuesday.", set()),
    ("Guests were moved to tears by the safety drill on Tuesday.", set()),
    # a decision has the date of its sentence, and not what was asked for
    ("A judge rejected his request to block the petition on March 8.", {("ruling", "2016-03-08")}),
    ("The court denied a motion to dismiss the lawsuit on Friday.", {("ruling", "2016-06-10")}),
    # where the bare words lie ahead, they may be the day of what was asked for: nobody's, for certain
    ("The council turned down a request to open the bridge on June 27.", set()),
    ("A judge rejected a bid to sell the mill on Sept. 9.", set()),
    ("A judge rejected a bid to sell the mill on April 9.", {("ruling", "2016-04-09")}),
    # what is admitted or denied is of another day than the answer
    ("The clerk admitted on Tuesday robbing a bank in 2012.", {("robbery", "2012")}),
    ("She admitted on Monday shooting a guard on May 3.", {("statement", "2016-06-13"), ("shooting", "2016-05-03")}),
    ("The clerk denied in court on Tuesday stabbing a guard in 2013.", {("assault", "2013")}),
    ("She admitted on Tuesday stabbing a guard on Sunday.", {("statement", "2016-06-14"), ("assault", "2016-06-12")}),
    # an answer to a charge is of another day than the deed
    ("The clerk denied shooting at a guard on March 9.", {("shooting", "2016-03-09")}),
    ("The clerk pleaded not guilty to killing a guard on March 9.", {("killing", "2016-03-09")}),
    # the day that it lasts to, and the day that another length of time counts from
    ("The clerk was arrested and remanded in custody till 17 May.", set()),
    ("She resigned a year to the day after the flood on June 7, 2014.", {("other", "2014-06-07")}),
    ("The feud began in July 2014 when a man was shot, and two guards were killed in August 2015.",
     {("shooting", "2014-07"), ("killing", "2015-08")}),
    ("The inquest into the death of a guard on May 3 opened on Monday.", {("investigation", "2016-06-13")}),
    ("The clerk was charged in May, weeks after he resigned, and will be tried in August.", {("charge", "2016-05")}),
    ("The protest followed the dismissal of two guards on May 3.", set()),
    ("The inquest heard on Tuesday that a boat was found on May 3 and a body was recovered on May 8.",
     {("hearing", "2016-06-14"), ("evidence", "2016-05-08")}),
    ("The clerk pleaded guilty to dangerous driving last November.", {("plea", "2015-11")}),
    ("A clerk has been arrested and faces a judge on Friday.", {("court-appearance", "2016-06-17")}),
    ("A clerk was arrested on Sunday and faces arraignment on Friday.",
     {("arrest", "2016-06-12"), ("arraignment", "2016-06-17")}),
    ("The trial is to open in August, and the clerk has been suspended from office.", {("trial", "2016-08")}),
    ("The clerk fired at guards on Tuesday.", set()),
    ("The sheriff was fired on Tuesday.", {("dismissal", "2016-06-14")}),
    ("The sheriff fired a deputy on Tuesday.", {("dismissal", "2016-06-14")}),
    # what was planned then, and what was not done
    ("The clerk fled before he was to testify on May 3.", {("testimony", "2016-05-03")}),
    ("The clerk was expected to resign on Friday but did not.", {("resignation", "2016-06-10")}),
    ("The clerk was to have resigned on Monday.", set()),
    # what only has the shape of an event, or is only imagined
    ("A strike of lightning on Tuesday left the town dark.", set()),
    ("Had a guard been there, nobody would have died on Tuesday.", set()),
    ("He would not have been arrested on Tuesday if he had paid.", set()),
    ("He served two years in prison, from 1998 to 2000.", set()),
    ("The chairman called on him to resign, and did so again on Tuesday.", set()),
    ("The trial will not begin on Monday as planned.", {("trial", "2016-06-20")}),
    # what a text tells of the days after its publication was added to it; what lies further ahead was last year
    ("Update, June 20: Four men were arrested.", {("arrest", "2016-06-20")}),
    ("Four men were arrested on Sept. 20.", {("arrest", "2015-09-20")}),
    ("A clerk was charged with gunning down a guard last fall.", {("shooting", "2015-23")}),
    # date words that open a thought hold for what it tells in turn
    ("On Monday all was calm until a woman was arrested.", {("arrest", "2016-06-13")}),
    ("On Monday officers met the man, who was shot in May of 2010.", {("shooting", "2010-05")}),
    ("On Monday officers met the man, who was shot in the leg.", set()),
    ("A 2014 study found that many children have died there.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_date_words_belong_to_one_thought(sentence: str, expected: set[tuple[str, str]]) -> None:
    assert {(m.type, m.edtf) for m in mentions(sentence) if m.edtf and m.type != "meeting"} == expected
