"""A case and what it points to; one table of cases per size, and one that the form fills."""

from django.conf import settings
from django.db import models

SIZES = {"1k": 1_000, "100k": 100_000}


class Region(models.Model):
    name = models.CharField(max_length=60)

    def __str__(self):
        return self.name


class Municipality(models.Model):
    name = models.CharField(max_length=60)
    region = models.ForeignKey(Region, on_delete=models.PROTECT)

    def __str__(self):
        return self.name


class Theme(models.Model):
    name = models.CharField(max_length=80)

    def __str__(self):
        return self.name


class CaseBase(models.Model):
    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField()
    status = models.SmallIntegerField()
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, db_index=False, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.number


def _case(label):
    indexes = [
        models.Index(fields=["-created_at", "-id"], name=f"c{label}_new"),
        models.Index(fields=["status", "-created_at", "-id"], name=f"c{label}_st"),
        models.Index(fields=["theme", "status", "-created_at", "-id"], name=f"c{label}_th"),
    ]
    meta = type("Meta", (), {"db_table": f"case_{label}", "app_label": "floorsite", "indexes": indexes})
    return type(f"Case{label}", (CaseBase,), {"Meta": meta, "__module__": __name__})


# "form": the form's own table, so that what is posted does not make a list longer.
CASES = {label: _case(label) for label in (*SIZES, "form")}
