"""Saving a form: one transaction, one action; a refused entry is drawn again as it was sent."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app.accounts.guards import actor
from app.cases import queries
from app.cases.states import CaseState
from app.foundation.problems import Conflict, Invalid
from app.foundation.transaction import Transaction, transaction
from app.web.forms import Form

blueprint = Blueprint("cases", __name__, template_folder="../templates")

Answer = Response | tuple[str, int]


def case_page(case_id: UUID, panel: str = "") -> Response:
    """Back to the case; the page puts the focus on the panel that changed."""
    return redirect(f"/cases/{case_id}{f'#{panel}' if panel else ''}", 303)


def saved(
    title: str, form: Form, case_id: UUID, act: Callable[[Transaction], object], panel: str
) -> Answer:
    """Check a form, run its action, and go back; or draw the form again with its errors.

    Nothing that was typed is lost: the refused entry is drawn as it was sent.
    """
    sentence = "Some of this needs another look. Nothing you typed was lost."
    if form.validate():
        try:
            with transaction(actor()) as tx:
                act(tx)
        except Invalid as wrong:
            sentence = wrong.sentence
            form.refuse(wrong)
        except Conflict as taken:
            if not taken.changes:
                raise
            page = _conflict(taken, form, case_id)
            if page is None:
                raise Conflict(taken.sentence) from None
            return page, 409
        else:
            return case_page(case_id, panel)
    page = render_template(
        "cases/form.html", title=title, form=form, sentence=sentence, back=f"/cases/{case_id}"
    )
    return page, 422


def _conflict(taken: Conflict, form: Form, case_id: UUID) -> str | None:
    """Both values; None where the other's are kept from whoever writes."""
    with transaction(actor()) as tx:
        case = queries.case(tx, case_id)
        version = case.record_version
        if queries.is_guarded(tx, case):
            return None
    return render_template(
        "cases/conflict.html",
        conflict=taken,
        form=form,
        version=version,
        keep_url=request.path,
        back=f"/cases/{case_id}",
    )


def state_named(text: str) -> CaseState:
    """The state of a name in an address.

    Raises:
        Conflict: there is none.
    """
    try:
        return CaseState(text)
    except ValueError:
        raise Conflict("There is no such state. Nothing was changed.") from None


def id_named(text: Any) -> UUID:  # noqa: ANN401  # a form's own value
    """The id that a form sent.

    Raises:
        Invalid: nothing was chosen.
    """
    try:
        return UUID(str(text))
    except ValueError:
        raise Invalid(
            "Choose who should have it.", {"to": ["Choose who should have it."]}
        ) from None
