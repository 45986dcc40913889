"""A list, a case, a form: each as little as Django lets one write."""

from datetime import datetime

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from floorsite.models import CASES, Theme

PER_PAGE = 25


def empty(request):
    return HttpResponse("ok")


@login_required
def small(request):
    return render(request, "small.html", {"theme": Theme.objects.get(pk=3)})


@login_required
def case_list(request, size):
    """25 rows with theme, municipality, region and handler, newest first, paged by keyset, not counted."""
    model = CASES[size]
    rows = model.objects.select_related("theme", "municipality__region", "handler").defer("summary")
    for name in ("status", "theme"):
        if request.GET.get(name):
            rows = rows.filter(**{name: int(request.GET[name])})
    if "after" in request.GET:
        at, pk = request.GET["after"].split(",")
        beyond = f"({model._meta.db_table}.created_at, {model._meta.db_table}.id) < (%s, %s)"
        rows = rows.extra(where=[beyond], params=[datetime.fromisoformat(at.replace(" ", "+")), int(pk)])
    rows = list(rows.order_by("-created_at", "-id")[:PER_PAGE])
    context = {"rows": rows, "size": size, "last": rows[-1] if rows else None, "themes": Theme.objects.all()}
    return render(request, "list.html", context)


@login_required
def case_page(request, size, pk):
    case = get_object_or_404(CASES[size].objects.select_related("theme", "municipality__region", "handler"), pk=pk)
    return render(request, "case.html", {"case": case})


class ApplyForm(forms.ModelForm):
    class Meta:
        model = CASES["form"]
        fields = ("title", "summary", "theme", "municipality")


@login_required
def form(request):
    filled = ApplyForm(request.POST or None)
    if request.method == "POST" and filled.is_valid():
        case = filled.save(commit=False)
        case.status, case.created_at = 1, timezone.now()  # noqa: TID251 - the floor has no clock of ours
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval('case_number')")
            case.number = f"P{cursor.fetchone()[0]}"
        case.save()
        return redirect("/empty/")
    return render(request, "form.html", {"form": filled})
