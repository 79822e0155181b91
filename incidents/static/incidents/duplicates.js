/* Says, while a record is being entered, which records may be the same: links, nothing more. */
"use strict";
{
  const PAUSE = 500;
  const LONGEST = 500;
  const MOST = 20;

  /* The values of a field, or of the first column that counts of a table of parts. */
  const COLUMNS = { names: "name", event_participants: "actor", evidence: "quote" };

  function controls(field) {
    const column = COLUMNS[field];
    if (!column) return [document.getElementById(`id_${field}`)].filter(Boolean);
    return [...document.querySelectorAll(`[name^="${field}-"][name$="-${column}"]`)].filter(
      (control) => !control.name.includes("__prefix__"),
    );
  }

  async function digest(text) {
    if (!text || !window.crypto.subtle) return "";
    const bytes = new TextEncoder().encode(text.replace(/\r\n?/g, "\n"));
    const hash = await window.crypto.subtle.digest("SHA-256", bytes);
    return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function address(anchor) {
    const url = new URL(anchor.dataset.duplicatesUrl, window.location.href);
    for (const field of anchor.dataset.duplicatesFields.split(" ")) {
      for (const control of controls(field).slice(0, MOST)) {
        // The text itself is long: its digest says whether it is the same.
        const value = field === "text" ? await digest(control.value) : control.value;
        // A quote that is cut would be another quote.
        if (value && (field !== "evidence" || value.length <= LONGEST)) {
          url.searchParams.append(field, value.slice(0, LONGEST));
        }
      }
    }
    const own = window.location.pathname.match(/\/(\d+)\/change\//);
    if (own) url.searchParams.set("besides", own[1]);
    return url;
  }

  function show(anchor, region, found) {
    region.replaceChildren();
    if (!found.length) return;
    const list = document.createElement("ul");
    for (const { label, url, why } of found) {
      const link = document.createElement("a");
      link.href = url;
      link.textContent = label;
      link.target = "_blank";
      link.rel = "noopener";
      link.title = anchor.dataset.duplicatesOpens;
      const item = document.createElement("li");
      item.append(link, ` ${why}`);
      list.append(item);
    }
    const title = document.createElement("strong");
    title.textContent = anchor.dataset.duplicatesTitle;
    region.append(title, list);
  }

  function watch(anchor) {
    const region = document.createElement("div");
    region.className = "duplicates";
    region.setAttribute("role", "status");
    anchor.closest(".form-row").append(region);
    const fields = anchor.dataset.duplicatesFields.split(" ");
    let waiting;
    let asked = "";

    async function ask() {
      const url = String(await address(anchor));
      if (url === asked) return;
      asked = url;
      const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer || !answer.ok) return;
      const { found } = await answer.json();
      // Only the answer to what is asked now counts, whichever comes last.
      if (url === asked) show(anchor, region, found);
    }

    function changed(event) {
      if (!fields.some((field) => controls(field).includes(event.target))) return;
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE);
    }

    document.addEventListener("input", changed);
    document.addEventListener("change", changed);
    // The fields that look records up tell of a choice through jQuery alone.
    window.django?.jQuery(document).on("select2:select", changed);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-duplicates-url]").forEach(watch);
  });
}
