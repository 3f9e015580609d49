"""The staff's pages that are no lists of Django's: included at /admin/, before the admin's own."""

from django.contrib import admin
from django.urls import path

from timeline.admin import activity, date_lab, desk, saved_views

staff = admin.site.admin_view

urlpatterns = [
    path("date-lab/", staff(date_lab.page), name="date-lab"),
    path("desk/date/", staff(desk.date_means), name="desk-date"),
    path("desk/<slug:slug>/", staff(desk.page), name="desk"),
    path("activity/<slug:slug>/", staff(activity.of_case), name="activity"),
    path("views/<slug:slug>/", staff(saved_views.of_case), name="saved-views"),
    path("events/<slug:public_id>/comment/", staff(activity.comment), name="comment"),
    path("events/<slug:public_id>/assign/", staff(activity.assign), name="assign"),
]
