from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "palpate.clinic.clients"
    label = "clients"
