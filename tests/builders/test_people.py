from collections.abc import Iterable
from datetime import date
from itertools import islice
from statistics import median

from app.terms import age_on, is_fictional
from tests.builders.people import TOWNS, people

TODAY = date(2026, 11, 22)
CROWD = list(islice(people(7, TODAY), 5000))


def test_the_same_seed_gives_the_same_people() -> None:
    assert list(islice(people(7, TODAY), 50)) == CROWD[:50]
    assert list(islice(people(8, TODAY), 50)) != CROWD[:50]


def test_every_number_is_one_that_nobody_has() -> None:
    assert len({person.nhs_number for person in CROWD}) == len(CROWD)
    for person in CROWD:
        assert person.nhs_number.digits.startswith("999")
        assert is_fictional(person.telephone)
        assert person.town in TOWNS
        assert person.postcode.outward.startswith("ZZ")


def test_the_mix_is_that_of_a_single_point_of_access() -> None:
    ages = [age_on(person.born_on, TODAY).years for person in CROWD]
    assert 79 <= median(ages) <= 81
    assert min(ages) == 0
    assert max(ages) <= 104
    assert 0.55 <= share(person.sex == "female" for person in CROWD) <= 0.61
    assert 0.19 <= share(bool(person.care_home) for person in CROWD) <= 0.25
    assert 0.38 <= share(person.lives_alone for person in CROWD) <= 0.44
    assert median(person.frailty for person in CROWD if person.frailty) == 6


def test_nobody_contradicts_themselves() -> None:
    for person, age in ((each, age_on(each.born_on, TODAY).years) for each in CROWD):
        assert not (person.care_home and person.lives_alone)
        assert (person.frailty is not None) is (age >= 65)
        assert age >= 18 or not person.lives_alone
        assert age >= 18 or not person.name.title
        assert person.where.endswith(person.town)


def share(claims: Iterable[bool]) -> float:
    kept = list(claims)
    return sum(kept) / len(kept)
