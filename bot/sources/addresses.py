"""Addresses of pages: one spelling for each, and when two of them are one page. Pure.

Three steps, each on top of the one before:

- `normalised`: the same request in one spelling; safe to fetch and to store as a source.
- `canonical`: without what tells where a reader came from, AMP and mobile variants folded; what
  an article is known by.
- `page_key`: only to compare: without scheme, `www.` and the last slash.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import parse_qs, quote, urljoin, urlsplit

import httpx

from bot.errors import BadAddress
from bot.sources.tracking import is_tracking

LONGEST = 4000
"""Characters of an address."""

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\ufeff"
_INVISIBLE += "\u2066\u2067\u2068\u2069\u00a0"
_UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
_IN_PATH = _UNRESERVED + "!$&'()*+,;=:@/"
_IN_QUERY = _UNRESERVED + "!$'()*,;:@/?="
_TOKEN = re.compile(r"%[0-9A-Fa-f]{2}|.", re.DOTALL)
_HOST = re.compile(r"[a-z0-9_-][a-z0-9._-]*|[0-9a-f:.]+", re.IGNORECASE)
_SESSION = re.compile(r";jsessionid=[^/;?]*", re.IGNORECASE)

_WRAPPERS = re.compile(
    r"url|link|iv|out|go(?:\.php)?|click|exit|leave|linkfilter|redir(?:ect)?(?:\.php)?|l\.php"
    r"|away\.php|apiclick\.aspx"
)
"""Last parts of the paths of services that lead on: Google's alerts, Facebook, Bing, VK."""
_LEADING_HOST = re.compile(r"(?:l|lm|out|away|click|go|redirect)\.")
"""Hosts whose whole use is to lead on: of Instagram, Reddit and counters."""
_WRAPPED = ("url", "u", "q", "to", "target", "dest", "destination", "redirect", "z")
_WEB = re.compile(r"https?://[^\s/?#]+\.?[^\s]*", re.IGNORECASE)
_MOST_WRAPPED = 3
_VARIANT_LABELS = frozenset({"m", "mobile", "amp"})
_SECOND_LEVEL = frozenset({"com", "co", "net", "org", "gov", "edu", "ac", "info"})
_AMP_VALUES = frozenset({"", "1", "true", "amp"})
_AMP_CACHE = re.compile(r"/[a-z]/(s/)?([^/]+\.[^/]+)(/.*)?")
_GOOGLE_AMP = re.compile(r"/amp/(s/)?([^/]+\.[^/]+)(/.*)?")


def normalised(url: str, base: str | None = None) -> str:
    """The address in one spelling, joined to `base` where it is relative.

    Host in lower case and in its ASCII form, no default port, no dot segments, every character
    encoded in the one way that means the same, no fragment ("#!…" is kept: old sites keep the
    page's name there). Idempotent. Raises BadAddress where it is no http or https address, holds
    a name and password or is longer than LONGEST.
    """
    parsed, fragment = _parsed(url, base)
    raw_path, asked, query = parsed.raw_path.decode("ascii").partition("?")
    path = _encoded(raw_path, _IN_PATH) or "/"
    spelled = f"{parsed.scheme}://{_authority(parsed)}{path}"
    parts = [_encoded(part.replace("+", "%20"), _IN_QUERY) for part in query.split("&") if part]
    if asked and parts:
        spelled += "?" + "&".join(parts)
    if fragment.startswith("!"):
        spelled += "#" + _encoded(fragment, _IN_PATH + "?")
    if len(spelled) > LONGEST:
        raise BadAddress(f"The address is longer than {LONGEST} characters: {url[:60]}…")
    return spelled


def canonical(url: str, base: str | None = None) -> str:
    """The address an article is known by: `normalised`, then tracking parameters and session
    numbers taken out, AMP and mobile variants folded into the page they are variants of.

    Parameters keep their order. Idempotent. Raises BadAddress as `normalised` does.
    """
    now = normalised(url, base)
    while True:
        # Every folding shortens the address, so this ends; one may lay open another.
        folded = normalised(_folded(now))
        if folded == now:
            return now
        now = folded


def page_key(url: str, base: str | None = None) -> str:
    """Equal for two addresses of one page. Not an address. Raises BadAddress."""
    rest = canonical(url, base).partition("://")[2].removeprefix("www.")
    path, asked, query = rest.partition("?")
    return path.rstrip("/") + asked + query


def unwrapped(url: str) -> str:
    """The article's address within the link of a service that only leads there; else the link.

    Alerts, searches, social networks and counters put it whole into a parameter. Nothing is asked.
    """
    for _ in range(_MOST_WRAPPED):
        try:
            parts = urlsplit(url.strip())
            last = parts.path.rstrip("/").rpartition("/")[2].lower()
            leads_on = _WRAPPERS.fullmatch(last) or _LEADING_HOST.match(parts.hostname or "")
            given = parse_qs(parts.query, max_num_fields=100) if leads_on else {}
        except ValueError:
            return url
        within = (value for name in _WRAPPED for value in given.get(name, ())[:1])
        found = next((each for each in within if _WEB.match(each)), None)
        if found is None:
            return url
        url = found
    return url


def _parsed(url: str, base: str | None) -> tuple[httpx.URL, str]:
    # As browsers do: line breaks inside an address are left out, a backslash is a slash.
    text = re.sub(r"[\t\r\n]", "", url.strip().strip(_INVISIBLE).strip())
    address, _, fragment = text.partition("#")
    before, asked, query = address.partition("?")
    try:
        joined = urljoin(base or "", before.replace("\\", "/") + asked + query)
        scheme, colon, rest = joined.partition(":")
        # httpx takes the default port out for a scheme in lower case only.
        parsed = httpx.URL(scheme.lower() + colon + rest)
        _ = parsed.host  # wrong punycode shows only here
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise BadAddress(f"{shortened(url)!r} is no web address.") from error
    if parsed.scheme not in {"http", "https"} or not _HOST.fullmatch(parsed.raw_host.decode()):
        raise BadAddress(f"{shortened(url)!r} does not begin with http:// or https:// and a host.")
    if parsed.port is not None and not 0 < parsed.port < 65536:
        raise BadAddress(f"{shortened(url)!r}: there is no port {parsed.port}.")
    if parsed.userinfo:
        raise BadAddress("The address holds a name or password. Give it without them.")
    return parsed, fragment


def _authority(parsed: httpx.URL) -> str:
    host = parsed.raw_host.decode("ascii").lower()
    named = f"[{host}]" if ":" in host else host.rstrip(".")
    return named if parsed.port is None else f"{named}:{parsed.port}"


def _encoded(text: str, allowed: str) -> str:
    """Each character plain where it may be, else percent-encoded in upper case, as UTF-8."""
    return _TOKEN.sub(lambda token: _one(token[0], allowed), text)


def _one(token: str, allowed: str) -> str:
    if len(token) == 3:
        plain = chr(int(token[1:], 16))
        return plain if plain in _UNRESERVED else token.upper()
    return token if token in allowed else quote(token, safe="")


def _folded(url: str) -> str:
    """One step of folding on a normalised address."""
    address, hashbang, fragment = url.partition("#")
    parsed = httpx.URL(address)
    path, _, query = parsed.raw_path.decode("ascii").partition("?")
    inside = _inside_amp_cache(parsed.host, path)
    if inside:
        return inside + (f"?{query}" if query else "")
    kept = "&".join(part for part in query.split("&") if part and not _is_idle(part))
    path = _article_path(_SESSION.sub("", path))
    host = _main_host(_authority(parsed))
    return f"{parsed.scheme}://{host}{path}{'?' if kept else ''}{kept}{hashbang}{fragment}"


def _inside_amp_cache(host: str, path: str) -> str | None:
    """The publisher's address in one of Google's AMP caches."""
    rule = None
    if host == "cdn.ampproject.org" or host.endswith(".cdn.ampproject.org"):
        rule = _AMP_CACHE
    elif host.startswith("www.google."):
        rule = _GOOGLE_AMP
    match = rule.fullmatch(path) if rule else None
    if match is None:
        return None
    return f"{'https' if match[1] else 'http'}://{match[2]}{match[3] or '/'}"


def _is_idle(part: str) -> bool:
    """Whether a parameter tells where the reader came from, or asks for the AMP variant."""
    name, _, value = part.partition("=")
    lowered = name.lower()
    if lowered == "amp":
        return value.lower() in _AMP_VALUES
    if lowered == "outputtype":
        return value.lower().startswith("amp")
    return is_tracking(lowered)


def _article_path(path: str) -> str:
    """Without the segment or suffix that marks the AMP variant of an article's path."""
    segments = path.split("/")
    if segments[1:2] == ["amp"] and _names_an_article(segments[2:]):
        return "/" + "/".join(segments[2:])
    closed = segments[-1] == ""
    last = segments[:-1] if closed else segments
    if last[-1] in {"amp", "amp.html"} and _names_an_article(last[1:-1]):
        return "/".join(last[:-1]) + ("/" if closed else "")
    for suffix, without in ((".amp", ""), (".amp.html", ".html")):
        if path.endswith(suffix) and _names_an_article(last[1:]):
            return path.removesuffix(suffix) + without
    return path


def _names_an_article(segments: list[str]) -> bool:
    """Whether a path looks like an article's; "/tag/amp" is a page about AMP."""
    return any(len(part) >= 12 or any(c.isdigit() for c in part) for part in segments)


def _main_host(authority: str) -> str:
    """Without the first label where it marks a mobile or AMP host of a site."""
    first, _, rest = authority.partition(".")
    host = rest.partition(":")[0]
    labels = host.split(".")
    if first not in _VARIANT_LABELS or len(labels) < 2 or not all(labels):
        return authority
    if len(labels) == 2 and labels[0] in _SECOND_LEVEL and len(labels[1]) == 2:
        return authority
    return authority if _is_ip(host) else rest


def _is_ip(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def shortened(url: str) -> str:
    """For messages."""
    return url if len(url) <= 80 else url[:79] + "…"
