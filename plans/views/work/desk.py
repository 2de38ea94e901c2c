"""The desk of plans: what one has to report, what one answers for, what one manages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plans.desk import desk as laid_out
from units.views.work.manners import acting, members_only


@members_only
def desk(request: HttpRequest) -> HttpResponse:
    return render(request, "plans/work/desk.html", {"desk": laid_out(acting(request))})
