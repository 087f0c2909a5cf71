"""What a reader's address shows of itself."""

from articles.crypto import LostKey
from comments.models import Correspondent


def address_of(writer: Correspondent | None) -> str:
    """The address in clear, for those who may see it; empty where there is none any more."""
    try:
        return writer.address if writer else ""
    except LostKey:
        return ""


def masked(address: str) -> str:
    """z***@example.com: enough to tell two writers apart, too little to write to one."""
    local, at, host = address.partition("@")
    return f"{local[:1]}***{at}{host}" if address else ""
