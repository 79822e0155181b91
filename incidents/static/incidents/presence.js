/* Says every twenty seconds that this page is open, and tells the editor who else has it open. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("presence");
  if (!place) return;
  const form = place.closest("form");
  const value = (name) => form.elements[name]?.value ?? "";

  const report = async () => {
    const body = new URLSearchParams({ seen_version: value("seen_version") });
    const headers = { "X-CSRFToken": value("csrfmiddlewaretoken") };
    let told = place.dataset.ended;
    try {
      const answer = await fetch(place.dataset.url, { method: "POST", body, headers });
      if (answer.status >= 500) return;
      if (answer.ok && !answer.redirected) told = (await answer.json()).told;
    } catch {
      return; // away for a moment: what was told last stays
    }
    // Assistive technology reads out what changes; the same words again are no change.
    if (place.textContent.trim() !== told) place.textContent = told;
  };

  setInterval(report, Number(place.dataset.every) * 1000);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && report());
});
