from __future__ import annotations

from django.urls import path

from palpate.clinic.clients import intake_views, public_views, safety_views, views

CLIENT = "clients/<uuid:client_id>/"

urlpatterns = [
    path("", views.today, name="today"),
    path("clients/", views.client_list, name="client_list"),
    path("clients/new", views.client_new, name="client_new"),
    path(CLIENT, views.client_page, name="client"),
    path(CLIENT + "edit", views.client_edit, name="client_edit"),
    path(CLIENT + "screening/", safety_views.screening_page, name="screening"),
    path(
        CLIENT + "screening/<str:restriction_id>/clearance",
        safety_views.clearance_new,
        name="clearance_new",
    ),
    path(
        "clearances/<uuid:clearance_id>/withdraw",
        safety_views.clearance_withdraw,
        name="clearance_withdraw",
    ),
    path(CLIENT + "intake/", intake_views.invite_page, name="intake_invite"),
    path(CLIENT + "intake/link", intake_views.invite_make, name="intake_make"),
    path(CLIENT + "intake/mail", intake_views.invite_mail, name="intake_mail"),
    path(CLIENT + "intake/close", intake_views.invite_revoke, name="intake_revoke"),
    path(CLIENT + "intake/hand-over", intake_views.hand_over, name="intake_hand_over"),
    path(CLIENT + "intake/in-person", intake_views.in_person, name="intake_in_person"),
    path(
        CLIENT + "intake/in-person/draft",
        intake_views.in_person_draft,
        name="intake_in_person_draft",
    ),
    path("intakes/<uuid:intake_id>/", intake_views.intake_answers, name="intake_answers"),
    path("intakes/<uuid:intake_id>/read", intake_views.intake_read, name="intake_read"),
    path("intake/<str:token>/", public_views.intake, name="public_intake"),
    path("intake/<str:token>/draft", public_views.draft, name="public_draft"),
]
