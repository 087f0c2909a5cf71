"""Django's registration of the app, and of the admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Site")

    def ready(self) -> None:
        # Models are not loaded before now.
        from articles.checks import leads_to
        from articles.picture_uses import in_these_bodies, in_these_places
        from articles.retiring import let_follow
        from portal import destinations, followers, picture_places, roles

        post_migrate.connect(roles.apply, sender=self)
        in_these_places(picture_places.in_standing_pages)
        in_these_bodies(picture_places.standing_bodies)
        let_follow(followers.menus_and_editions)
        leads_to("portal:page_detail", "slug", destinations.standing_pages)


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin_site.PortalAdminSite"

    def ready(self) -> None:
        """Find all registrations, then put ours in the place of Django's: groups, the door."""
        super().ready()
        from django.contrib.admin import site
        from django.contrib.auth.models import Group
        from django_otp.plugins.otp_static.models import StaticDevice
        from django_otp.plugins.otp_totp.models import TOTPDevice

        from portal.admin_people import RoleAdmin
        from portal.staff_login import StaffLoginForm

        site.unregister([Group, StaticDevice, TOTPDevice])  # devices are their owners' affair
        site.register(Group, RoleAdmin)
        site.login_form = StaffLoginForm


class PortalStaticFilesConfig(StaticFilesConfig):
    @property
    def ignore_patterns(self) -> list[str]:
        from portal.static_files import unused_files  # asked for by collectstatic alone

        return [*StaticFilesConfig.ignore_patterns, *unused_files()]
