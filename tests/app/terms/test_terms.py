from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.foundation.problems import Invalid
from app.terms import (
    WITHHELD,
    Age,
    Band,
    CallerType,
    Gender,
    NhsNumber,
    OdsCode,
    PersonName,
    Postcode,
    Sex,
    TelephoneNumber,
    age_on,
    heard,
    is_fictional,
)
from app.terms.nhs_number import check_digit


class TestNhsNumber:
    @pytest.mark.parametrize("typed", ["9990000018", "999 000 0018", " 999-000-0018 "])
    def test_it_is_read_as_people_type_it(self, typed: str) -> None:
        assert NhsNumber.typed(typed).digits == "9990000018"

    def test_it_is_shown_in_three_groups(self) -> None:
        assert str(NhsNumber("9990000018")) == "999 000 0018"

    def test_a_wrong_digit_is_answered_with_the_way_on(self) -> None:
        with pytest.raises(Invalid) as problem:
            NhsNumber.typed("999 000 0019")
        assert problem.value.sentence == (
            "That NHS number has a wrong digit. "
            "Check it with the caller, or search by name and birth date."
        )

    @pytest.mark.parametrize(
        "typed", ["", "999000001", "99900000188", "999000001X", "\uff19990000018"]
    )
    def test_what_is_not_ten_digits_is_refused(self, typed: str) -> None:
        with pytest.raises(Invalid):
            NhsNumber.typed(typed)

    @given(st.integers(min_value=0, max_value=999_999), st.integers(0, 9), st.integers(1, 9))
    def test_any_one_wrong_digit_is_caught(self, middle: int, place: int, shift: int) -> None:
        nine = f"999{middle:06d}"
        check = check_digit(nine)
        if check is None:
            for digit in range(10):
                with pytest.raises(Invalid):
                    NhsNumber(f"{nine}{digit}")
            return
        right = NhsNumber(f"{nine}{check}").digits
        wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
        with pytest.raises(Invalid):
            NhsNumber(wrong)

    @given(st.integers(min_value=0, max_value=999_999), st.integers(0, 8))
    def test_two_neighbours_swapped_are_caught(self, middle: int, place: int) -> None:
        nine = f"999{middle:06d}"
        check = check_digit(nine)
        if check is None:
            return
        right = f"{nine}{check}"
        swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
        if swapped != right:
            with pytest.raises(Invalid):
                NhsNumber(swapped)


class TestPersonName:
    doreen = PersonName(family="Hargreaves", given="Doreen", title="Mrs")

    def test_it_has_an_identity_form_and_a_speech_form(self) -> None:
        assert self.doreen.identity == str(self.doreen) == "HARGREAVES, Doreen (Mrs)"
        assert self.doreen.listed == "HARGREAVES, Doreen"
        assert self.doreen.speech == "Doreen"

    def test_less_of_it_is_shown_where_less_is_needed(self) -> None:
        assert self.doreen.guarded == "Doreen H"
        assert self.doreen.initials == "D H"

    def test_what_they_like_to_be_called_is_what_we_say(self) -> None:
        assert PersonName("Okafor", "Samuel James", known_as="Sam").speech == "Sam"
        assert PersonName("Okafor", "Samuel James").speech == "Samuel"
        assert PersonName("Pellow", title="Mr").speech == "Mr Pellow"

    def test_spaces_are_put_right(self) -> None:
        assert PersonName(" van  der Meer ", " Joan ").listed == "VAN DER MEER, Joan"

    def test_a_name_of_nothing_is_refused(self) -> None:
        with pytest.raises(Invalid, match="name is needed"):
            PersonName(family=" ")


# Numbers next to those for drama may ring somebody, so none is written out.
BEYOND = (7700_900_999 + 1, 7700_900_000 - 1, 1632_960_999 + 1, 2079_460_999 + 1)
FRENCH = f"+33{1_99_00_12_34}"  # kept for drama in France


class TestTelephone:
    @pytest.mark.parametrize(
        ("typed", "e164", "shown"),
        [
            ("07700 900214", "+447700900214", "07700 900 214"),
            ("+44 (0)7700 900214", "+447700900214", "07700 900 214"),
            ("0044 7700-900-214", "+447700900214", "07700 900 214"),
            ("(01632) 960118", "+441632960118", "01632 960 118"),
            ("020 7946 0123", "+442079460123", "020 7946 0123"),
            ("+33 1 99 00 12 34", FRENCH, FRENCH),
        ],
    )
    def test_it_is_read_as_typed_and_shown_for_reading_aloud(
        self, typed: str, e164: str, shown: str
    ) -> None:
        number = TelephoneNumber.typed(typed)
        assert number.e164 == e164
        assert str(number) == shown
        assert TelephoneNumber.typed(shown) == number

    @pytest.mark.parametrize(
        "typed", ["", "999", "111", "07700 9002", "07700 900214 5", "call me", "+44 0000 000000"]
    )
    def test_what_cannot_be_dialled_is_refused_in_words(self, typed: str) -> None:
        with pytest.raises(Invalid, match="Ask the caller to read it again"):
            TelephoneNumber.typed(typed)

    @pytest.mark.parametrize(
        "sent",
        [
            None,
            "",
            "anonymous",
            "Restricted",
            "unknown",
            "client:3f2a",
            "sip:desk@example.invalid",
            "+266696687",  # anonymous
            "266696687",
            "+7378742833",  # restricted
            "+86282452253",  # unavailable
            "+8656696",  # unknown
            "+44123",
            "+0123456789",
            "+447700900214447700900214",
        ],
    )
    def test_withheld_words_their_keypad_spellings_and_nonsense_are_withheld(
        self, sent: str | None
    ) -> None:
        assert heard(sent) is WITHHELD

    def test_a_plain_number_is_heard(self) -> None:
        assert heard("+447700900214") == TelephoneNumber("+447700900214")
        assert str(WITHHELD) == "Number withheld"

    @given(st.text(max_size=30))
    def test_hearing_a_caller_never_fails(self, sent: str) -> None:
        number = heard(sent)
        assert number is WITHHELD or str(number)

    @pytest.mark.parametrize(
        ("number", "expected"),
        [
            ("+447700900000", True),
            ("+447700900999", True),
            ("+441632960999", True),
            ("+442079460000", True),
            *((f"+44{beyond}", False) for beyond in BEYOND),
            (FRENCH, False),
        ],
    )
    def test_only_ranges_kept_for_drama_are_fictional(self, number: str, expected: bool) -> None:
        assert is_fictional(TelephoneNumber(number)) is expected


@pytest.mark.parametrize(
    ("born_on", "day", "words", "years"),
    [
        (date(1938, 3, 14), date(2026, 3, 13), "87 y", 87),
        (date(1938, 3, 14), date(2026, 3, 14), "88 y", 88),
        (date(2012, 2, 29), date(2028, 2, 28), "15 y", 15),
        (date(2012, 2, 29), date(2027, 2, 28), "14 y", 14),
        (date(2012, 2, 29), date(2027, 3, 1), "15 y", 15),
        (date(2025, 11, 22), date(2026, 11, 21), "11 months", 0),
        (date(2025, 11, 22), date(2026, 11, 22), "12 months", 1),
        (date(2024, 11, 23), date(2026, 11, 22), "23 months", 1),
        (date(2024, 11, 22), date(2026, 11, 22), "2 y", 2),
        (date(2026, 10, 31), date(2026, 11, 30), "30 days", 0),
        (date(2026, 11, 21), date(2026, 11, 22), "1 day", 0),
        (date(2026, 11, 22), date(2026, 11, 22), "0 days", 0),
    ],
)
def test_age_is_said_in_the_unit_people_use(
    born_on: date, day: date, words: str, years: int
) -> None:
    age = age_on(born_on, day)
    assert str(age) == words
    assert age.years == years


def test_nobody_is_born_tomorrow() -> None:
    with pytest.raises(Invalid, match="future"):
        age_on(date(2026, 11, 23), date(2026, 11, 22))


def test_ages_sort_as_ages() -> None:
    assert Age(1, 0, 365) < Age(1, 1, 396) < Age(16, 0, 5844)


def test_codes_and_postcodes_are_put_right_and_refused_in_words() -> None:
    assert str(OdsCode(" zz123 ")) == "ZZ123"
    assert OdsCode("ZZ123").is_invented
    assert not OdsCode("A1B2").is_invented
    assert str(Postcode("zz14ab")) == "ZZ1 4AB"
    assert Postcode("ZZ1 4AB").outward == "ZZ1"
    for wrong in ("", "Z", "ZZ 1!"):
        with pytest.raises(Invalid):
            OdsCode(wrong)
    for wrong in ("", "ZZ1", "14 Weir Lane"):
        with pytest.raises(Invalid):
            Postcode(wrong)


def test_every_caller_type_has_words_and_there_are_eighteen() -> None:
    assert len(CallerType) == 18
    assert len({caller.spoken for caller in CallerType}) == 18
    assert CallerType.AMBULANCE_ON_SCENE.is_crew
    assert [caller for caller in CallerType if caller.is_ambulance] == [
        CallerType.AMBULANCE_ON_SCENE,
        CallerType.AMBULANCE_CONTROL,
    ]


def test_sex_and_gender_are_two_things_with_words() -> None:
    assert [sex.letter for sex in Sex] == ["F", "M", "", ""]
    assert Sex.NOT_KNOWN.spoken == "Not known"
    assert Gender.NON_BINARY.spoken == "Non-binary"
    assert Gender.NOT_STATED.spoken == "Not stated"


@pytest.mark.parametrize(
    ("band", "limit", "expected"),
    [
        (Band.P4, Band.P1, Band.P3),
        (Band.P2, Band.P1, Band.P1),
        (Band.P1, Band.P1, Band.P1),
        (Band.P0, Band.P1, Band.P0),
        (Band.P1, Band.P0, Band.P0),
    ],
)
def test_a_band_rises_one_step_and_no_further_than_told(
    band: Band, limit: Band, expected: Band
) -> None:
    assert band.raised(no_higher_than=limit) is expected


def test_bands_sort_as_they_are_worked_and_are_said() -> None:
    assert sorted(Band) == [Band.P0, Band.P1, Band.P2, Band.P3, Band.P4]
    assert str(Band.P1) == f"{Band.P1}" == "P1"
    assert all(band.spoken for band in Band)
