"use strict";

// The lists are built when the page has loaded, by a script that comes before this one. It gives names to signs that
// have no role, and nobody would hear them.
window.addEventListener("load", () => {
    document.querySelectorAll(".selector .help-tooltip[aria-label]").forEach((sign) => sign.setAttribute("role", "img"));
});
