"""The writer's proof: whoever holds the receipt sees the own comment before it is approved."""

from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from comments.models import Comment

PARAMETER = "receipt"
KEPT_FOR = timedelta(days=30)  # long enough for any queue; an address left in a history expires

# The dot keeps the receipt as it is inside an address.
_signer = Signer(salt="comments.receipt", sep=".")


def receipt_for(comment: Comment) -> str:
    """Return the receipt; the same comment always gets the same one."""
    return _signer.sign(str(comment.pk))


def comment_for(receipt: str, *, article_id: int) -> Comment | None:
    """Return the comment that the receipt proves, or None for a forged, foreign or old one."""
    try:
        pk = int(_signer.unsign(receipt))
    except (BadSignature, ValueError):
        return None
    since = timezone.now() - KEPT_FOR
    return Comment.objects.filter(pk=pk, article_id=article_id, created_at__gte=since).first()
