from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "palpate.clinic.visits"
    label = "visits"
