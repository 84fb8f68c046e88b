"use strict";
// Everything can be read without this script. It marks the value that was asked for beside a number,
// closes its chain with Escape, searches, and filters lists and choices.

let opener = null;

function openChain(link) {
  document.querySelectorAll(".number.open, .marked").forEach((one) => one.classList.remove("open", "marked"));
  opener = link;
  link.classList.add("open");
  const chain = document.getElementById(link.hash.slice(1));
  const values = chain ? chain.querySelectorAll(".values div") : [];
  for (const value of values) {
    if (value.firstElementChild.textContent === link.dataset.column) value.classList.add("marked");
  }
}

function closeChain() {
  if (!document.querySelector(".chain:target")) return;
  const top = window.scrollY;
  location.hash = "";
  history.replaceState(null, "", location.pathname + location.search);
  window.scrollTo({ top, behavior: "instant" });
  if (opener) {
    opener.classList.remove("open");
    opener.focus({ preventScroll: true });
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  if (link.matches(".number")) openChain(link);
  if (link.matches(".close")) {
    event.preventDefault();
    closeChain();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeChain();
});

window.addEventListener("hashchange", () => {
  const target = document.querySelector(":target");
  if (target) target.focus({ preventScroll: true });
});
