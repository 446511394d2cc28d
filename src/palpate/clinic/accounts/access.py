"""Who may pass: decorators for views."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """Anyone who works in the clinic."""
    wrapped: View = login_required(view)
    return wrapped


def therapist_only(view: View) -> View:
    """Those who treat: the front desk does not see charts."""

    @wraps(view)
    @login_required
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not getattr(request.user, "may_treat", False):
            raise PermissionDenied("Only therapists can open a chart.")
        return view(request, *args, **kwargs)

    return inner
