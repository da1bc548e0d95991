// What lies over the page: dialogs, drawers, menus and toasts.
export function toast(text, kind = "good") {
  const place = document.getElementById("toasts");
  if (!place || !text) return;
  const box = document.createElement("div");
  box.className = `toast toast-${kind}`;
  const line = document.createElement("span");
  line.textContent = text;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = place.dataset.close;
  button.addEventListener("click", () => box.remove());
  box.append(line, button);
  place.append(box);
  // A refusal stays until it is read; good news goes by itself.
  if (kind !== "bad") setTimeout(() => box.remove(), 6000);
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    event.preventDefault();
    document.querySelector(opener.dataset.opens)?.showModal();
    return;
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) {
    closer.closest("dialog")?.close();
    return;
  }
  // A click on the backdrop lands on the dialog itself.
  if (event.target.tagName === "DIALOG" && event.target.open) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
