"use strict";
// Everything can be read without this script. It marks the value that was asked for beside a number,
// closes its chain with Escape, searches, and filters lists and choices.

let opener = null;

function openChain(link) {
  document.querySelectorAll(".n.open, .marked").forEach((one) => one.classList.remove("open", "marked"));
  opener = link;
  link.classList.add("open");
  const chain = document.getElementById(link.getAttribute("href").slice(1));
  const value = chain?.querySelectorAll(".values div")[link.dataset.v];
  if (value) value.classList.add("marked");
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

// A row that was asked for, its cells below each other, above its table.
function listRow(row) {
  const list = document.createElement("dl");
  list.className = "row";
  const headings = row.closest("table").tHead.rows[0].cells;
  [...row.cells].forEach((cell, index) => {
    if (!cell.textContent.trim()) return;
    const name = document.createElement("dt"), words = document.createElement("dd");
    name.textContent = headings[index].textContent;
    words.append(...cell.cloneNode(true).childNodes);
    list.append(name, words);
  });
  row.closest(".wide").before(list);
  return list;
}

function focusTarget() {
  document.querySelectorAll("dl.row").forEach((list) => list.remove());
  const target = document.querySelector(".chain:target, tr:target");
  if (!target) return;
  const shown = target.matches("tr") ? listRow(target) : target;
  shown.tabIndex = -1;
  if (shown !== target) shown.scrollIntoView({ behavior: "instant" });
  shown.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  if (link.matches(".n[href^='#']")) openChain(link);
  if (link.matches(".close")) {
    event.preventDefault();
    closeChain();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeChain();
});

window.addEventListener("hashchange", focusTarget);
window.addEventListener("load", focusTarget);

// The search: by page, entries of words and anchor; every word asked for has to be in an entry.
const box = document.getElementById("search");
if (box) {
  document.querySelector(".search").hidden = false;
  const loaded = new Promise((done) => {
    box.addEventListener("focus", () => {
      const script = document.createElement("script");
      script.src = "search.js";
      script.addEventListener("load", done);
      document.head.append(script);
    }, { once: true });
  });
  const show = () => {
    const asked = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = document.getElementById("found");
    found.replaceChildren();
    if (!asked.length) return;
    const hits = Object.entries(window.searchIndex).flatMap(([page, entries]) => entries
      .filter(([words]) => asked.every((word) => words.toLowerCase().includes(word)))
      .map(([words, anchor]) => [words, anchor ? `${page}#${anchor}` : page]));
    const list = document.createElement("ul");
    for (const [words, page] of hits.slice(0, 30)) {
      const link = Object.assign(document.createElement("a"), { href: page, textContent: words });
      const entry = document.createElement("li");
      entry.append(link);
      list.append(entry);
    }
    const count = document.createElement("p");
    count.textContent = hits.length ? `${hits.length} found` : "Nothing found";
    found.append(count, list);
  };
  box.addEventListener("input", () => loaded.then(show));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { box.value = ""; document.getElementById("found").replaceChildren(); }
  });
}

// Lists with a filter: findings by severity, report and kind.
const filter = document.querySelector(".filter");
if (filter) {
  filter.hidden = false;
  const entries = [...document.querySelectorAll(".findings > li")];
  const apply = () => {
    const chosen = [...filter.querySelectorAll("select")].filter((select) => select.value);
    for (const entry of entries) {
      entry.hidden = chosen.some((select) => entry.dataset[select.dataset.filter] !== select.value);
    }
    document.getElementById("shown").textContent = `${entries.filter((entry) => !entry.hidden).length} shown`;
  };
  filter.addEventListener("change", apply);
  apply();
}

// Choices: every number was computed when the page was made.
const percent = (value) => `${(100 * value).toFixed(1)}%`;
const SVG = "http://www.w3.org/2000/svg";

function draw(parent, name, attributes, words) {
  const part = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
  if (words !== undefined) part.textContent = words;
  parent.append(part);
  return part;
}

function forest(place, rows, label) {
  const line = 26, left = 250, right = 600, height = line * (rows.length + 1.6);
  const across = (value) => left + (right - left) * value;
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", `0 0 760 ${height}`);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", label);
  rows.forEach((row, index) => {
    const y = line * (index + 0.7);
    const kind = row.out ? "out" : row.pooled ? "pooled" : "study";
    const group = draw(picture, "g", { class: kind });
    draw(group, "text", { x: 0, y: y + 5 }, row.label);
    if (row.pooled) {
      draw(group, "path", { d: `M${across(row.low)},${y}L${across(row.estimate)},${y - 8}L${across(row.high)},${y}L${across(row.estimate)},${y + 8}Z` });
    } else {
      draw(group, "path", { d: `M${across(row.low)},${y}H${across(row.high)}` });
      draw(group, "rect", { x: across(row.estimate) - 4, y: y - 4, width: 8, height: 8 });
    }
    draw(group, "text", { x: 760, y: y + 5, "text-anchor": "end" }, `${(100 * row.estimate).toFixed(1)} (${(100 * row.low).toFixed(1)} to ${(100 * row.high).toFixed(1)})`);
  });
  const axis = line * (rows.length + 0.4);
  draw(picture, "path", { class: "axis", d: `M${left},${axis}H${right}` });
  for (const value of [0, 0.25, 0.5, 0.75, 1]) {
    draw(picture, "path", { class: "axis", d: `M${across(value)},${axis}v5` });
    draw(picture, "text", { x: across(value), y: axis + 20, "text-anchor": "middle" }, `${100 * value}%`);
  }
  place.replaceChildren(picture);
}

function tryStudies(data) {
  const model = document.getElementById("model"), interval = document.getElementById("interval");
  const boxes = [...document.querySelectorAll("[name=study]")];
  const apply = () => {
    interval.disabled = model.value === "common";
    const subset = boxes.reduce((sum, one, index) => sum + (one.checked ? 2 ** index : 0), 0);
    const test = model.value === "common" ? "wald" : interval.value;
    const [estimate, low, high] = data.subsets[`${model.value} ${test}`][subset];
    const words = document.getElementById("pooled");
    if (estimate === undefined) {
      words.textContent = "No study is left to pool.";
      document.getElementById("forest").replaceChildren();
      return;
    }
    const count = boxes.filter((one) => one.checked).length;
    const change = 100 * (estimate - data.main[0]);
    words.textContent = `${percent(estimate)} (95% CI ${percent(low)} to ${percent(high)}), ${count} ${count === 1 ? "study" : "studies"}; ${Math.abs(change).toFixed(1)} percentage points ${change < 0 ? "below" : "above"} the main analysis, ${percent(data.main[0])} (${percent(data.main[1])} to ${percent(data.main[2])}).`;
    const rows = data.studies.map((study, index) => ({ ...study, label: `${study.label}, ${study.events}/${study.n}`, out: !boxes[index].checked }));
    forest(document.getElementById("forest"), [...rows, { label: "Pooled", pooled: true, estimate, low, high }], `Forest plot: ${words.textContent}`);
  };
  document.querySelector("#studies form").addEventListener("change", apply);
  document.getElementById("studies").hidden = !Object.keys(data.subsets).length;
  apply();
}

function tryMultiverse(data) {
  const selects = [...document.querySelectorAll("[data-choice]")];
  const strip = document.getElementById("strip");
  const apply = () => {
    const chosen = selects.filter((select) => select.value !== "");
    const rows = data.multiverse.rows.filter((row) => chosen.every((select) => row[select.dataset.choice] === Number(select.value)));
    const estimates = rows.map((row) => row[selects.length]).sort((a, b) => a - b);
    const words = document.getElementById("range");
    const middle = estimates.length >> 1;
    const median = estimates.length % 2 ? estimates[middle] : (estimates[middle - 1] + estimates[middle]) / 2;
    words.textContent = estimates.length
      ? `${estimates.length} analyses: ${percent(estimates[0])} to ${percent(estimates.at(-1))}, median ${percent(median)}.`
      : "No analysis combines these choices.";
    const picture = document.createElementNS(SVG, "svg");
    picture.setAttribute("viewBox", "0 0 760 90");
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", words.textContent);
    const across = (value) => 20 + 720 * value;
    rows.forEach((row, index) => draw(picture, "circle", { cx: across(row[selects.length]), cy: 12 + (index * 37) % 44, r: 2.5 }));
    draw(picture, "path", { class: "main", d: `M${across(data.main[0])},4V62` });
    for (const value of [0, 0.25, 0.5, 0.75, 1]) draw(picture, "text", { x: across(value), y: 82, "text-anchor": "middle" }, `${100 * value}%`);
    draw(picture, "path", { class: "axis", d: "M20,64H740" });
    strip.replaceChildren(picture);
  };
  document.querySelector("#multiverse form").addEventListener("change", apply);
  document.getElementById("multiverse").hidden = false;
  apply();
}

window.addEventListener("DOMContentLoaded", () => {
  if (!window.choices) return;
  tryStudies(window.choices);
  tryMultiverse(window.choices);
});
