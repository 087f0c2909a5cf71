"""What the site around the articles keeps about a category, when that is merged into another."""

from django.db import models

from articles.models import Category
from portal.models import FrontSection, MenuItem


def menus_and_editions(old: models.Model, new: models.Model) -> None:
    """Lead menus to the other one, and let its river stand where this one's stood."""
    if not isinstance(old, Category):
        return
    MenuItem.objects.filter(category=old.pk).update(category=new.pk)
    sections = FrontSection.objects.filter(category=old.pk)
    both = FrontSection.objects.filter(category=new.pk).values("edition")
    sections.filter(edition__in=both).delete()
    sections.update(category=new.pk)
