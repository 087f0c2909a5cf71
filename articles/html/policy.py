"""The body HTML policy, as data: what a stored body may contain, and what becomes of the rest.

The editor's toolbar is generated from the same tables, so that it offers what is kept.
"""

# What a stored body consists of.
HEADINGS = frozenset({"h2", "h3", "h4"})
BLOCKS = HEADINGS | {
    "p", "ul", "ol", "li", "blockquote", "footer", "aside", "pre", "hr", "figure", "figcaption",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip
MARKS = frozenset({
    "a", "strong", "em", "s", "u", "sub", "sup", "code", "cite", "q", "abbr", "time", "small",
    "ruby", "rt", "rp",
})  # fmt: skip
TAGS = BLOCKS | MARKS | {"br", "img"}

ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "title"}),
    "abbr": frozenset({"title"}),
    "blockquote": frozenset({"lang", "dir"}),
    "figure": frozenset({"data-embed"}),
    "h2": frozenset({"lang", "dir"}),
    "h3": frozenset({"lang", "dir"}),
    "h4": frozenset({"lang", "dir"}),
    "img": frozenset({"data-picture", "src", "alt", "width", "height"}),
    "ol": frozenset({"start"}),
    "p": frozenset({"lang", "dir"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}

CLASSES: dict[str, frozenset[str]] = {
    "aside": frozenset({"pull"}),
    "figure": frozenset({"align-left", "align-right", "align-center", "bleed"}),
    "h2": frozenset({"align-center", "align-right"}),
    "h3": frozenset({"align-center", "align-right"}),
    "h4": frozenset({"align-center", "align-right"}),
    "p": frozenset({"align-center", "align-right", "lead"}),
    "td": frozenset({"align-center", "n"}),  # n: a number, set flush right
    "th": frozenset({"align-center", "n"}),
}

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
PICTURE_SCHEMES = frozenset({"http", "https"})
# Readers' sites are strangers to each other; `nofollow` is for comments, editors vouch for links.
LINK_REL = "noopener"

# What is understood on the way in, and what it becomes.
RENAMED = {
    "h1": "h2", "h5": "h4", "h6": "h4",
    "b": "strong", "i": "em", "strike": "s", "del": "s",
    "kbd": "code", "samp": "code", "tt": "code",
}  # fmt: skip
# Boxes without a meaning of their own: they end a paragraph and are gone.
BOXES = frozenset({
    "div", "section", "article", "main", "header", "nav", "center", "address", "form", "fieldset",
    "legend", "details", "summary", "hgroup", "dl", "dt", "dd",
})  # fmt: skip
FRAMES = frozenset({"iframe", "embed", "object"})
WRAPPERS = frozenset({"span", "font"})  # gone too, but their style may mean bold or struck out

INTAKE_TAGS = TAGS | set(RENAMED) | BOXES | FRAMES | WRAPPERS
# WeChat and lazy-loading themes keep the real address of a picture in one of these.
LAZY_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-actualsrc")
INTAKE_ATTRIBUTES = {
    "*": {"class", "style", "align", "lang", "dir", "hidden"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "embed": {"src"},
    "figure": {"data-embed"},
    "iframe": {"src", "data-src"},
    "img": {"data-picture", "src", "alt", "width", "height", *LAZY_SOURCES},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
# Removed with everything inside. (The parser takes what is in <noscript> for text, and lazy
# pictures repeat themselves there.)
DISCARDED = frozenset({
    "script", "style", "noscript", "noembed", "noframes", "template", "svg", "math", "xml", "head",
    "title", "textarea", "select", "option", "button", "audio", "video", "canvas", "map", "applet",
    "frameset", "dialog",
})  # fmt: skip

# Classes of other systems that say something about a picture or a paragraph.
FOREIGN_CLASSES = {
    "alignleft": "align-left", "alignright": "align-right", "aligncenter": "align-center",
    "has-text-align-center": "align-center", "has-text-align-right": "align-right",
    "text-center": "align-center", "text-right": "align-right",
    "alignwide": "bleed", "alignfull": "bleed",
    "wp-block-pullquote": "pull",
}  # fmt: skip
# Descriptions that editors and exports fill in by themselves describe nothing.
EMPTY_ALTS = frozenset({"图片", "image", "img", "picture", "图像"})
