// News from the ERP in the open page: the server says which product changed, the page fetches those parts anew.
//
// <div id="offer-…" data-live="prd_…" data-live-src="/…">: fetched again when that product changes.
// <main data-live-all data-live-src="…">: fetched again at every message (the console's pages).
import { fetchInto } from "./swap.js";

let source;
let watched = "";
const waiting = new Map();

function parts() {
  return [...document.querySelectorAll("[data-live]")];
}

function refresh(element) {
  clearTimeout(waiting.get(element.id));
  waiting.set(element.id, setTimeout(renew, 40, element));
}

async function renew(element) {
  const before = new Map([...element.querySelectorAll("[data-watch]")].map((one) => [one.dataset.watch, one.textContent]));
  // The quantity in the field belongs to the buyer: the part is fetched for it.
  const field = document.querySelector(`[data-quantity-of="${CSS.escape(element.dataset.live)}"]`);
  const url = new URL(element.dataset.liveSrc, location.href);
  if (field) url.searchParams.set("quantity", field.value);
  if (!(await fetchInto(`#${element.id}`, url))) return;
  const fresh = document.getElementById(element.id);
  for (const one of fresh?.querySelectorAll("[data-watch]") ?? []) {
    if (before.get(one.dataset.watch) !== one.textContent) one.classList.add("changed");
  }
}

function listen() {
  const ids = [...new Set(parts().map((element) => element.dataset.live))].sort();
  const now = ids.join(",");
  if (now === watched) return;
  source?.close();
  watched = now;
  source = undefined;
  if (!now || !document.body.dataset.changes) return;
  const query = ids.map((id) => `products=${encodeURIComponent(id)}`).join("&");
  let interrupted = false;
  source = new EventSource(`${document.body.dataset.changes}?${query}`);
  source.addEventListener("open", () => {
    document.body.dataset.live = "open";
    // What happened while the line was down is not repeated: everything is fetched once.
    if (interrupted) parts().forEach(refresh);
    interrupted = false;
  });
  source.addEventListener("error", () => {
    interrupted = true;
    document.body.dataset.live = "lost";
  });
  source.addEventListener("message", (event) => {
    const changed = JSON.parse(event.data).product;
    parts().filter((element) => element.dataset.live === changed).forEach(refresh);
  });
}

document.addEventListener("fondaco:swapped", listen);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") listen();
});
addEventListener("pagehide", () => source?.close());
// After the first paint: an open line must not compete with the picture of the product.
addEventListener("load", () => setTimeout(listen, 0));
for (const element of document.querySelectorAll("[data-poll]")) {
  setInterval(() => document.visibilityState === "visible" && fetchInto(`#${element.id}`, element.dataset.pollSrc), Number(element.dataset.poll) * 1000);
}
