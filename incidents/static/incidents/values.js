/* Choices say what they mean, and of a claim's value only the parts of its type are shown. */
"use strict";
{
  function showMeaning(select) {
    for (const meaning of select.closest(".meant").querySelectorAll("[data-of]")) {
      meaning.hidden = meaning.dataset.of !== select.value;
    }
  }

  function boxOf(name) {
    return document.querySelector(`.fieldBox.field-${name}`) || document.querySelector(`.form-row.field-${name}`);
  }

  function isFilled(box) {
    return [...box.querySelectorAll("input[name], select, textarea")].some((control) => control.value);
  }

  /* What is filled stays in sight although it belongs to another type, so that it is not saved unseen. */
  function showParts(select) {
    const parts = JSON.parse(select.dataset.parts);
    const wanted = parts[select.value] || [];
    for (const name of new Set(Object.values(parts).flat())) {
      const box = boxOf(name);
      if (box) box.hidden = !wanted.includes(name) && !isFilled(box);
    }
    for (const row of document.querySelectorAll(".form-row:has(.fieldBox)")) {
      const boxes = [...row.querySelectorAll(".fieldBox")];
      if (boxes.some((box) => /field-value_/.test(box.className))) row.hidden = boxes.every((box) => box.hidden);
    }
    const unit = document.getElementById("id_value_unit");
    if (unit) unit.setAttribute("list", `id_value_unit_${select.value === "money" ? "money" : "counted"}`);
  }

  function show(select) {
    showMeaning(select);
    if (select.dataset.parts) showParts(select);
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches(".meant select")) show(event.target);
  });
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".meant select").forEach(show);
  });
}
