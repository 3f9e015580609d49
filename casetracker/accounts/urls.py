"""Included at /admin/, before the admin's own: signing in takes these steps and no others."""

from django.contrib import admin
from django.urls import path

from casetracker.accounts import views

staff = admin.site.admin_view

urlpatterns = [
    path("login/", views.sign_in),
    path("login/code/", views.code, name="sign-in-code"),
    path("join/<uidb64>/<token>/", views.join, name="join"),
    path("account/second-factor/", views.set_up, name="second-factor"),
    path("account/", staff(views.account), name="account"),
    path("account/change/", staff(views.change), name="account-change"),
    path("account/sessions/", staff(views.end_sessions), name="account-sessions"),
    path("password_change/", staff(views.change_password)),
]
