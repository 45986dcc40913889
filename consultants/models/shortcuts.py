"""Who does without single keys: they get in the way of whoever speaks to the computer."""

from django.conf import settings
from django.db import models


class ShortcutsOff(models.Model):
    """The person has switched the queue's keys off; without a row they are on."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name="hvem"
    )
    since = models.DateTimeField("siden")

    class Meta:
        verbose_name = "genveje slået fra"
        verbose_name_plural = "genveje slået fra"

    def __str__(self) -> str:
        return str(self.user)
