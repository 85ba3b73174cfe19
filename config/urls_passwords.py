"""Choosing a password by a link that came by mail: an invitation, or a forgotten one. Names are Django's."""

from django.contrib.auth import views
from django.urls import path

from config.passwords import ForgottenPasswordView, NewPasswordView

urlpatterns = [
    path("oublie/", ForgottenPasswordView.as_view(), name="admin_password_reset"),
    path("envoye/", views.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("choisi/", views.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path("<uidb64>/<token>/", NewPasswordView.as_view(), name="password_reset_confirm"),
]
