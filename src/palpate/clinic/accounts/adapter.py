"""Sign-in without sign-up: a clinic's owner lets people in."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "This e-mail and password do not belong together.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
