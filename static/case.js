// The timeline of a case, beyond what its links and forms do by themselves.

// A tick is a choice; words and periods wait for Enter.
addEventListener("change", ({ target }) => {
  if (target.matches("#filters [type=checkbox]")) target.form.requestSubmit();
});

// Cards that were opened since the page was drawn stay in the address when another one is opened or closed.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!detail.elt.matches?.("a.toggle")) return;
  const id = detail.elt.id.slice(2);
  const query = new URLSearchParams(location.search);
  const asked = new URLSearchParams(detail.elt.getAttribute("href"));
  const open = new Set([...query.getAll("open"), ...asked.getAll("open")]);
  if (asked.getAll("open").includes(id)) open.add(id);
  else open.delete(id);
  if (!asked.has("open", "all")) open.delete("all");
  asked.delete("open");
  for (const one of open) asked.append("open", one);
  detail.path = `?${asked}`;
});

// htmx says goodbye, by two events, to each element that it takes away. Nothing in cards and bars listens; half of the
// time of a swap goes with them when they leave first.
document.addEventListener("htmx:beforeHistoryUpdate", ({ detail }) => {
  if (detail.target.id !== "timeline") return;
  for (const part of detail.target.querySelectorAll(".cards, .bars")) {
    if (!part.contains(document.activeElement)) part.remove();
  }
});

// The filters stay unfolded (on a phone) while somebody chooses among them.
let unfolded = false;
document.addEventListener("htmx:beforeSwap", () => {
  unfolded = document.querySelector(".more-filters")?.open ?? false;
});
document.addEventListener("htmx:afterSwap", () => {
  const filters = document.querySelector(".more-filters");
  if (filters && unfolded) filters.open = true;
});

// Whoever removed a chip, which is gone now, goes on from the number of events, not from the top of the page.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.elt.id !== "timeline" || document.activeElement !== document.body) return;
  document.getElementById("count").focus({ preventScroll: true });
});

const cards = () => [...document.querySelectorAll(".card")];
const current = () => document.activeElement.closest?.(".card");
const typing = (element) => element.matches("input:not([type=checkbox]), textarea, select, [contenteditable]");

function step(by) {
  const all = cards();
  const at = all.indexOf(current());
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
  all[next]?.querySelector(".toggle").focus();
  all[next]?.scrollIntoView({ block: "nearest" });
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => document.getElementById("q")?.focus(),
  "?": () => document.getElementById("help")?.showModal(),
  Escape: () => current()?.querySelector(".toggle[aria-expanded=true]")?.click(),
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const action = keys[event.key];
  if (!action || !document.getElementById("timeline")) return;
  if (event.key !== "Escape") event.preventDefault();
  action();
});

addEventListener("click", (event) => {
  if (event.target.closest("[data-help]")) keys["?"]();
});

// Dragging over the bars asks for the time of those that it covers; their own links say which, so that no date is read
// here. The buttons and fields beside them do the same.
let brush;
const near = (event, svg) => event.clientX - svg.getBoundingClientRect().left;

addEventListener("pointerdown", (event) => {
  const svg = event.target.closest?.("svg.bars");
  if (svg && event.isPrimary && event.button === 0) brush = { svg, from: near(event, svg), to: near(event, svg) };
});

addEventListener("dragstart", (event) => {
  if (event.target.closest?.("svg.bars")) event.preventDefault();
});

addEventListener("pointermove", (event) => {
  if (!brush) return;
  brush.to = near(event, brush.svg);
  if (!brush.drawn && Math.abs(brush.to - brush.from) < 8) return;
  brush.drawn ??= brush.svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
  brush.drawn.setAttribute("class", "brush");
  brush.drawn.setAttribute("x", Math.min(brush.from, brush.to));
  brush.drawn.setAttribute("width", Math.abs(brush.to - brush.from));
  brush.drawn.setAttribute("height", 72);
});

function letGo() {
  brush?.drawn?.remove();
  brush = undefined;
}

addEventListener("pointerup", (event) => {
  if (!brush?.drawn) return letGo();
  const [left, right] = [brush.from, brush.to].sort((a, b) => a - b);
  const covered = [...brush.svg.querySelectorAll("a")].filter((bar) => {
    const place = bar.querySelector(".hit").getBoundingClientRect();
    const start = place.left - brush.svg.getBoundingClientRect().left;
    return start < right && start + place.width > left;
  });
  addEventListener("click", (click) => { click.preventDefault(); click.stopPropagation(); }, { capture: true, once: true });
  setTimeout(() => { if (covered.length) showTime(covered[0], covered.at(-1)); });
  letGo();
});
addEventListener("pointercancel", letGo);
addEventListener("keydown", (event) => { if (event.key === "Escape") letGo(); });

function showTime(first, last) {
  const asked = new URLSearchParams(first.getAttribute("href"));
  asked.set("to", new URLSearchParams(last.getAttribute("href")).get("to"));
  const path = `${location.pathname}?${asked}`;
  if (!window.htmx) return location.assign(path);
  htmx.ajax("GET", path, { target: "#timeline", swap: "outerHTML" });
}

// Sharing is the device's own; where it has none, the address is copied.
const share = document.querySelector("[data-share]");
if (share && (navigator.share || navigator.clipboard)) {
  share.hidden = false;
  share.addEventListener("click", async () => {
    const told = { title: document.title, url: location.href };
    if (navigator.share) return navigator.share(told).catch(() => {});
    await navigator.clipboard.writeText(told.url);
    share.textContent = "Address copied";
  });
}
