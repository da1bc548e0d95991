// Suggestions while typing: the combobox pattern of the ARIA practices, filled by the server.
const WAIT = 90;
let timer;
let asked = 0;

const boxOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
const optionsOf = (input) => [...boxOf(input).querySelectorAll('[role="option"]')];

function close(input) {
  boxOf(input).hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

async function ask(input) {
  const query = input.value.trim();
  const number = ++asked;
  if (query.length < 2) return close(input);
  try {
    const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(query)}`, { credentials: "same-origin" });
    if (!answer.ok || number !== asked || document.activeElement !== input) return undefined;
    const box = boxOf(input);
    box.innerHTML = await answer.text();
    const any = optionsOf(input).length > 0;
    box.hidden = !any;
    input.setAttribute("aria-expanded", String(any));
    input.removeAttribute("aria-activedescendant");
  } catch {
    close(input);
  }
  return undefined;
}

function move(input, step) {
  const options = optionsOf(input);
  const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = (now + step + options.length + (now < 0 && step < 0 ? 1 : 0)) % options.length;
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === next)));
  input.setAttribute("aria-activedescendant", options[next].id);
  options[next].scrollIntoView({ block: "nearest" });
}

document.addEventListener("input", (event) => {
  if (!event.target.dataset?.suggest) return;
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT, event.target);
});

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.dataset?.suggest) return;
  const open = !boxOf(input).hidden;
  if (event.key === "Escape" && open) {
    event.preventDefault();
    close(input);
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && open) {
    event.preventDefault();
    move(input, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "ArrowDown") {
    ask(input);
  } else if (event.key === "Enter" && open) {
    const chosen = boxOf(input).querySelector('[aria-selected="true"]');
    if (!chosen) return close(input);
    event.preventDefault();
    choose(input, chosen);
  }
});

function choose(input, option) {
  close(input);
  if (option.dataset.href) location.assign(option.dataset.href);
  else {
    input.value = option.dataset.value;
    input.form.requestSubmit();
  }
}

// The pointer chooses on mousedown: the field must not lose the focus first.
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest('.suggestions [role="option"]');
  if (!option) return;
  event.preventDefault();
  const box = option.closest(".suggestions");
  choose(document.querySelector(`[aria-controls="${box.id}"]`), option);
});

document.addEventListener("focusout", (event) => {
  if (event.target.dataset?.suggest) close(event.target);
});
