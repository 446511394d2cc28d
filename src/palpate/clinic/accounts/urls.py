from django.urls import path

from palpate.clinic.accounts import views

urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
]
