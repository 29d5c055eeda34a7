"""Django's admin with our site in it. Apart from the site, which needs the models to be ready."""

from django.contrib.admin.apps import AdminConfig


class RecordsAdminConfig(AdminConfig):
    default_site = "wastebank.web.admin_site.RecordsSite"
