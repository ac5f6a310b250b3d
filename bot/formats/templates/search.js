"use strict";
// Searches the list beside the page; where it cannot be had, the form goes to the server.
const form = document.querySelector("form");
const said = document.getElementById("said");
const found = document.getElementById("found");
const MOST = 100;

const words = (text, alike) =>
  [...text.normalize("NFKD").toLowerCase()].map((sign) => alike[sign] ?? sign).join("")
    .replace(/\p{M}/gu, "")
    .match(/[\p{L}\p{N}]+/gu) ?? [];

const show = (entries) => {
  found.replaceChildren(...entries.slice(0, MOST).map((entry) => {
    const item = document.createElement("li");
    const title = document.createElement("span");
    title.dir = "auto";
    title.textContent = entry.title;
    const link = document.createElement("a");
    link.href = entry.href;
    link.append(title);
    const when = document.createElement("p");
    when.className = "when";
    when.textContent = entry.at;
    const headed = document.createElement("p");
    headed.append(link);
    item.append(headed, when);
    return item;
  }));
  said.textContent = entries.length === 1 ? "1 story" : `${entries.length} stories`;
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const answer = await fetch("search.json");
    const known = await answer.json();
    const asked = words(form.elements.q.value, known.alike);
    show(known.stories.filter((story) => asked.length &&
      asked.every((word) => story.words.some((each) => each.startsWith(word)))));
  } catch {
    form.submit();
  }
});
