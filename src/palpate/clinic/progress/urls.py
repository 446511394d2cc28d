from __future__ import annotations

from django.urls import path

from palpate.clinic.progress import views

urlpatterns = [
    path("episodes/<uuid:episode_id>/progress/", views.progress, name="progress"),
    path("episodes/<uuid:episode_id>/scores", views.record, name="score-record"),
    path("scores/<uuid:score_id>/remove", views.remove, name="score-remove"),
]
