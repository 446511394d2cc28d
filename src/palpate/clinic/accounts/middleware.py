"""Puts the signed-in user's clinic on the request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from palpate.clinic.accounts.models import User


class ClinicMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        request.clinic = user.clinic if isinstance(user, User) else None  # type: ignore[attr-defined] # our own attribute
        return self.get_response(request)
