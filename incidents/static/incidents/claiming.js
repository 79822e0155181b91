"use strict";
// The form of a claim that was begun in the text: where the cursor is, what the id will be, and saving by keyboard.
document.addEventListener("DOMContentLoaded", () => {
  const started = document.getElementById("started");
  const form = document.getElementById("claim_form");
  const LONGEST = 60;

  // What the server will make of the statement, as long as no other claim has it.
  function proposed(statement) {
    const ascii = statement.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase();
    let words = ascii.replace(/[^a-z0-9\s_-]/g, "").replace(/[\s_-]+/g, "-").replace(/^-|-$/g, "");
    if (words.length > LONGEST) words = words.slice(0, LONGEST + 1).replace(/-[^-]*$/, "").slice(0, LONGEST);
    return words && started.dataset.prefix + words;
  }

  if (started && form.elements.statement) {
    const { statement, slug } = form.elements;
    statement.addEventListener("input", () => {
      slug.placeholder = proposed(statement.value);
    });
    statement.focus();
    // Before the boxes of choices, which keep their keys to themselves.
    document.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        form.querySelector(event.shiftKey ? "[name=_samewords]" : "[name=_totext]").click();
      },
      true,
    );
  }
});
