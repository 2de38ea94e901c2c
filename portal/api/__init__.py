"""The API, assembled from the rooms."""

from ninja import NinjaAPI

api = NinjaAPI(title="Concerta", version="1.0.0", urls_namespace="api")
