from __future__ import annotations

from django.urls import URLPattern, path

from palpate.clinic.charting import views

urlpatterns: list[URLPattern] = [
    path("clients/<uuid:client_id>/episodes/new/", views.episode_new, name="episode-new"),
    path("episodes/<uuid:episode_id>/", views.cockpit, name="cockpit"),
    path("episodes/<uuid:episode_id>/sync", views.sync, name="episode-sync"),
    path("episodes/<uuid:episode_id>/plan", views.plan, name="episode-plan"),
    path("episodes/<uuid:episode_id>/plan.pdf", views.plan_pdf, name="plan-pdf"),
    path("body/<slug:version>/views.json", views.body_views, name="body-views"),
    path("knowledge/<slug:version>/vocabulary.json", views.vocabulary, name="vocabulary"),
]
