from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from wagtail.models import get_page_models

        from portal.communication import trail
        from portal.pages import pictures, restricted

        for model in get_page_models():
            if model.__module__.startswith("portal."):
                post_save.connect(pictures.note_references, sender=model)
        trail.connect()
        restricted.connect()
