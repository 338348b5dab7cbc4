"""The door for writing: agencies, accounts and roles, applicants and who acts for them."""

from __future__ import annotations

from quanze.people.accounts import grant, open_account, open_agency, revoke, thing_of
from quanze.people.membership import (
    admit,
    ask_to_join,
    confirm_identity,
    decline,
    end_membership,
    hand_over,
    leave,
    renew_mandate,
    withdraw_request,
)
from quanze.people.parties import AlreadyRegistered, enter_party, register_party, revise_party
from quanze.people.signing_up import change_email, rename, set_password, sign_up
from quanze.people.unacceptable import Unacceptable

__all__ = [
    "AlreadyRegistered",
    "Unacceptable",
    "admit",
    "ask_to_join",
    "change_email",
    "confirm_identity",
    "decline",
    "end_membership",
    "enter_party",
    "grant",
    "hand_over",
    "leave",
    "open_account",
    "open_agency",
    "register_party",
    "rename",
    "renew_mandate",
    "revise_party",
    "revoke",
    "set_password",
    "sign_up",
    "thing_of",
    "withdraw_request",
]
