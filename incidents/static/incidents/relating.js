/* Says in words what the marked claims and the chosen relation mean, before it is recorded. */
(() => {
  const form = document.getElementById("relate-form");
  const sentence = form && form.querySelector(".sentence");
  if (!sentence) {
    return;
  }
  const button = form.querySelector("button[type=submit]");
  const relation = form.querySelector("select[name=relate-relation]");

  const marked = (name) => form.querySelector(`input[name=${name}]:checked`);

  const words = (first, second) =>
    sentence.dataset.sentence
      .replace("%(first)s", first.dataset.number)
      .replace("%(relation)s", relation.selectedOptions[0].textContent)
      .replace("%(second)s", second.dataset.number);

  const tell = () => {
    const first = marked("relate-from_claim");
    const second = marked("relate-to_claim");
    const isSame = Boolean(first && second && first.value === second.value);
    button.disabled = !first || !second || isSame;
    sentence.textContent = isSame ? sentence.dataset.same : first && second ? words(first, second) : "";
    for (const card of form.querySelectorAll(".card")) {
      card.classList.toggle("is-chosen", Boolean(card.querySelector("input:checked")));
    }
  };

  form.addEventListener("change", tell);
  tell();
})();
