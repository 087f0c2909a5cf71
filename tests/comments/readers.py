"""What readers send, as requests."""

GOOD = {"name": "小舟", "email": "zhou@example.com", "body": "希望能公开原始数据。"}
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
OTHER_SITE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
JSON = {"Accept": "application/json"}


def address_of(article):
    return f"/article/{article.pk}/comments/"


def post(client, article, headers=SAME_SITE, **given):
    return client.post(address_of(article), GOOD | given, headers=headers)


def html(response):
    return response.content.decode()
