// Passing an event on: by the device's own means where it has them, else by a copy of the address. Without scripts the
// address stands there to be selected.

const button = document.querySelector("[data-share]");
const field = document.getElementById("address");
const said = document.getElementById("announce");

async function share() {
  const url = field.value;
  if (navigator.share) return navigator.share({ title: button.dataset.title, url }).catch(() => {});
  try {
    await navigator.clipboard.writeText(url);
    button.textContent = said.textContent = "Copied";
  } catch {
    field.focus();
    field.select();
    said.textContent = "The address is selected: copy it.";
  }
}

if (!navigator.share) button.textContent = "Copy";
button.hidden = false;
button.addEventListener("click", share);
for (const text of document.querySelectorAll(".share input, .share textarea")) {
  text.addEventListener("focus", () => text.select());
}
