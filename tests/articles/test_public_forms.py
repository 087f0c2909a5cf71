"""Forms on cached pages prove where they come from by what browsers say themselves."""

import pytest

from articles.public_forms import Provenance, provenance


@pytest.mark.parametrize(
    ("headers", "place"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, Provenance.SAME_SITE),
        ({"Sec-Fetch-Site": "same-site"}, Provenance.OTHER_SITE),
        ({"Sec-Fetch-Site": "cross-site"}, Provenance.OTHER_SITE),
        ({"Sec-Fetch-Site": "none"}, Provenance.OTHER_SITE),
        ({"Origin": "http://testserver"}, Provenance.SAME_SITE),
        ({"Origin": "http://testserver:80"}, Provenance.SAME_SITE),
        ({"Origin": "http://testserver:8080"}, Provenance.OTHER_SITE),
        ({"Origin": "https://evil.example"}, Provenance.OTHER_SITE),
        ({"Origin": "null"}, Provenance.OTHER_SITE),
        ({"Origin": "http://[broken"}, Provenance.OTHER_SITE),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, Provenance.OTHER_SITE),
        ({}, Provenance.UNKNOWN),
    ],
)
def test_provenance(rf, headers, place):
    assert provenance(rf.post("/", headers=headers)) is place
