"""Addresses of the counter with no network. The page is the same for everybody."""

from django.urls import path

from wastebank.web.offline import pages, worker

urlpatterns = [
    path("", worker.shell, name="offline"),
    path("session/", pages.session, name="offline_session"),
    path("register/", pages.register, name="offline_register"),
    path("snapshot/", pages.take_along, name="offline_snapshot"),
    path("sync/", pages.sync, name="offline_sync"),
]
