// What the pages do beyond plain links and forms. Everything works without it; htmx (vendored) does the swapping.
//
// htmx is fetched at the first sign of a person, not with the page: most readers of a permalink never need it.

// A timeline has two hundred links that ask for itself in another way: one listener follows them all, since htmx would
// look at each after each swap, and tell of it by events.
const CHOICE = '#timeline a[href^="?"]:not([hx-get])';

const file = document.querySelector("meta[name=htmx-file]")?.content;
let loading;

function loadHtmx() {
  loading ??= drawn().then(() => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = file;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  }));
  return loading;
}

// Between the end of the HTML and that of the page, htmx would wait for ever for an event that is over.
function drawn() {
  return new Promise((resolve) => {
    if (document.readyState === "complete") resolve();
    else addEventListener("load", resolve, { once: true });
  });
}

for (const sign of ["pointerover", "touchstart", "keydown", "focusin", "scroll"]) {
  addEventListener(sign, () => loadHtmx().catch(() => {}), { once: true, passive: true, capture: true });
}

// Until htmx is there, its work waits for it; if it never comes, the browser does what it does without scripts.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(`a[hx-get], ${CHOICE}`);
  if (!link) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return event.stopPropagation(); // a new tab or window
  const isChoice = link.matches(CHOICE);
  if (window.htmx && !isChoice) return;
  event.preventDefault();
  event.stopPropagation();
  const follow = isChoice ? choose : () => link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  loadHtmx().then(() => follow(link), () => location.assign(link.getAttribute("href")));
}, { capture: true });

function choose(link) {
  const target = link.matches(".toggle") ? link.closest(".card") : document.getElementById("timeline");
  const asked = { source: link, target, swap: "outerHTML" };
  htmx.ajax("GET", link.getAttribute("href"), asked).catch(() => {}); // what failed is told below
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (window.htmx || !form.matches("[hx-get]")) return;
  event.preventDefault();
  loadHtmx().then(() => form.requestSubmit()).catch(() => form.submit());
}, { capture: true });

addEventListener("popstate", (event) => {
  if (event.state?.htmx && !window.htmx) location.reload();
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

addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});
