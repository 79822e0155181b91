"""Forty texts that become a script where a page takes them for more than text, and how a page is asked whether one has.

Each calls `alert`, by one of the ways that are known: elements, attributes of events, addresses, closed attributes and
elements, comments, styles, templates of frameworks, SVG, MathML, encodings.
"""

from playwright.sync_api import Page

PAYLOADS = (
    "<script>alert(1)</script>",
    "<ScRiPt>alert(2)</sCrIpT>",
    '"><script>alert(3)</script>',
    "'><script>alert(4)</script>",
    "</script><script>alert(5)</script>",
    "</textarea><script>alert(6)</script>",
    "</title><script>alert(7)</script>",
    "</style><script>alert(8)</script>",
    "--><script>alert(9)</script><!--",
    "]]><script>alert(10)</script>",
    "<img src=x onerror=alert(11)>",
    '"><img src=x onerror=alert(12)>',
    '" onfocus=alert(13) autofocus x="',
    "' onmouseover=alert(14) x='",
    "` onload=alert(15) x=`",
    "<svg onload=alert(16)>",
    "<svg/onload=alert(17)//",
    "<svg><script>alert(18)</script></svg>",
    "<svg><animate onbegin=alert(19) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:alert(20)><text y=9>x</text></a>",
    "<math><mtext><img src=x onerror=alert(21)></mtext></math>",
    "<body onload=alert(22)>",
    "<details open ontoggle=alert(23)>",
    "<input autofocus onfocus=alert(24)>",
    "<select autofocus onfocus=alert(25)>",
    "<video><source onerror=alert(26)></video>",
    "<audio src=x onerror=alert(27)>",
    "<iframe src=javascript:alert(28)></iframe>",
    "<iframe srcdoc='<script>parent.alert(29)</script>'></iframe>",
    "<object data=javascript:alert(30)></object>",
    "<embed src=javascript:alert(31)>",
    "<a href=javascript:alert(32)>x</a>",
    "javascript:alert(33)",
    "jav&#x09;ascript:alert(34)",
    "<form action=javascript:alert(35)><button>x</button></form>",
    "<meta http-equiv=refresh content=0;url=javascript:alert(36)>",
    "<base href=javascript:alert(37)//>",
    "<link rel=stylesheet href=data:,><style>@import'data:,alert(38)'</style>",
    "{{constructor.constructor('alert(39)')()}}${alert(39)}<%=alert(39)%>",
    "&lt;script&gt;alert(40)&lt;/script&gt;&#60;img src=x onerror=alert(40)&#62;",
)
# The shortest column that takes any text.
SHORTEST = 100


def packed() -> list[str]:
    """As many of them together as fit into the shortest column."""
    packs = [""]
    for payload in PAYLOADS:
        joined = f"{packs[-1]} {payload}".strip()
        packs[-1:] = [joined] if len(joined) <= SHORTEST else [packs[-1], payload]
    return packs


# Before any script of a page: nothing is shown to anybody, it is noted instead.
LISTEN = """
window.fired = [];
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = (word) => window.fired.push(name + word);
document.addEventListener("securitypolicyviolation", ({violatedDirective, blockedURI, sample}) =>
    window.fired.push(`${violatedDirective} ${blockedURI} ${sample}`));
"""
# What has run or was forbidden to, and what stands in the page that could run: our own pages have none of it.
FOUND = """() => {
    const address = /^(xlink:)?href$|^src$|action$|^data$/;
    const script = /^[\\s\\x00-\\x1f]*(javascript|data|vbscript):/i;
    const runs = ({name, value}) => /^on|^srcdoc$/.test(name) || (address.test(name) && script.test(value));
    const parts = [...document.querySelectorAll("*")];
    const attributes = parts.flatMap((part) => [...part.attributes].filter(runs).map((one) => [part, one]));
    const scripts = [...document.scripts].filter(({type}) => type !== "application/json");
    return [...window.fired, ...attributes.map(([part, {name, value}]) => `${part.tagName} ${name}=${value}`),
            ...scripts.map(({textContent}) => textContent.trim()).filter(Boolean)];
}"""
# The words of the page, those in its fields among them.
WORDS = """() => [document.documentElement.textContent,
    ...[...document.querySelectorAll("input, textarea")].map(({value}) => value)].join("\\n")"""


def found(page: Page) -> list[str]:
    """What a text of this page has become besides text; nothing, on a sound one."""
    wrong: list[str] = page.evaluate(FOUND)
    return [f"{page.url}: {each}" for each in wrong]


def words(page: Page) -> str:
    shown: str = page.evaluate(WORDS)
    return shown
