/* Dates: shows how what is typed is understood, offers a fix for what is not, and writes the common cases. */
"use strict";
{
  const PAUSE = 250;
  const waiting = new WeakMap();

  const inputOf = (box) => box.querySelector("input[name]");

  function write(box, text) {
    inputOf(box).value = text;
    inputOf(box).dispatchEvent(new Event("input", { bubbles: true }));
    inputOf(box).focus();
  }

  function address(box, text) {
    const url = new URL(box.dataset.url, window.location.href);
    url.searchParams.set("text", text.slice(0, 101));
    const article = document.getElementById("id_article");
    const event = window.location.pathname.match(/\/event\/(\d+)\/change\//);
    if (article && article.value) url.searchParams.set("article", article.value);
    if (event) url.searchParams.set("event", event[1]);
    return url;
  }

  async function ask(box, text) {
    const answer = await fetch(address(box, text), { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  function line(box, told) {
    const parts = [];
    if (told.understood) {
      const strong = document.createElement("strong");
      strong.textContent = told.understood;
      parts.push(`${box.dataset.understood} `, strong);
    }
    if (told.fix) {
      const use = document.createElement("button");
      use.type = "button";
      use.textContent = `${box.dataset.use} ${told.fix}`;
      use.addEventListener("click", () => write(box, told.fix));
      parts.push(use, ` ${told.fix_understood}. `);
      if (told.counted_from) parts.push(`${told.counted_from} `);
    }
    if (told.fault) {
      const fault = document.createElement("span");
      fault.className = "edtf-fault";
      fault.textContent = told.fault;
      parts.push(fault);
    }
    box.querySelector(".edtf-told").replaceChildren(...parts);
  }

  async function show(box) {
    const text = inputOf(box).value;
    let told = {};
    if (text.trim()) {
      try {
        told = await ask(box, text);
      } catch {
        told = { fault: box.dataset.unreachable };
      }
    }
    // Only the answer to what stands there now counts, whichever comes last.
    if (inputOf(box).value === text) line(box, told);
  }

  /* The days that the text names already, then the article's, then today. */
  function days(box) {
    const named = inputOf(box).value.match(/\d{4}(-\d\d(-\d\d)?)?/g) || [];
    const known = named.length ? named : [box.dataset.reference || new Date().toISOString().slice(0, 10)];
    return [known[0], known[1] || known[0]];
  }

  const whole = (day) => (day + "-01-01").slice(0, 10);
  const SHAPES = {
    day: ([first]) => whole(first),
    span: ([first, last]) => `${whole(first)}/${whole(last)}`,
    month: ([first]) => whole(first).slice(0, 7),
    year: ([first]) => first.slice(0, 4),
    before: ([first]) => `../${first}`,
    after: ([first]) => `${first}/..`,
    about: ([first], text) => `${(text || first).replace(/[~?%]$/, "")}~`,
    uncertain: ([first], text) => `${(text || first).replace(/[~?%]$/, "")}?`,
  };

  async function lastWords(box, words) {
    const told = await ask(box, words);
    if (told.fix) write(box, told.fix);
  }

  function pick(box) {
    const [first, last] = box.querySelectorAll("input[data-part]");
    if (first.value) write(box, last.value > first.value ? `${first.value}/${last.value}` : first.value);
  }

  /* The tools are built when they are first wanted; relative words only where it is known from when they count. */
  async function open(box) {
    const template = box.querySelector("template");
    if (!template) return;
    const tools = template.content.cloneNode(true);
    template.remove();
    box.querySelector("details").append(tools);
    const relative = box.querySelector(".edtf-relative");
    relative.hidden = true;
    const told = await ask(box, "yesterday").catch(() => ({}));
    box.dataset.reference = told.reference || "";
    relative.querySelector("[data-reference]").textContent = told.counted_from || "";
    relative.hidden = !told.reference;
  }

  document.addEventListener("input", (event) => {
    const box = event.target.closest(".edtf");
    if (!box || !event.target.name) return;
    clearTimeout(waiting.get(box));
    waiting.set(box, setTimeout(show, PAUSE, box));
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches(".edtf input[data-part]")) pick(event.target.closest(".edtf"));
  });
  document.addEventListener("click", (event) => {
    const box = event.target.closest(".edtf");
    if (!box) return;
    const { shape, words } = event.target.dataset;
    if (shape) write(box, SHAPES[shape](days(box), inputOf(box).value));
    if (words) lastWords(box, words).catch(() => {});
  });
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target.matches(".edtf-help") && event.target.open) open(event.target.closest(".edtf"));
    },
    true,
  );
}
