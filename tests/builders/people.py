"""Invented people for seeds and tests: every name, place and number in them is made up.

The mix follows what a single point of access sees: median age 80, 58 % women, 22 % in care homes,
41 % living alone, median frailty 6. The same seed and day always give the same people.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.terms import Gender, NhsNumber, PersonName, Postcode, Sex, TelephoneNumber, age_on
from app.terms.nhs_number import check_digit

WOMEN_SHARE = 0.58
CHILD_SHARE = 0.04
YOUNGER_SHARE = 0.12
# Shares of the whole: few under 65 live in a care home, and children live alone nowhere.
CARE_HOME_OF_OLDER = 0.22 / (1 - CHILD_SHARE - YOUNGER_SHARE)
ALONE_OF_OTHERS = 0.41 / (1 - 0.22 - CHILD_SHARE)
OLDER_FROM = 65
ADULT_FROM = 18

TOWNS = {
    "Millbeck": ("ZZ1", "Millbeck Surgery"),
    "Harrow Green": ("ZZ2", "Fernbank Practice"),
    "Ashby Fold": ("ZZ3", "Ashby Fold Medical Centre"),
    "Stonegate": ("ZZ4", "Quayside Practice"),
}
CARE_HOMES = {
    "Millbeck": ("Weir House",),
    "Harrow Green": ("Larch House", "The Cedars"),
    "Ashby Fold": ("Beechcroft",),
    "Stonegate": ("Harbour View", "Saltmarsh Lodge"),
}
STREETS = (
    "Weir Lane", "Kiln Court", "Tannery Row", "Chapel Hill", "Quay Street", "Mill Cottages",
    "Foundry Yard", "Orchard Rise", "Canal Side", "Ropewalk", "Tithe Barn Close", "Lockside",
    "Dyers Croft", "Saltpan Road", "Heron Bank", "Cooper's Field",
)  # fmt: skip
FAMILY_NAMES = (
    "Hargreaves", "Achterberg", "Pellow", "Oyelaran", "Winterburn", "Kowalczyk", "Lindqvist",
    "Okonedo", "Begum", "Thistlewood", "Penhallow", "Marchetti", "Dhillon", "Cardew", "Ashdown",
    "Brackenbury", "Mwangi", "Tregear", "Szymanski", "Fairweather", "Chaudhry", "Lockyer",
    "Nakamura", "Garrick", "Villiers", "O'Hanlon", "Pemberton-Shah", "de Souza", "Quarrie", "Xu",
)  # fmt: skip
OLDER_WOMEN = (
    "Doreen", "Joan", "Grace", "Beryl", "Maureen", "Sheila", "Amina", "Edith", "Irena", "Patricia",
    "Surinder", "Norma", "Winifred", "Hilary", "Esme", "Leela",
)  # fmt: skip
OLDER_MEN = (
    "Martin", "Alan", "Desmond", "Kenneth", "Stanislaw", "Roy", "Gurdev", "Cyril", "Ronald",
    "Winston", "Frank", "Idris", "Leonard", "Arthur", "Hamid", "Neville",
)  # fmt: skip
YOUNGER_WOMEN = ("Chloe", "Aisha", "Megan", "Zofia", "Priya", "Ellie", "Noor", "Hannah")
YOUNGER_MEN = ("Callum", "Yusuf", "Jacob", "Tomasz", "Arjun", "Liam", "Kwame", "Owen")
FRAILTY = (2, 3, 4, 5, 6, 7, 8, 9)
FRAILTY_WEIGHTS = (3, 8, 14, 20, 27, 20, 6, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedPerson:
    """Somebody who does not exist.

    Attributes:
        care_home: the name of the home they live in, or nothing.
        frailty: Clinical Frailty Scale; None under 65, for whom it is not meant.
    """

    name: PersonName
    sex: Sex
    gender: Gender
    born_on: date
    nhs_number: NhsNumber
    address: str
    town: str
    postcode: Postcode
    practice: str
    telephone: TelephoneNumber
    care_home: str
    lives_alone: bool
    frailty: int | None

    @property
    def where(self) -> str:
        """Their home in one line, without the postcode: "14 Weir Lane, Millbeck"."""
        return f"{self.address}, {self.town}"


def people(seed: int, today: date) -> Iterator[InventedPerson]:
    """Invented people without end; no two of one run share an NHS number."""
    chance = random.Random(seed)
    used: set[NhsNumber] = set()
    while True:
        number = nhs_number(chance)
        if number not in used:
            used.add(number)
            yield _somebody(chance, today, number)


def nhs_number(chance: random.Random) -> NhsNumber:
    """A number of the range 999, which is never issued, with a right check digit."""
    while True:
        nine = f"999{chance.randrange(1_000_000):06d}"
        digit = check_digit(nine)
        if digit is not None:
            return NhsNumber(f"{nine}{digit}")


def telephone(chance: random.Random) -> TelephoneNumber:
    """A number of a range kept for drama: two in three mobile."""
    prefix = "+447700900" if chance.random() < 2 / 3 else "+441632960"
    return TelephoneNumber(f"{prefix}{chance.randrange(1000):03d}")


def _somebody(chance: random.Random, today: date, number: NhsNumber) -> InventedPerson:
    born_on = _birth_date(chance, today)
    years = age_on(born_on, today).years
    older = years >= OLDER_FROM
    woman = chance.random() < WOMEN_SHARE
    town = chance.choice(list(TOWNS))
    outward, practice = TOWNS[town]
    in_care_home = older and chance.random() < CARE_HOME_OF_OLDER
    care_home = chance.choice(CARE_HOMES[town]) if in_care_home else ""
    alone = years >= ADULT_FROM and not in_care_home and chance.random() < ALONE_OF_OTHERS
    inward = f"{chance.randrange(1, 10)}{''.join(chance.choices('ABDEFGHJLNPQRSTUWXYZ', k=2))}"
    return InventedPerson(
        name=_name(chance, woman=woman, years=years),
        sex=Sex.FEMALE if woman else Sex.MALE,
        gender=Gender.WOMAN if woman else Gender.MAN,
        born_on=born_on,
        nhs_number=number,
        address=care_home or f"{chance.randrange(1, 90)} {chance.choice(STREETS)}",
        town=town,
        postcode=Postcode(f"{outward} {inward}"),
        practice=practice,
        telephone=telephone(chance),
        care_home=care_home,
        lives_alone=alone,
        frailty=chance.choices(FRAILTY, FRAILTY_WEIGHTS)[0] if older else None,
    )


def _birth_date(chance: random.Random, today: date) -> date:
    group = chance.random()
    if group < CHILD_SHARE:
        years = chance.uniform(0, ADULT_FROM)
    elif group < CHILD_SHARE + YOUNGER_SHARE:
        years = chance.uniform(ADULT_FROM, OLDER_FROM)
    else:
        years = min(max(chance.gauss(82, 8), OLDER_FROM), 104)
    return today - timedelta(days=round(years * 365.25))


def _name(chance: random.Random, *, woman: bool, years: int) -> PersonName:
    older = years >= OLDER_FROM
    if woman:
        given = chance.choice(OLDER_WOMEN if older else YOUNGER_WOMEN)
        title = chance.choice(("Mrs", "Mrs", "Miss", "Ms"))
    else:
        given = chance.choice(OLDER_MEN if older else YOUNGER_MEN)
        title = "Mr"
    return PersonName(
        family=chance.choice(FAMILY_NAMES), given=given, title=title if years >= ADULT_FROM else ""
    )
