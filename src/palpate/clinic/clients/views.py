from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from palpate.clinic.accounts.access import staff_only


@staff_only
def today(request: HttpRequest) -> HttpResponse:
    return render(request, "clients/today.html")
