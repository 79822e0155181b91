"""Looking at a page as axe does, in the light and in the dark, and at the widths of a telephone and small screens."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Pixels: a telephone, a tablet on its side, and a small laptop.
WIDTHS = (360, 1024, 1280)
# Complaints of axe, each with the part of the page. Other rules than contrast do not depend on the colours.
_COMPLAINTS = """(options) => axe.run(document, {resultTypes: ["violations"], ...options}).then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map(({target}) => `${id} at ${target.join(" ")}`)))"""
_DARK = {"runOnly": ["color-contrast"]}
# The page itself does not move sideways; a table within it may. On the first page, where there is room, what was done
# last stands in the margin of the content.
_TOO_WIDE = """() => ["html", "#container", "#main", "#content-start",
                     innerWidth < 1024 ? "#content" : "body:not(.dashboard) #content"]
    .filter((part) => { const box = document.querySelector(part); return box && box.scrollWidth > box.clientWidth; })
    .map((part) => `${part} is too wide`)"""
# What begins left of the page is cut off, and no bar leads there. What is moved out of sight as a whole is meant to be.
_CUT_OFF = """() => [...document.querySelectorAll("#container :is(a, button, input, select, textarea)")]
    .filter((part) => { const {left, right} = part.getBoundingClientRect(); return left < 0 && right > 0; })
    .map((part) => `"${part.textContent.trim()}" is cut off`)"""
_AXE = Axe()


def barriers(page: Page) -> list[str]:
    """What is in somebody's way on the page that is open."""
    page.evaluate(_AXE.axe_script)
    found: list[str] = page.evaluate(_COMPLAINTS, {})
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.getAnimations().forEach((each) => each.finish())")
    found += [f"dark: {each}" for each in page.evaluate(_COMPLAINTS, _DARK)]
    usual = page.viewport_size or {"width": 1280, "height": 720}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": usual["height"]})
        found += [f"{each} at {width}" for each in (*page.evaluate(_TOO_WIDE), *page.evaluate(_CUT_OFF))]
    page.set_viewport_size(usual)
    page.emulate_media(color_scheme="light")
    return [f"{page.url}: {each}" for each in found]


# Whether what has the focus looks otherwise than without it, itself or the box around it. The body has it for a moment
# after the last part of the page.
_IS_SEEN = """async () => {
    const here = document.activeElement;
    if (here === document.body) return true;
    const box = here.closest(".select2-container")?.querySelector(".select2-selection");
    const around = [here, here.labels?.[0], here.parentElement, box].filter(Boolean);
    const looks = () => JSON.stringify(around.map((part) => {
        const look = getComputedStyle(part);
        const outline = look.outlineStyle === "none" ? "" : look.outlineWidth;
        return [outline, look.boxShadow, look.borderColor, look.backgroundColor, look.textDecoration];
    }));
    const focused = looks();
    here.blur();
    document.getAnimations().forEach((each) => each.finish());
    // Boxes of choices notice a moment later.
    if (looks() === focused) await new Promise((done) => setTimeout(done, 60));
    const blurred = looks();
    here.focus({focusVisible: true, preventScroll: true});
    return focused !== blurred;
}"""
_HERE = "() => document.activeElement.outerHTML.slice(0, 120)"


def tab_to(page: Page, selector: str, *, most: int = 90) -> list[str]:
    """Press Tab until the part has the focus; what had it on the way without looking otherwise."""
    unseen = []
    for _stop in range(most):
        page.keyboard.press("Tab")
        page.evaluate("document.getAnimations().forEach((each) => each.finish())")
        if not page.evaluate(_IS_SEEN):
            unseen.append(page.evaluate(_HERE))
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return unseen
    raise AssertionError(f"{selector} is not reached from the keyboard: {page.evaluate(_HERE)} is.")
