"""What the site around the articles stores. Import from here, never from the modules below."""

from portal.models.front import FrontEdition, FrontSection, FrontSlot
from portal.models.menu import MenuItem
from portal.models.pages import StandingPage
from portal.models.running import ImportedItem, TickRun

__all__ = [
    "FrontEdition",
    "FrontSection",
    "FrontSlot",
    "ImportedItem",
    "MenuItem",
    "StandingPage",
    "TickRun",
]
