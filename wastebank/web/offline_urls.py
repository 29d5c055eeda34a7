"""Addresses of the counter with no network. The page is the same for everybody."""

from django.urls import path

from wastebank.web import offline, worker

urlpatterns = [
    path("", worker.shell, name="offline"),
    path("session/", offline.session, name="offline_session"),
    path("register/", offline.register, name="offline_register"),
    path("snapshot/", offline.take_along, name="offline_snapshot"),
    path("sync/", offline.sync, name="offline_sync"),
]
