// What the pages do beyond plain links and forms. Everything works without it; htmx (vendored) does the swapping.
//
// htmx is fetched at the first sign of a person, not with the page: most readers of a permalink never need it.

const file = document.querySelector("meta[name=htmx-file]")?.content;
let loading;

function loadHtmx() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = file;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
}

for (const sign of ["pointerover", "touchstart", "keydown", "focusin", "scroll"]) {
  addEventListener(sign, () => loadHtmx().catch(() => {}), { once: true, passive: true, capture: true });
}

// Until htmx is there, its work waits for it; if it never comes, the browser does what it does without scripts.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[hx-get]");
  if (!link) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return event.stopPropagation(); // a new tab or window
  if (window.htmx) return;
  event.preventDefault();
  event.stopPropagation();
  loadHtmx().then(() => link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })))
    .catch(() => location.assign(link.getAttribute("href")));
}, { capture: true });

addEventListener("submit", (event) => {
  const form = event.target;
  if (window.htmx || !form.matches("[hx-get]")) return;
  event.preventDefault();
  loadHtmx().then(() => form.requestSubmit()).catch(() => form.submit());
}, { capture: true });

// A tick is a choice; words and periods wait for Enter.
addEventListener("change", ({ target }) => {
  if (target.matches("#filters [type=checkbox]")) target.form.requestSubmit();
});

addEventListener("popstate", (event) => {
  if (event.state?.htmx && !window.htmx) location.reload();
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

// A failed request says so and leaves the page as it was.
const problem = document.getElementById("problem");
function fail(text) {
  problem.hidden = false;
  problem.textContent = `${text} The page is as it was; please try again.`;
}
document.addEventListener("htmx:sendError", () => {
  fail(navigator.onLine ? "The server cannot be reached." : "You are offline.");
});
addEventListener("offline", () => {
  problem.hidden = false;
  problem.textContent = "You are offline. What is on this page can still be read.";
});
addEventListener("online", () => { problem.hidden = true; });
document.addEventListener("htmx:timeout", () => fail("The server did not answer in time."));
document.addEventListener("htmx:responseError", () => fail("The server could not answer."));
document.addEventListener("htmx:beforeRequest", () => { problem.hidden = true; });

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
  if (event.target.closest("[data-print]")) print();
});

addEventListener("click", (event) => {
  if (event.target.closest("[data-help]")) keys["?"]();
});
