"""A stage of a sign-in, as allauth.mfa brings one. Loaded by name: allauth's modules import each other in a ring."""

from allauth.account.stages import LoginStage
from django.http import HttpResponseRedirect


class SecondFactor(LoginStage):
    """Sends the person to a page of its own before letting in."""

    key = "second-factor"
    urlname = "account_login"

    def handle(self):
        return HttpResponseRedirect("/2fa/"), True
