/* Keeps what is typed but not saved in the browser, for one record and editor, and offers it again after a crash. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const PREFIX = "desk-draft:";
  // What says how the form is sent, not what was typed.
  const LEFT_OUT = new Set(["csrfmiddlewaretoken", "_resume"]);
  const EVERY = 1500;

  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const drop = (wanted) => keys().filter(wanted).forEach((key) => localStorage.removeItem(key));

  document.getElementById("logout-form")?.addEventListener("submit", () => drop(() => true));
  if (document.querySelector("[data-drop-drafts]")) drop(() => true);
  if (document.querySelector(".messagelist .success")) drop((key) => read(key)?.sent);

  const box = document.getElementById("draft");
  if (!box) return;
  const form = box.closest("form");
  const key = `${PREFIX}${box.dataset.user}:${location.pathname}`;

  const typed = () =>
    [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !LEFT_OUT.has(name));
  const text = (pairs) => JSON.stringify(pairs.filter(([name]) => name !== "seen_version"));
  const keep = (sent) => {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), sent, pairs: typed() }));
    } catch {
      // The browser has no room, or gives none: then the page alone holds what is typed.
    }
  };

  let last = text(typed());
  const watch = () => {
    const now = text(typed());
    if (now === last) return;
    last = now;
    box.hidden = true;
    keep(false);
  };

  const bringBack = (draft) => {
    const sending = document.createElement("form");
    sending.method = "post";
    const token = form.elements.csrfmiddlewaretoken.value;
    for (const [name, value] of [...draft.pairs, ["csrfmiddlewaretoken", token], ["_resume", "1"]]) {
      const input = document.createElement("textarea");
      input.name = name;
      input.value = value;
      sending.append(input);
    }
    sending.hidden = true;
    document.body.append(sending);
    sending.submit();
  };

  const draft = read(key);
  if (draft && text(draft.pairs) !== last) {
    box.hidden = false;
    box.querySelector(".told").textContent = box.dataset.told.replace("%", new Date(draft.at).toLocaleString());
    box.querySelector(".bring-back").addEventListener("click", () => bringBack(draft));
    box.querySelector(".drop").addEventListener("click", () => {
      drop((each) => each === key);
      box.hidden = true;
    });
  }

  setInterval(watch, EVERY);
  document.addEventListener("visibilitychange", watch);
  window.addEventListener("pagehide", watch);
  form.addEventListener("submit", () => {
    last = text(typed());
    keep(true);
  });
});
