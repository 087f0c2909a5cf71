"""What people call their browsers, from the words in which those introduce themselves."""

# The first that is named counts: most browsers claim to be several others besides.
BROWSERS = {
    "MicroMessenger": "WeChat",
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def friendly(agent: str) -> str:
    """Such as “Firefox, Windows”; the browser's own words if they name none that is known."""
    names = (_first(BROWSERS, agent), _first(SYSTEMS, agent))
    return ", ".join(name for name in names if name) or agent


def _first(known: dict[str, str], agent: str) -> str:
    return next((name for mark, name in known.items() if mark in agent), "")
