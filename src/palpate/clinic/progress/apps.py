from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "palpate.clinic.progress"
    label = "progress"
