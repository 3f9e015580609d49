"""Every address of the site. What stands here, other sites link to: see docs/ before renaming."""

from django.contrib import admin
from django.urls import include, path, re_path

from casetracker.health import healthz, readyz
from casetracker.telemetry.views import metrics
from timeline import views
from timeline.api import api

admin.autodiscover()

urlpatterns = [
    # What most ask for stands first: each pattern before it is tried.
    path("cases/<slug:slug>/", views.case, name="case"),
    path("events/<slug:public_id>/<str:slug>/", views.event, name="event"),
    path("events/<slug:public_id>/", views.event),
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("cases/<slug:slug>/changes/", views.changes, name="changes"),
    path("cases/<slug:slug>/print/", views.printed, name="printed"),
    path("cases/<slug:slug>/files/", views.files, name="files"),
    path("cases/<slug:slug>/pictures/", views.pictures, name="pictures"),
    path("cases/<slug:slug>/pictures/people/", views.pictures, {"lanes": "people"}, name="pictures-people"),
    path("cases/<slug:slug>/follow/", views.follow, name="follow"),
    path("follow/confirm/<str:token>/", views.confirm, name="follow-confirm"),
    path("follow/stop/<str:token>/", views.stop, name="follow-stop"),
    path("cases/<slug:slug>/feed.atom", views.feed, name="feed"),
    path("cases/<slug:slug>/calendar.ics", views.case_file, {"format": "ics"}, name="calendar"),
    path("cases/<slug:slug>/events.csv", views.case_file, {"format": "csv"}, name="events-csv"),
    path("cases/<slug:slug>/events.json", views.case_file, {"format": "json"}, name="events-json"),
    path("cases/<slug:slug>/events.jsonl", views.case_file, {"format": "jsonl"}, name="events-jsonl"),
    path("cases/<slug:slug>/events.jsonld", views.case_file, {"format": "jsonld"}, name="events-jsonld"),
    path("cases/<slug:slug>/timelinejs.json", views.case_file, {"format": "timelinejs"}, name="timelinejs"),
    path("events/<slug:public_id>.json", views.event_file, {"format": "json"}, name="event-json"),
    path("events/<slug:public_id>.ics", views.event_file, {"format": "ics"}, name="event-ics"),
    path("events/<slug:public_id>.png", views.event_picture, name="event-picture"),
    path("cases/<slug:slug>.png", views.case_picture, name="case-picture"),
    path("embed/events/<slug:public_id>/", views.embedded_event, name="embed-event"),
    path("embed/cases/<slug:slug>/", views.embedded_case, name="embed-case"),
    path("oembed", views.oembed, name="oembed"),
    path("articles/<int:pk>/", views.article, name="article"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/frames/<slug:kind>/", views.example_frame, name="example-frame"),
    path("api/v1/", api.urls),
    re_path(r"^api/v1/(?P<rest>(?s:.*))\Z", views.no_such_output),  # a <path:…> ends at a line's end
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("admin/", include("casetracker.accounts.urls")),
    path("admin/", include("timeline.admin.urls")),
    path("admin/", admin.site.urls),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", views.sitemap, name="sitemap-section"),
    path("robots.txt", views.robots),
    path("favicon.ico", views.favicon),
]
