"""Every address of the application, one line an app."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("", include("palpate.clinic.accounts.urls")),
    path("", include("palpate.clinic.clients.urls")),
    path("", include("palpate.clinic.charting.urls")),
    path("", include("palpate.clinic.visits.urls")),
    path("", include("palpate.clinic.progress.urls")),
]
handler404 = "palpate.clinic.accounts.errors.not_found"
handler500 = "palpate.clinic.accounts.errors.server_error"
