// News from the ERP in the open page: the server says which product changed, the page fetches those parts anew.
//
// <div id="offer" data-live="prd_…" data-live-src="/…">: fetched again when one of these products changes.
// <div id="overview" data-poll="5" data-poll-src="/…">: fetched again every so many seconds while it is looked at.
import { fetchInto } from "./swap.js";

let source;
let watched = "";
const waiting = new Map();

const parts = () => [...document.querySelectorAll("[data-live]")];
const productsOf = (element) => element.dataset.live.split(" ").filter(Boolean);

function refresh(element) {
  clearTimeout(waiting.get(element.id));
  waiting.set(element.id, setTimeout(renew, 40, element));
}

async function renew(element, marked = true) {
  const before = new Map([...element.querySelectorAll("[data-watch]")].map((one) => [one.dataset.watch, one.textContent]));
  // The quantity in the field belongs to the buyer: the part is fetched for it.
  const field = element.querySelector("[data-quantity-of]");
  const url = new URL(element.dataset.liveSrc, location.href);
  if (field) {
    url.searchParams.set("quantity", field.value);
    url.searchParams.set("unit", field.form.elements.unit.value);
  }
  if (!(await fetchInto(`#${element.id}`, url))) return;
  if (!marked) return;
  const fresh = document.getElementById(element.id);
  for (const one of fresh?.querySelectorAll("[data-watch]") ?? []) {
    if (before.get(one.dataset.watch) !== one.textContent) one.classList.add("changed");
  }
}

function listen() {
  const ids = [...new Set(parts().flatMap(productsOf))].sort();
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
  for (const kind of ["price", "stock", "product"]) {
    source.addEventListener(kind, (event) => {
      const changed = new Set(JSON.parse(event.data).products);
      parts().filter((element) => productsOf(element).some((id) => changed.has(id))).forEach(refresh);
    });
  }
}

// Another quantity or unit has another price: the part is fetched for it, without marking anything as news.
const asked = (event) => {
  const part = event.target.form?.querySelector("[data-quantity-of]") && event.target.closest("[data-live]");
  if (part) renew(part, false);
};
document.addEventListener("fondaco:quantity", asked);
document.addEventListener("change", (event) => event.target.name === "unit" && asked(event));
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
