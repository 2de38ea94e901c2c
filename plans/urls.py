"""Public addresses of plans."""

from django.urls import path

from plans.views import answering, files, plans

urlpatterns = [
    path("", plans.plans, name="plans"),
    path("atom.xml", plans.feed, name="plans_feed"),
    # From a letter, without signing in.
    path("relatar/<str:token>/", answering.answer_by_link, name="plan_answer_link"),
    path("<uuid:uuid>/", plans.plan, name="plan"),
    path("<uuid:uuid>/<uuid:element_uuid>/", plans.element, name="plan_element"),
    path("<uuid:uuid>/plano.xlsx", files.plan_file, {"kind": "xlsx"}, name="plan_xlsx"),
    path("<uuid:uuid>/plano.csv", files.plan_file, {"kind": "csv"}, name="plan_csv"),
    path("<uuid:uuid>/plano.pdf", files.plan_pdf, name="plan_pdf"),
]
