"""What the editor asks of the server while somebody writes."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from articles.html import clean_body


@require_POST
def clean(request: HttpRequest) -> JsonResponse:
    """Pasted `html` as the policy will keep it, so that writers see at once what is kept.

    The clipboard of Word, of WPS or of a web page never reaches the editor itself.
    """
    return JsonResponse({"html": clean_body(request.POST.get("html", ""))})
