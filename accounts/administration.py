"""Django's administration, in Danish and in our house. Who may enter is said at the room's door (accounts.rooms)."""

from django.contrib.admin.sites import AdminSite


class PortalAdminSite(AdminSite):
    """The administrator's room: users and reference data. Its own sign-in page is never reached, see the door."""

    site_header = "SPARK-administration"
    site_title = "SPARK-administration"
    index_title = "Brugere og stamdata"
    site_url = "/"
    enable_nav_sidebar = False
