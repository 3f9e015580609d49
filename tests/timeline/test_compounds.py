"""Names in words without spaces: what is taken out, and which words only look alike."""

import pytest

from timeline.withholding import Named, Withholding

GONE = "[name withheld]"
NAMES = Withholding(
    [
        Named("Mira Hale"),
        Named("Donald Rook"),
        Named("May Lund"),
        Named("Jürgen van Öst"),
        Named("Anne-Marie Fox"),
        Named("Mona O’Neil"),
        Named("Li Ng", role="the driver", policy="role"),
        Named("Mira Stone", policy="name"),
    ]
)


@pytest.mark.parametrize(
    "word",
    [
        "#JusticeForMira",
        "JusticeForMira",
        "#RIPMira",
        "#JusticeForMIRA",
        "#MirasLaw",
        "MiraStrong",
        "@MiraFan",
        "#Justiceformira",  # as telephones write it
        "#RIPmira",
        "#justice4mira",
        "#JusticeForONeil",
        "#ONeil",
        "HaleStrong",
        "#Justice_For_Mira",
        "#JusticeForJürgen",
        "#JusticeForJu\u0308rgen",
        "#JusticeFor\u00adMi\u00adra",
        "#AnneMarieForever",
        "#JusticeForMay",
        "#McDonald",  # in a tag each capital may begin a word
        "#MiraStoneAndMira",
        "#MiraAndEva_Mira",
        # Of small letters, or of capitals alone: by the words beside it.
        "#justiceformira",
        "#justice_for_mira2020",
        "#ripmira",
        "#RIPMIRA",
        "#mirastrong",
    ],
)
def test_a_word_that_holds_a_name_is_taken_out(word: str) -> None:
    assert NAMES.text(f"They wrote {word}, and left.") == f"They wrote {GONE}, and left."


@pytest.mark.parametrize(
    "word",
    [
        "#miracle",
        "#MiracleMile",
        "#ADMIRAL",
        "#formiracles",
        "#admira",
        "McDonald’s",
        "MacDonald",
        "YouTube",
        "LinkedIn",
        "MayDay",
        "#MayDay2020",
        "#MiraStone",  # somebody else, known under the full name
    ],
)
def test_a_word_that_looks_alike_stays(word: str) -> None:
    assert NAMES.text(f"They wrote {word}, and left.") == f"They wrote {word}, and left."


def test_a_role_stands_for_it_too() -> None:
    assert NAMES.text("#FreeLi spoke. Nobody saw LiNing.") == "The driver spoke. Nobody saw the driver."


def test_a_word_of_a_hundred_thousand_letters_is_read() -> None:
    assert NAMES.text("Mira" * 25_000) == GONE
