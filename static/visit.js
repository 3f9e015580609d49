// What is new since the last visit to this case.
//
// The moment is that of the newest change which the page told of then, in the server's own words; it stays in this
// browser, and goes to the server only as ?since=, which anybody may write. A tab shows the same news for as long as it
// is open.

const changed = document.querySelector("[data-changed]")?.dataset.changed;
const key = `seen ${location.pathname}`;
let news;

function lastVisit() {
  try {
    const since = sessionStorage.getItem(key) ?? localStorage.getItem(key) ?? changed;
    sessionStorage.setItem(key, since);
    localStorage.setItem(key, changed);
    return since;
  } catch {
    return changed; // the browser keeps nothing
  }
}

async function ask(since) {
  const headers = { "HX-Request": "true", "HX-Target": "news" };
  const answer = await fetch(`${location.pathname}?since=${encodeURIComponent(since)}`, { headers });
  if (!answer.ok) return;
  const box = document.createElement("template");
  box.innerHTML = await answer.text();
  news = box.content.querySelector("#news");
  show();
}

// The list is drawn anew with each filter, and grows: the news and the badges of its cards come along.
function show() {
  if (!news) return;
  if (!news.isConnected) document.querySelector(".list-head")?.after(news);
  for (const [id, word] of news.dataset.kinds.split(" ").map((pair) => pair.split("="))) {
    const kind = document.querySelector(`#e-${id} .kind`);
    if (!kind || kind.querySelector(".b-new, .b-corrected")) continue;
    const badge = document.createElement("span");
    badge.className = `badge b-${word.toLowerCase()}`;
    badge.textContent = word;
    kind.append(" ", badge);
  }
}

if (changed) {
  const since = lastVisit();
  if (since !== changed && !new URLSearchParams(location.search).has("since")) ask(since).catch(() => {});
}
document.addEventListener("htmx:afterSettle", show);
