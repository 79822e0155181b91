/* Names, for those who hear the page, of what the admin's tables and boxes of choices leave without one. */
"use strict";
{
  const PARTS = ".select2-selection__rendered[role=textbox], .select2-search__field";

  function nameOf(select) {
    const label = select.labels[0];
    return select.getAttribute("aria-label") || (label ? label.textContent.trim().replace(/:$/, "") : "");
  }

  function nameParts(select, box) {
    for (const part of box ? box.querySelectorAll(PARTS) : []) part.setAttribute("aria-label", nameOf(select));
  }

  function nameAll() {
    for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
      nameParts(select, select.nextElementSibling);
    }
  }

  window.addEventListener("load", () => {
    // A corner of a table is no heading.
    for (const corner of document.querySelectorAll(".inline-group thead th:empty")) {
      const cell = document.createElement("td");
      cell.className = corner.className;
      corner.replaceWith(cell);
    }
    const search = document.getElementById("searchbar");
    if (search) search.setAttribute("aria-label", search.labels[0].querySelector("img").alt);
    if (!window.django) return;
    // The boxes are made when jQuery is ready, which may be later than this.
    window.django.jQuery(nameAll);
    window.django.jQuery(document).on("select2:open", (event) => {
      nameParts(event.target, document.querySelector(".select2-container--open .select2-dropdown"));
    });
  });
  // After the script that makes the boxes of a row that was added.
  document.addEventListener("formset:added", () => setTimeout(nameAll));
}
