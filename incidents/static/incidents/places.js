/* Places: says at once whether the coordinates are such, and whether they go with the precision. */
"use strict";
{
  const DEGREES = /^[+-]?\d{1,3}(\.\d+)?$/;

  function faultsOf(precision, latitude, longitude) {
    const words = precision.dataset;
    const faults = [];
    for (const [input, most, range] of [
      [latitude, 90, words.latitude],
      [longitude, 180, words.longitude],
    ]) {
      const text = input.value.trim();
      if (text && !DEGREES.test(text)) faults.push(words.degrees);
      else if (Math.abs(Number(text)) > most) faults.push(range);
      else if (/\.\d{6}/.test(text)) faults.push(words.digits);
    }
    const given = [latitude, longitude].filter((input) => input.value.trim()).length;
    if (given === 1) faults.push(words.pair);
    if (given && Number(precision.value) >= 6) faults.push(words.noPoint);
    if (!given && precision.value && Number(precision.value) <= 5) faults.push(words.pointMissing);
    return [...new Set(faults)];
  }

  document.addEventListener("DOMContentLoaded", () => {
    const inputs = ["precision", "latitude", "longitude"].map((name) => document.getElementById(`id_${name}`));
    if (!inputs.every(Boolean)) return;
    const region = document.createElement("div");
    region.className = "field-warnings";
    region.setAttribute("role", "status");
    inputs[2].closest(".form-row").append(region);

    function show() {
      const items = faultsOf(...inputs).map((fault) => {
        const item = document.createElement("p");
        item.textContent = fault;
        return item;
      });
      region.replaceChildren(...items);
    }

    inputs.forEach((input) => input.addEventListener("input", show));
    show();
  });
}
