"""Two of Django's own apps, set up our way."""

from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalAdminConfig(AdminConfig):
    """Makes ``django.contrib.admin.site`` the portal's own, without what the libraries put there unasked."""

    default_site = "accounts.administration.PortalAdminSite"

    def ready(self) -> None:
        """Find every app's pages; groups and the sign-in library's addresses decide nothing here."""
        super().ready()
        from allauth.account.models import EmailAddress
        from django.contrib import admin
        from django.contrib.auth.models import Group

        admin.site.unregister([Group, EmailAddress])


class PortalStaticFilesConfig(StaticFilesConfig):
    """``collectstatic`` without sources, maps, scripts, foreign themes and logos, and the letters we never write.

    dkfds.min.css itself names a few whole fonts (woff, eot, ttf). They must be there for their hashed addresses to
    resolve; no browser fetches them, because spark.css declares the same faces split by script.
    """

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.map",
        "*.md",
        "scss",
        "dkfds.css",
        "dkfds*.js",
        "dkfds-virkdk*",
        "dkfds-borgerdk*",
        "logo-borgerdk.svg",
        "logo_virk.svg",
        "all-svg-icons.svg",
        "otf",
        "*/split/woff/*",
        "*/split/woff2/*Italic*",
        "*/split/woff2/*-Bold-*",
        "*/split/woff2/*-Medium-*",
        "IBMPlexSans-Thin*",
        "IBMPlexSans-*Light*",
        "IBMPlexSans-Text*",
        "IBMPlexSans-*-Cyrillic.woff2",
        "IBMPlexSans-*-Greek.woff2",
        "IBMPlexSans-*-Latin3.woff2",
        "*/ttf/IBMPlexSans-[!R]*",
        "*/eot/IBMPlexSans-[!R]*",
    ]
