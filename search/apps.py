from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Pesquisa")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search import following

        following.connect()
