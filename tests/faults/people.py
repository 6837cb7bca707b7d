"""People at the product's own pages, over HTTP as a browser would: sign in, take, speak, close."""

import re
from typing import Any

import requests

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PATIENCE = 10.0
NOTHING_NEEDED = {
    "happened": "nothing_needed",
    "ed_avoided": "no",
    "admission_avoided": "no",
    "ambulance_avoided": "no",
    "safety_net": "Ring us again if anything changes.",
}


class Person:
    """Somebody signed in, at one browser."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self.url, self.username, self._password = url, username, password
        self.session = requests.Session()
        self.session.trust_env = False
        self.token = ""
        self.sign_in()

    def sign_in(self) -> None:
        """Sign in with name and password."""
        form = self.get("/sign-in").text
        given = {"username": self.username, "password": self._password}
        answer = self.session.post(
            f"{self.url}/sign-in",
            data=given | {"csrf_token": _token(form)},
            allow_redirects=False,
            timeout=PATIENCE,
        )
        assert answer.status_code == 303, f"{self.username} may not sign in: {answer.status_code}"
        self.token = _token(self.get("/board").text)

    @property
    def cookie(self) -> str:
        """What their browser sends with every request."""
        return "; ".join(f"{each.name}={each.value}" for each in self.session.cookies)

    def get(self, path: str) -> requests.Response:
        """Read a page."""
        return self.session.get(f"{self.url}{path}", timeout=PATIENCE, allow_redirects=False)

    def post(self, path: str, **fields: str) -> requests.Response:
        """Press a button."""
        return self.session.post(
            f"{self.url}{path}",
            data={"csrf_token": self.token, **fields},
            timeout=PATIENCE,
            allow_redirects=False,
        )

    def take(self, case_id: object) -> requests.Response:
        """Press Take on a row."""
        return self.post(f"/cases/{case_id}/take")

    def my_call(self) -> dict[str, Any]:
        """What the phone's window reads every second."""
        answer = self.get("/telephony/my-call")
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def claim(self) -> str | None:
        """The claim to a room that the phone's window would use now."""
        found: str | None = self.my_call()["claim"]
        return found

    @property
    def identity(self) -> str:
        """Who they are to the carrier, as their pass says."""
        answer = self.get("/telephony/token")
        answer.raise_for_status()
        return str(answer.json()["identity"])

    def close_case(self, case_id: object) -> bool:
        """Agree that nothing is to be done, and close."""
        planned = self.post(
            f"/cases/{case_id}/plan", disposition="NO_ACT", why_nothing="Rang us by mistake"
        )
        if planned.status_code != 303:
            return False
        return self.post(f"/cases/{case_id}/close", **NOTHING_NEEDED).status_code == 303

    def leave(self) -> None:
        """Let go of the connections."""
        self.session.close()


def taken_next(answer: requests.Response) -> str | None:
    """The case that `take-next` led to; None when nobody waited."""
    if answer.status_code != 303:
        return None
    found = re.search(r"/cases/([0-9a-f-]{36})", answer.headers["Location"])
    return found.group(1) if found else None


def _token(page: str) -> str:
    found = TOKEN.search(page)
    assert found, f"no form token in {page[:400]}"
    return found.group(1)
