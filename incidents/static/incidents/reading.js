"use strict";
// The text of an article: what rests on the words that the pointer or the keyboard is at, and the way to what is left.
{
  const text = document.getElementById("text");
  const told = document.getElementById("told");
  const help = told.innerHTML;
  const REST = 150; // milliseconds that a pointer stays on words before they count
  let pinned = false;
  let waiting = 0;

  const piece = (node) => node.closest && node.closest("#text [data-start]");

  // The entries of the lists below the text, repeated beside it.
  function show(here) {
    const ids = [];
    for (const claim of (here.dataset.claims || "").split(" ")) ids.push(`claim-${claim}`);
    for (const passage of (here.dataset.passages || "").split(" ")) ids.push(`passage-${passage}`);
    const entries = ids.map((id) => document.getElementById(id)).filter(Boolean);
    if (!entries.length) return clear();
    told.replaceChildren(
      ...entries.map((entry) => {
        const copy = entry.cloneNode(true);
        copy.removeAttribute("id");
        return copy;
      }),
    );
    for (const other of text.querySelectorAll(".told")) other.classList.remove("told");
    here.classList.add("told");
  }

  function clear() {
    pinned = false;
    told.innerHTML = help;
    for (const other of text.querySelectorAll(".told")) other.classList.remove("told");
  }

  // Marked words are reached with the Tab key; but while a mouse button is down none of them may take the focus, or else
  // no selection begins at their first letter.
  for (const here of text.querySelectorAll(":scope > [class]")) {
    here.tabIndex = 0;
    here.setAttribute("role", "button");
    here.setAttribute("aria-describedby", here.dataset.claims || here.dataset.passages ? "told-help" : "left-help");
  }
  text.tabIndex = -1;
  text.addEventListener("mousedown", (event) => {
    const here = piece(event.target);
    if (!here || here.tabIndex < 0) return;
    here.removeAttribute("tabindex");
    document.addEventListener("mouseup", () => (here.tabIndex = 0), { once: true });
  });

  text.addEventListener("mouseover", (event) => {
    const here = piece(event.target);
    clearTimeout(waiting);
    if (here && !pinned) waiting = setTimeout(() => show(here), REST);
  });
  text.addEventListener("mouseleave", () => clearTimeout(waiting));
  text.addEventListener("focusin", (event) => {
    clearTimeout(waiting);
    if (!piece(event.target)) return;
    pinned = false;
    show(piece(event.target));
  });
  text.addEventListener("click", (event) => {
    const here = piece(event.target);
    if (!here) return;
    show(here);
    pinned = Boolean(here.dataset.claims || here.dataset.passages);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
  });

  // Sentences that are left, one after the other and round again.
  const left = [...text.querySelectorAll("[id^='left-']")];
  let at = -1;
  const place = document.getElementById("here");
  if (place) {
    at = left.findIndex((one) => place.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) - 1;
  }
  for (const link of document.querySelectorAll("[data-jump]")) {
    link.hidden = false;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      at = (at + Number(link.dataset.jump) + left.length) % left.length;
      left[at].scrollIntoView({ block: "center" });
      left[at].focus({ preventScroll: true });
    });
  }
}
