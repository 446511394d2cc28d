from django.apps import AppConfig


class ChartingConfig(AppConfig):
    name = "palpate.clinic.charting"
    label = "charting"
