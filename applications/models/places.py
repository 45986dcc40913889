"""Where workplaces lie and what they do: reference data that the administrator may edit."""

from typing import ClassVar

from django.db import models


class Province(models.Model):
    """A landsdel (NUTS 3). Provinces outlive regions and carry time series."""

    code = models.CharField("kode", max_length=5, unique=True)
    name = models.CharField("navn", max_length=60)

    class Meta:
        verbose_name = "landsdel"
        verbose_name_plural = "landsdele"
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """One of the 98 municipalities, known by the three digits that Danmarks Statistik uses."""

    code = models.CharField("kode", max_length=3, unique=True)
    name = models.CharField("navn", max_length=60)
    # No server collation can be relied on to put Æ Ø Å last, so the order is a stored key (see danish.sort_key).
    sort_key = models.CharField("sorteringsnøgle", max_length=80, editable=False)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="municipalities", verbose_name="landsdel"
    )

    class Meta:
        verbose_name = "kommune"
        verbose_name_plural = "kommuner"
        ordering: ClassVar = ["sort_key"]

    def __str__(self) -> str:
        return self.name


class Region(models.Model):
    """A region as it was between two dates: Hovedstaden and Sjælland become Østdanmark on 1 January 2027."""

    code = models.CharField("kode", max_length=10, unique=True)
    name = models.CharField("navn", max_length=60)
    valid_from = models.DateField("gælder fra")
    valid_to = models.DateField("gælder til og med", null=True, blank=True)
    municipalities = models.ManyToManyField(Municipality, related_name="regions", verbose_name="kommuner")

    class Meta:
        verbose_name = "region"
        verbose_name_plural = "regioner"
        ordering: ClassVar = ["valid_from", "code"]

    def __str__(self) -> str:
        return self.name


class Sector(models.Model):
    """A branche: what kind of municipal work is done at a workplace."""

    key = models.SlugField("nøgle", max_length=30, unique=True)
    name = models.CharField("navn", max_length=90)
    position = models.PositiveSmallIntegerField("rækkefølge", default=0)

    class Meta:
        verbose_name = "branche"
        verbose_name_plural = "brancher"
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class AgreementPeriod(models.Model):
    """An OK-periode: the frame of money and figures. The running one has no last day yet."""

    name = models.CharField("navn", max_length=10, unique=True)
    starts_on = models.DateField("første dag", unique=True)
    ends_on = models.DateField("sidste dag", null=True, blank=True)

    class Meta:
        verbose_name = "overenskomstperiode"
        verbose_name_plural = "overenskomstperioder"
        ordering: ClassVar = ["starts_on"]

    def __str__(self) -> str:
        return self.name
