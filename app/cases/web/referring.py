"""A partner's own form (GP, care home and others): it feeds the same queue as the telephone."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts import actions as accounts
from app.accounts.guards import actor, hub_id, needs, seat
from app.cases import actions, forms, queries
from app.cases.actions.receiving import Source
from app.cases.web.saving import blueprint
from app.directory import queries as directory
from app.foundation.identifiers import new_id
from app.foundation.problems import Invalid, NotFound
from app.foundation.transaction import Transaction, transaction
from app.patients import actions as patients
from app.patients import queries as people
from app.terms.caller import CallerType
from app.terms.telephone import TelephoneNumber

MOST = accounts.Allowance(40, timedelta(hours=1))
"""More than a large care home in an outbreak ever sent; a page gone wild sends thousands."""


@blueprint.get("/refer")
@needs("refer.write")
def refer() -> ResponseReturnValue:
    """The form of the organisation that is signed in; a care home has its express form."""
    with transaction(actor()) as tx:
        home = _home(tx)
        return _page(tx, home, _form(tx, home, sent=False))


@blueprint.post("/refer")
@needs("refer.write")
def send_referral() -> ResponseReturnValue:
    """Take a referral in, once however often it is sent, and say its number."""
    with transaction(actor()) as tx:
        home = _home(tx)
        form = _form(tx, home, sent=True)
        good = form.validate()
    if not good:
        return _again(form), 422
    try:
        with transaction(actor()) as tx:
            reference = _receive(tx, home, form)
    except Invalid as wrong:
        form.refuse(wrong)
        return _again(form), 422
    with transaction(actor()) as tx:
        return _page(tx, home, _form(tx, home, sent=False), reference)


def _again(form: forms.ReferralForm) -> str:
    with transaction(actor()) as tx:
        return _page(tx, _home(tx), form)


def _home(tx: Transaction) -> directory.Organisation:
    """The organisation of whoever is signed in, from the sign-in and never typed."""
    found = directory.organisation_by_code(tx, hub_id(), seat().ods_code)
    if found is None:
        raise NotFound("Your organisation is not in this hub's directory. Ring us instead.")
    return found


def _form(tx: Transaction, home: directory.Organisation, *, sent: bool) -> forms.ReferralForm:
    kind = forms.CareHomeForm if home.caller_type == CallerType.CARE_HOME else forms.ReferralForm
    form = kind.sent() if sent else kind(data={"request_key": str(new_id())})
    if isinstance(form, forms.CareHomeForm):
        form.offer(people.residents(tx, home.hub_id, home.id))
    return form


def _receive(tx: Transaction, home: directory.Organisation, form: forms.ReferralForm) -> str:
    told, express = form.told(), isinstance(form, forms.CareHomeForm)
    if isinstance(form, forms.CareHomeForm):
        told = form.resident_told(people.residents(tx, home.hub_id, home.id)) or told
    received = actions.receive_form(
        tx,
        home.hub_id,
        form.request_key.data or "",
        Source(
            caller_type=CallerType(home.caller_type),
            number=form.call_back_number.data,
            organisation_id=home.id,
            line=home.name,
            express=express,
        ),
        form.record(),
    )
    if received.fresh:
        accounts.limit(
            tx, f"refer:{seat().person.id}", MOST, "That is a great many. Ring us instead."
        )
        # what follows locks the case's row, which must be there first
        tx.session.flush()
        if any(told.values()):
            person = patients.tell(tx, home.hub_id, received.case_id, None, told)
            tx.session.flush()
            actions.bind_patient(tx, received.case_id, person)
        signs = form.signs(tx.now) if isinstance(form, forms.CareHomeForm) else None
        if signs is not None:
            actions.observe(tx, received.case_id, signs)
    code = directory.hub(tx, home.hub_id).code
    return f"{code}-{queries.case(tx, received.case_id).number}"


def _page(
    tx: Transaction, home: directory.Organisation, form: forms.ReferralForm, reference: str = ""
) -> str:
    number = directory.line_number(tx, home.hub_id)
    return render_template(
        "cases/refer.html",
        home=home,
        form=form,
        reference=reference,
        express=isinstance(form, forms.CareHomeForm),
        direct=str(TelephoneNumber(number)) if number else "",
    )
