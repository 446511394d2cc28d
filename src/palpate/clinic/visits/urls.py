from __future__ import annotations

from django.urls import path

from palpate.clinic.visits import views

urlpatterns = [
    path("episodes/<uuid:episode_id>/visits/start", views.start, name="visit-start"),
    path("visits/<uuid:visit_id>/", views.note, name="visit"),
    path("visits/<uuid:visit_id>/save", views.save, name="visit-save"),
    path("visits/<uuid:visit_id>/sign", views.sign, name="visit-sign"),
    path("visits/<uuid:visit_id>/amend", views.amend, name="visit-amend"),
    path("visits/<uuid:visit_id>/discard", views.discard, name="visit-discard"),
    path("visits/<uuid:visit_id>/note.pdf", views.note_pdf, name="visit-pdf"),
    path("signing-pin", views.pin, name="pin"),
]
