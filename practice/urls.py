"""Public addresses of practice, under /atendimento-integrado/."""

from django.urls import path

from practice.views import front, recommendations, register, results

urlpatterns = [
    path("", front.front, name="practice"),
    path("recomendacoes/", recommendations.recommendations, name="recommendations"),
    path("recomendacoes/<int:number>/", recommendations.recommendation, name="recommendation"),
    path("questionario/", results.campaigns, name="campaigns"),
    path("questionario/<int:year>/", results.results, name="results"),
    path("questionario/<int:year>/resultados.<slug:kind>", results.results_file, name="results_file"),
    path("boas-praticas/", register.practices, name="practices"),
    path("registo/", register.register, name="register"),
    path("registo/<uuid:uuid>/", register.obstacle, name="obstacle"),
]
