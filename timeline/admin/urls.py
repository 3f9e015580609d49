"""The staff's pages that are no lists of Django's: included at /admin/, before the admin's own."""

from django.contrib import admin
from django.urls import path

from timeline.admin import activity

staff = admin.site.admin_view

urlpatterns = [
    path("activity/<slug:slug>/", staff(activity.of_case), name="activity"),
    path("events/<slug:public_id>/comment/", staff(activity.comment), name="comment"),
    path("events/<slug:public_id>/assign/", staff(activity.assign), name="assign"),
]
