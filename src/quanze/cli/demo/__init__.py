"""A demo installation: its people, what has to be ready before cases run, and cases in many states. All of it is
marked 演示."""

from quanze.cli.demo.complaints import make_complaints
from quanze.cli.demo.people import MARK, Login, keep_logins, logins, make_people, table
from quanze.cli.demo.playing import make_cases
from quanze.cli.demo.ready import LETTER_CODE, confirm_procedures, make_certificate, set_letter_code
from quanze.cli.demo.rounds import make_rankings, make_rounds

__all__ = [
    "LETTER_CODE",
    "MARK",
    "Login",
    "confirm_procedures",
    "keep_logins",
    "logins",
    "make_cases",
    "make_certificate",
    "make_complaints",
    "make_people",
    "make_rankings",
    "make_rounds",
    "set_letter_code",
    "table",
]
