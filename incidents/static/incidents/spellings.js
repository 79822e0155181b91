/* Names: says which script and language a spelling seems to be, and fills them in when asked to. */
"use strict";
{
  const PAUSE = 300;
  const waiting = new WeakMap();

  function beside(input, column) {
    return document.getElementById(input.id.replace(/-name$/, `-${column}`));
  }

  function region(input) {
    const cell = input.closest("td") || input.parentElement;
    let found = cell.querySelector(".spelling");
    if (!found) {
      found = document.createElement("div");
      found.className = "spelling";
      found.setAttribute("role", "status");
      cell.append(found);
    }
    return found;
  }

  function show(input, { script, language, why }) {
    const [ofScript, ofLanguage] = [beside(input, "script"), beside(input, "language")];
    const differs = (script && script !== ofScript.value) || (language && language !== ofLanguage.value);
    region(input).replaceChildren();
    if (!differs) return;
    const told = [script, language].filter(Boolean).join(" · ");
    const use = document.createElement("button");
    use.type = "button";
    use.textContent = `${input.dataset.spellingUse} ${told}`;
    use.addEventListener("click", () => {
      if (script) ofScript.value = script;
      if (language) ofLanguage.value = language;
      region(input).replaceChildren();
      ofLanguage.focus();
    });
    region(input).append(`${input.dataset.spellingLooks} ${told}${why ? ` (${why})` : ""} `, use);
  }

  async function ask(input) {
    const name = input.value;
    const url = new URL(input.dataset.spellingUrl, window.location.href);
    const own = window.location.pathname.match(/\/(\d+)\/change\//);
    url.searchParams.set("name", name.slice(0, 200));
    if (own) url.searchParams.set("actor", own[1]);
    // A window that the form of a claim has opened: the article chosen there says which language it is.
    const article = window.opener?.document.getElementById("id_article");
    if (article?.value) url.searchParams.set("article", article.value);
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok && input.value === name) show(input, await answer.json());
  }

  document.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.dataset.spellingUrl) return;
    clearTimeout(waiting.get(input));
    waiting.set(input, setTimeout(ask, PAUSE, input));
  });
}
