"""Five languages by way of dateparser's word lists: span, value and granularity, nothing padded."""

import datetime as dt

import pytest

from tests.extraction.test_timex import Paragraph
from timeline.extraction import languages
from timeline.extraction.timex import find_timexes
from timeline.extraction.types import Timex

FRIDAY = dt.date(2016, 6, 10)
SAID = [
    ("es", "El alcalde dimitió el viernes 3 de junio de 2016.", "viernes 3 de junio de 2016", "2016-06-03"),
    ("es", "Ayer llovió en toda la ciudad.", "Ayer", "2016-06-09"),
    ("es", "La fábrica cerró hace dos semanas.", "hace dos semanas", "2016-W21"),
    ("es", "El juicio será el lunes.", "lunes", "2016-06-13"),
    ("es", "La fábrica cerró en enero.", "enero", "2016-01"),
    ("es", "La fábrica cerró en 2014.", "2014", "2014"),
    ("es", "La fábrica cerró el año pasado.", "el año pasado", "2015"),
    ("fr", "Le maire a démissionné vendredi 3 juin 2016.", "vendredi 3 juin 2016", "2016-06-03"),
    ("fr", "Il a plu hier sur la ville.", "hier", "2016-06-09"),
    ("fr", "L'usine a fermé il y a deux semaines.", "il y a deux semaines", "2016-W21"),
    ("fr", "Le procès aura lieu lundi.", "lundi", "2016-06-13"),
    ("fr", "L'usine a fermé la semaine dernière.", "la semaine dernière", "2016-W22"),
    ("fr", "L'usine a fermé en mars 2015.", "mars 2015", "2015-03"),
    ("de", "Der Bürgermeister trat am Freitag, 3. Juni 2016, zurück.", "Freitag, 3. Juni 2016", "2016-06-03"),
    ("de", "Die Fabrik schloss gestern.", "gestern", "2016-06-09"),
    ("de", "Die Fabrik schloss vor zwei Wochen.", "vor zwei Wochen", "2016-W21"),
    ("de", "Der Prozess wird am Montag beginnen.", "Montag", "2016-06-13"),
    ("de", "Die Fabrik schloss letzten Monat.", "letzten Monat", "2016-05"),
    ("de", "Die Fabrik schloss am 12.05.2016 für immer.", "12.05.2016", "2016-05-12"),
    ("it", "Il sindaco si è dimesso venerdì 3 giugno 2016.", "venerdì 3 giugno 2016", "2016-06-03"),
    ("it", "Ieri pioveva in città.", "Ieri", "2016-06-09"),
    ("it", "La fabbrica ha chiuso due settimane fa.", "due settimane fa", "2016-W21"),
    ("it", "Il processo sarà lunedì.", "lunedì", "2016-06-13"),
    ("it", "La fabbrica ha chiuso il 12/05/2016 per sempre.", "12/05/2016", "2016-05-12"),
    ("pt", "O prefeito renunciou na sexta-feira, 3 de junho de 2016.", "sexta-feira, 3 de junho de 2016", "2016-06-03"),
    ("pt", "Ontem choveu na cidade.", "Ontem", "2016-06-09"),
    ("pt", "A fábrica fechou há duas semanas.", "há duas semanas", "2016-W21"),
    ("pt", "O julgamento será na segunda-feira.", "segunda-feira", "2016-06-13"),
    ("pt", "A fábrica fechou em março de 2015.", "março de 2015", "2015-03"),
]
SAID_IN_OTHER_WAYS = [
    ("es", "Se reunieron el domingo por la noche en la plaza.", "domingo por la noche", "2016-06-05"),
    ("es", "El puente cayó el pasado viernes.", "el pasado viernes", "2016-06-03"),
    ("es", "El puente cayó hace un año.", "hace un año", "2015"),
    ("es", "Pasado mañana abren el puente.", "Pasado mañana", "2016-06-12"),
    ("es", "Esta mañana abrieron el puente.", "Esta mañana", "2016-06-10"),
    ("es", "Anoche cerraron el puente.", "Anoche", "2016-06-09"),
    ("es", "Cayó el 3 de mayo del año pasado.", "3 de mayo del año pasado", "2015-05-03"),
    ("es", "Lo cerraron a finales de marzo.", "finales de marzo", "2016-03"),
    ("es", "El puente abrirá en julio.", "julio", "2016-07"),
    ("fr", "Le pont est tombé vendredi dernier.", "vendredi dernier", "2016-06-03"),
    ("fr", "Ils se sont vus dimanche soir sur le pont.", "dimanche soir", "2016-06-05"),
    ("fr", "Le pont est tombé hier soir.", "hier soir", "2016-06-09"),
    ("fr", "Ce matin le pont est ouvert.", "Ce matin", "2016-06-10"),
    ("fr", "Le pont est tombé il y a un an.", "il y a un an", "2015"),
    ("fr", "Le pont ouvrira en juillet.", "juillet", "2016-07"),
    ("fr", "Le pont est fermé depuis mars.", "mars", "2016-03"),
    ("de", "Die Brücke brach am Sonntagabend ein.", "Sonntagabend", "2016-06-05"),
    ("de", "Die Brücke brach am vergangenen Freitag ein.", "vergangenen Freitag", "2016-06-03"),
    ("de", "Die Brücke brach gestern Abend ein.", "gestern Abend", "2016-06-09"),
    ("de", "Heute Morgen regnete es.", "Heute Morgen", "2016-06-10"),
    ("de", "Die Brücke brach vor einem Jahr ein.", "vor einem Jahr", "2015"),
    ("de", "Die Brücke brach Ende Mai ein.", "Ende Mai", "2016-05"),
    ("de", "Die Brücke brach am 3. Mai letzten Jahres ein.", "3. Mai letzten Jahres", "2015-05-03"),
    ("it", "Il ponte è caduto venerdì scorso.", "venerdì scorso", "2016-06-03"),
    ("it", "Il ponte è caduto ieri sera.", "ieri sera", "2016-06-09"),
    ("it", "Il ponte è caduto l'altro ieri.", "l'altro ieri", "2016-06-08"),
    ("it", "Il ponte è caduto un anno fa.", "un anno fa", "2015"),
    ("it", "Il ponte è caduto il 1° maggio.", "1° maggio", "2016-05-01"),
    ("it", "Il ponte aprirà a luglio.", "luglio", "2016-07"),
    ("pt", "A ponte caiu na última sexta-feira.", "última sexta-feira", "2016-06-03"),
    ("pt", "A ponte caiu no domingo à noite.", "domingo à noite", "2016-06-05"),
    ("pt", "A ponte caiu em 1º de maio.", "1º de maio", "2016-05-01"),
    ("pt", "A ponte caiu há um ano.", "há um ano", "2015"),
    ("pt", "A ponte abrirá em julho.", "julho", "2016-07"),
    ("pt", "A ponte caiu na sexta.", "sexta", "2016-06-10"),
]
NO_DATES = [
    ("es", "Los lunes cierra. La guerra duró tres años, y el niño tiene 3 años."),
    ("fr", "Le lundi, c'est fermé. La guerre a duré trois ans, et l'enfant a 3 ans."),
    ("de", "Die Reise dauerte drei Jahre. Das Kind ist 3 Jahre alt."),
    ("it", "Il lunedì è chiuso. La guerra è durata tre anni."),
    ("pt", "Às segundas fecha. A guerra durou três anos. Foi a segunda vez."),
]
TEXTS = [
    ("en", "The mill shut on Friday, and the mayor of the town said that it was for the best."),
    ("es", "El alcalde de la ciudad dijo que la fábrica cerró porque nadie quería trabajar allí."),
    ("fr", "Le maire de la ville a dit que l'usine a fermé parce que personne ne voulait y travailler."),
    ("de", "Der Bürgermeister der Stadt sagte, die Fabrik habe geschlossen, weil niemand dort arbeiten wollte."),
    ("it", "Il sindaco della città ha detto che la fabbrica ha chiuso perché nessuno voleva lavorarci."),
    ("pt", "O prefeito da cidade disse que a fábrica fechou porque ninguém queria trabalhar lá."),
]


def find(text: str, language: str, published: dt.date | None = FRIDAY) -> tuple[Timex, ...]:
    return find_timexes(text, published=published, blocks=[Paragraph(1, 0, len(text))], language=language)


@pytest.mark.parametrize(("language", "text", "words", "expected"), SAID)
def test_span_and_value(language: str, text: str, words: str, expected: str) -> None:
    assert [(timex.text, timex.edtf) for timex in find(text, language)] == [(words, expected)]


@pytest.mark.parametrize(("language", "text", "words", "expected"), SAID_IN_OTHER_WAYS)
def test_parts_of_day_and_what_is_last_or_next(language: str, text: str, words: str, expected: str) -> None:
    assert [(timex.text, timex.edtf) for timex in find(text, language)] == [(words, expected)]


@pytest.mark.parametrize(("language", "text"), NO_DATES)
def test_lengths_ages_and_what_recurs_are_no_dates(language: str, text: str) -> None:
    assert find(text, language) == ()


@pytest.mark.parametrize(("language", "text", "words", "expected"), SAID)
def test_without_publication_only_written_dates_resolve(language: str, text: str, words: str, expected: str) -> None:
    resolved = {timex.edtf for timex in find(text, language, None)} - {None}
    assert resolved <= {expected}
    assert bool(resolved) == any(year in words for year in ("2014", "2015", "2016"))


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_language_is_detected(language: str, text: str) -> None:
    assert languages.detect(text) == language


def test_words_that_only_look_like_dates() -> None:
    assert find("Die Stadt liegt am Meer. Die 12 Boote fahren.", "de") == ()
    assert find("El mar está en calma y la gente va a la playa.", "es") == ()


def test_a_language_that_nobody_taught_finds_nothing() -> None:
    assert find("Onsdag den 8. juni", "da") == ()
