from __future__ import annotations

from django.urls import path

from palpate.clinic.clients import views

urlpatterns = [
    path("", views.today, name="today"),
]
