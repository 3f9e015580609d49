// The keys of the review desk. Each key presses a button or follows a link that the page shows (data-key); without
// scripts those do the same with page loads. htmx (vendored) swaps the desk.

const typing = (element) =>
  element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

function shown(selector) {
  return [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
}

function press(element) {
  const target = element.matches("a[href^='#']") ? document.querySelector(element.getAttribute("href")) : element;
  if (!target.matches("input, select, textarea")) return element.click();
  target.focus();
  target.select?.();
}

// A digit chooses an event and is all that is needed, where no reason is due; of reports to split off there may be
// several, so it ticks one.
function choose(number) {
  const radio = shown(`[data-number="${number}"]`);
  if (radio) {
    radio.checked = true;
    const reason = radio.form.querySelector("[name=reason]");
    const isDue = reason && !reason.value && radio.form.matches(":has([data-public]:checked), [data-public]");
    return isDue ? reason.focus() : radio.form.requestSubmit();
  }
  document.querySelectorAll("input[name=citation]")[number - 1]?.click();
}

function help() {
  const keys = document.getElementById("keys");
  keys.open = !keys.open;
  (keys.open ? keys.querySelector("summary") : document.getElementById("entry-title")).focus();
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (typing(event.target)) {
    if (event.key === "Escape") document.querySelector("#found-title, #panel-title, #entry-title")?.focus();
    return;
  }
  const element = shown(`[data-key~="${CSS.escape(event.key)}"]`);
  if (!element && !/^[1-9?]$/.test(event.key)) return;
  event.preventDefault();
  if (element) press(element);
  else if (event.key === "?") help();
  else choose(Number(event.key));
});

// Where the list of the queue scrolls, the open entry is on top of it.
function showOpen() {
  const list = document.querySelector(".queue ol");
  const open = list?.querySelector("[aria-current]");
  if (open) list.scrollTop = open.offsetTop - list.offsetTop;
}
showOpen();

// What was done, and which entry is open now, for those who do not see it.
const announce = document.getElementById("announce");
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.elt.id !== "desk") return;
  const said = [...detail.elt.querySelectorAll("[data-say]")].map((element) => element.textContent.trim());
  announce.textContent = [...said, detail.elt.querySelector("#entry-title")?.textContent ?? ""].join(" ");
  detail.elt.querySelector("[autofocus]")?.focus();
  showOpen();
});

// One decision at a time: a key that is pressed while an answer is on its way decides nothing unseen.
let busy = false;
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target.id !== "desk") return;
  if (busy) return event.preventDefault();
  busy = true;
  problem.hidden = true;
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.target.id === "desk") busy = false;
});

// A failed request says so and leaves the page as it was.
const problem = document.getElementById("problem");
function fail(text) {
  problem.hidden = false;
  problem.textContent = `${text} The page is as it was; please try again.`;
}
document.addEventListener("htmx:sendError", () => fail("The server cannot be reached."));
document.addEventListener("htmx:timeout", () => fail("The server did not answer in time."));
document.addEventListener("htmx:responseError", () => fail("The server could not answer."));
