"""The admin as the editorial office."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    """Django's admin under our name."""

    site_title = _("Editorial office")
    site_header = _("Editorial office")
    index_title = _("Dashboard")
