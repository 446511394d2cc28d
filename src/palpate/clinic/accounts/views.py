"""First start: the owner's account, once."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from palpate.clinic.accounts.forms import WelcomeForm
from palpate.clinic.accounts.models import User
from palpate.clinic.accounts.services import open_clinic


def welcome(request: HttpRequest) -> HttpResponse:
    """Sets up the clinic and its owner; closed as soon as anyone has an account."""
    if User.objects.exists():
        raise Http404
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        owner = open_clinic(**form.cleaned_data)
        login(request, owner, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect("today")
    return render(request, "accounts/welcome.html", {"form": form})
