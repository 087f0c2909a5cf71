"""Who opens pages without reading them: crawlers, previews, monitors, programs.

A list of names is a courtesy to the honest: whoever wants to be counted can call itself a
browser. So the list errs on the side of people: nothing here may match a browser that somebody
holds in the hand, and tests/articles/test_crawlers.py keeps a collection of those.
"""

import re
from collections.abc import Mapping

# Names met at the beginning of any word, each line with the reason why it is here.
ANYWHERE: tuple[tuple[str, str], ...] = (
    (r"\w*(?<!cu)bot(?![a-z0-9])", "Googlebot, Slackbot-…, archive.org_bot; CUBOT is a phone"),
    (r"\w*(?:spider|crawler|scraper|slurp)\b", "Baiduspider, Bytespider, 360Spider, Yahoo! Slurp"),
    (r"\+https?://", "only a program leaves the address of its operator"),
    (r"mediapartners-google|googleother|feedfetcher|apis-google", "Google's other readers"),
    (r"google-(?:inspectiontool|read-aloud|site-verification|safety)", "Google's tools"),
    (r"google (?:favicon|page speed)|chrome-lighthouse", "Google's tools"),
    (r"bingpreview|yandex(?:images|video|media|blogs|news|metrika|favicons)", "engines' tools"),
    (r"facebookexternalhit|facebookcatalog|meta-external\w+", "previews of shared links"),
    (r"skypeuripreview|embedly|iframely|vkshare|mastodon/", "previews of shared links"),
    (r"ia_archiver|heritrix|wayback\w*|httrack|webcopier|archivebox", "archives and copiers"),
    (r"feedly|inoreader|newsblur|tiny tiny rss|miniflux|freshrss", "servers of feed readers"),
    (r"pingdom|uptime\w*|statuscake|site24x7|newrelic\w*|zabbix|nagios|check_http", "monitors"),
    (r"w3c_\w+|validator\.nu|screaming frog|sitebulb|nutch|xenu", "checkers of pages and links"),
    (r"phantomjs|slimerjs|htmlunit|prerender\b", "browsers that nobody looks at"),
    (r"nmap|nikto|sqlmap|masscan|zgrab|nuclei|wpscan", "scanners for weak spots"),
)
# Names met only at the very beginning: programs put themselves first, browsers put «Mozilla».
AT_THE_START: tuple[tuple[str, str], ...] = (
    (r"curl|wget|libwww-perl|lwp|libcurl|winhttp|httpie", "the command line"),
    (r"python|aiohttp|httpx|scrapy|mechanize|requests|urllib", "libraries of Python"),
    (r"node|axios|undici|got|superagent", "libraries of JavaScript"),
    (r"go-http-client|java|apache-httpclient|okhttp|jakarta|ruby|faraday|dart", "of others"),
    (r"php|guzzlehttp|symfony|reqwest|perl|powershell|postmanruntime|insomnia", "of others"),
    (r"whatsapp", "its preview of a shared link; people read in their browser"),
)
# Not here on purpose: HeadlessChrome. The word says how a browser was started, not that nobody
# reads; the crawlers and checkers that drive one say their own name beside it.


def _either(signs: tuple[tuple[str, str], ...]) -> str:
    return "|".join(sign for sign, _why in signs)


_CRAWLER = re.compile(
    rf"(?<!\w)(?:{_either(ANYWHERE)})|\A\s*(?:{_either(AT_THE_START)})\b",
    re.IGNORECASE | re.ASCII,
)
PURPOSE_HEADERS = ("Sec-Purpose", "Purpose", "X-Moz", "X-Purpose")


def is_crawler(user_agent: str) -> bool:
    """Whether this is no browser of a person. An empty user agent is none."""
    return not user_agent.strip() or _CRAWLER.search(user_agent) is not None


def is_ahead_of_reading(headers: Mapping[str, str]) -> bool:
    """Whether a browser fetches or renders a page that nobody has opened yet."""
    purposes = " ".join(headers.get(name, "") for name in PURPOSE_HEADERS).lower()
    return any(word in purposes for word in ("prefetch", "prerender", "preview"))
