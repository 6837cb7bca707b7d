"""Invented staff of the demonstration: somebody for every role. All names are made up."""

from dataclasses import dataclass

from app.accounts.states import Role

DEMO_PIN = "246813"
"""The desk PIN of everybody in the demonstration, which reaches no real telephone."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who may sign in at a demonstration.

    Attributes:
        hubs: codes of the hubs they work in.
        ods_code: of their organisation; partners' are those of the directory.
        registration: an invented professional registration.
    """

    username: str
    name: str
    hubs: tuple[str, ...]
    roles: tuple[Role, ...]
    ods_code: str
    organisation: str
    registration: str | None = None

    @property
    def role(self) -> str:
        """Their roles in words."""
        return " and ".join(role.spoken for role in self.roles)


_NV = ("NV",)
_SK = ("SK",)
_BOTH = ("NV", "SK")
_NV_HUB = ("ZZNV0", "Northvale hub")
_SK_HUB = ("ZZSK0", "Skerrow Island hub")
_AREA = ("ZZICB", "Northvale and Skerrow Care Board")

_R = Role

PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson("priya.nair", "Priya Nair", _NV, (_R.PATHWAY_COORDINATOR,), *_NV_HUB, "ZZ-N-00101"),
    DemoPerson("amir.shah", "Amir Shah", _NV, (_R.PATHWAY_COORDINATOR,), *_NV_HUB, "ZZ-N-00102"),
    DemoPerson("sam.okafor", "Sam Okafor", _NV, (_R.PATHWAY_COORDINATOR,), *_NV_HUB, "ZZ-N-00103"),
    DemoPerson("beth.moran", "Beth Moran", _NV, (_R.PATHWAY_COORDINATOR,), *_NV_HUB, "ZZ-P-00104"),
    DemoPerson("jo.lindley", "Jo Lindley", _NV, (_R.CALL_HANDLER,), *_NV_HUB),
    DemoPerson("tom.reyes", "Tom Reyes", _NV, (_R.CALL_HANDLER,), *_NV_HUB),
    DemoPerson("helen.marsh", "Helen Marsh", _NV, (_R.SHIFT_MANAGER,), *_NV_HUB),
    DemoPerson(
        "grace.adeyemi", "Dr Grace Adeyemi", _NV, (_R.SENIOR_CLINICIAN,), *_NV_HUB, "ZZ-G-00105"
    ),
    DemoPerson("dan.kerr", "Dan Kerr", _NV, (_R.CRISIS_DISPATCHER,), *_NV_HUB),
    DemoPerson("lena.holt", "Lena Holt", _NV, (_R.CRISIS_RESPONDER,), *_NV_HUB, "ZZ-N-00106"),
    DemoPerson("ruth.abara", "Ruth Abara", _NV, (_R.PARTNER_REFERRER,), "ZZNV31", "Larch House"),
    DemoPerson("neil.foss", "Dr Neil Foss", _NV, (_R.GP_PRACTICE,), "ZZNV11", "Millbeck Surgery"),
    DemoPerson(
        "carol.beech",
        "Carol Beech",
        _NV,
        (_R.VOLUNTARY_PARTNER,),
        "ZZNV81",
        "Northvale Befrienders",
    ),
    DemoPerson("ian.prowse", "Ian Prowse", _BOTH, (_R.CAPACITY_PLANNER,), *_AREA),
    DemoPerson("maya.lund", "Maya Lund", _BOTH, (_R.GOVERNANCE_LEAD,), *_AREA),
    DemoPerson("owen.tait", "Owen Tait", _BOTH, (_R.PRIVACY_OFFICER,), *_AREA),
    DemoPerson("zoe.hart", "Zoe Hart", _BOTH, (_R.ADMINISTRATOR,), *_AREA),
    DemoPerson("paul.renn", "Paul Renn", _BOTH, (_R.COMMISSIONER,), *_AREA),
    DemoPerson("isla.munro", "Isla Munro", _SK, (_R.PATHWAY_COORDINATOR,), *_SK_HUB, "ZZ-N-00201"),
    DemoPerson(
        "callum.reid", "Callum Reid", _SK, (_R.PATHWAY_COORDINATOR,), *_SK_HUB, "ZZ-P-00202"
    ),
    DemoPerson("fiona.grieve", "Fiona Grieve", _SK, (_R.CALL_HANDLER,), *_SK_HUB),
    DemoPerson("angus.leith", "Angus Leith", _SK, (_R.SHIFT_MANAGER,), *_SK_HUB),
    DemoPerson(
        "morag.shaw", "Morag Shaw", _SK, (_R.PARTNER_REFERRER,), "ZZSK31", "Lighthouse View"
    ),
)
