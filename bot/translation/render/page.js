"use strict";
// Pointing at a sentence shows its counterpart in the other language; a tap does on a phone.
const show = (event, on) => {
  const sentence = event.target.closest("[data-s]");
  if (!sentence) return;
  for (const one of document.querySelectorAll(`[data-s="${sentence.dataset.s}"]`)) {
    one.classList.toggle("linked", on);
  }
};
document.addEventListener("mouseover", (event) => show(event, true));
document.addEventListener("mouseout", (event) => show(event, false));
