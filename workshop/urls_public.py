"""What people without an account open by an address that was given to them."""

from __future__ import annotations

from django.urls import path

from workshop.proof import outside_views as views

app_name = "proofs"
urlpatterns = [
    path("<str:token>/", views.proof, name="proof"),
]
