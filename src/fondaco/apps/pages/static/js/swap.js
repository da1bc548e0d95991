// Fragments: links and forms with data-swap="#target" replace that part of the page and keep the rest.
//
// data-swap      which element is replaced (by its id); the server sends it because of the Fondaco-Fragment header
// data-push      the address bar follows, and the back button leads back
// data-auto      a form that is sent as soon as a field changes
// data-asks      a field on whose value a part of the page depends: the page is asked again with it, and gives that part
// data-confirm   a question asked first
// The answer may hold further elements with data-also: each replaces the element of its own id.
import { toast } from "./overlay.js";

const busy = new Map();
let shown = location.pathname + location.search;

export async function fetchInto(target, url, options = {}) {
  const id = target.replace("#", "");
  const before = document.getElementById(id);
  busy.get(id)?.abort();
  const stop = new AbortController();
  busy.set(id, stop);
  document.documentElement.dataset.loading = "";
  before?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, {
      method: options.method ?? "GET",
      body: options.body,
      headers: { "Fondaco-Fragment": id, Accept: "text/html", ...options.headers },
      credentials: "same-origin",
      signal: stop.signal,
    });
    const away = answer.headers.get("Fondaco-Location");
    if (away) return location.assign(away);
    const html = await answer.text();
    const text = answer.headers.get("Fondaco-Toast");
    if (text) toast(decodeURIComponent(text), answer.ok ? "good" : "bad");
    if (html.includes(`id="${id}"`)) replace(id, html);
    else if (!answer.ok && !text) toast(document.body.dataset.failed, "bad");
    if (options.push) {
      history.pushState({ fragment: target }, "", answer.url);
      shown = location.pathname + location.search;
    }
    document.dispatchEvent(new CustomEvent("fondaco:swapped", { detail: { id } }));
    return answer.ok;
  } catch (problem) {
    if (problem.name !== "AbortError") toast(document.body.dataset.offline, "bad");
    return false;
  } finally {
    if (busy.get(id) === stop) {
      busy.delete(id);
      delete document.documentElement.dataset.loading;
      document.getElementById(id)?.removeAttribute("aria-busy");
    }
  }
}

function replace(id, html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const fresh = new Set([parsed.getElementById(id), ...parsed.querySelectorAll("[data-also]")]);
  const held = keeper(document.getElementById(id));
  const opened = [...document.querySelectorAll(`#${CSS.escape(id)} details[id]`)].map((one) => [one.id, one.open]);
  for (const element of fresh) {
    if (element) document.getElementById(element.id)?.replaceWith(document.adoptNode(element));
  }
  for (const [detail, open] of opened) {
    const element = document.getElementById(detail);
    if (element) element.open = open;
  }
  held(document.getElementById(id));
}

// The keyboard stays where it was: the element of the same id, or else of the same place, takes the focus over.
const REACHABLE = "a[href], button:not([tabindex='-1']), input, select, textarea, summary, [tabindex='0']";

function keeper(part) {
  const active = document.activeElement;
  if (!active || !part?.contains(active)) return () => {};
  const place = [...part.querySelectorAll(REACHABLE)].indexOf(active);
  return (fresh) => {
    const same = active.id ? document.getElementById(active.id) : fresh?.querySelectorAll(REACHABLE)[place];
    same?.focus({ preventScroll: true });
  };
}

function addressOf(form) {
  const fields = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value !== "" && name !== "_csrf_token"));
  return `${form.getAttribute("action") || location.pathname}?${fields}`;
}

async function send(form, button) {
  // By attribute: a field named action or method would hide the form's own.
  const method = (form.getAttribute("method") || "get").toUpperCase();
  const push = "push" in form.dataset;
  if (method === "GET") return fetchInto(form.dataset.swap, addressOf(form), { push });
  button?.setAttribute("aria-busy", "true");
  const body = new URLSearchParams(new FormData(form, button ?? undefined));
  const done = await fetchInto(form.dataset.swap, form.getAttribute("action") || location.href, { method, body });
  button?.removeAttribute("aria-busy");
  if (done) form.closest("dialog")?.close();
  return done;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (question && !window.confirm(question)) return event.preventDefault();
  if (!form.dataset.swap || !document.querySelector(form.dataset.swap)) {
    if (form.getAttribute("method") === "post") event.submitter?.setAttribute("aria-busy", "true");
    return undefined;
  }
  event.preventDefault();
  return send(form, event.submitter);
});

document.addEventListener("change", (event) => {
  const { form, name, value } = event.target;
  const part = event.target.dataset.asks;
  if (part) fetchInto(part, `${location.pathname}?${new URLSearchParams({ [name]: value })}`);
  if (form && "auto" in form.dataset && event.target.checkValidity?.() !== false) form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (!document.querySelector(link.dataset.swap)) return;
  event.preventDefault();
  fetchInto(link.dataset.swap, link.href, { push: "push" in link.dataset });
});

// The whole page is asked for again on the way back; a mere jump inside the page is none.
window.addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) location.reload();
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});
