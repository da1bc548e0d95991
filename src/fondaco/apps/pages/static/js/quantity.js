// Quantity stepper: minus and plus move by the order multiple and never below the minimum; a typed number is
// brought to the next multiple when the field is left, and the form is sent if it asks for that.
const numberOf = (text) => Number(String(text).trim().replace(/\s/g, "").replace(",", "."));
const show = (input, value) => {
  const decimal = input.dataset.decimal || ".";
  input.value = String(Math.round(value * 1e6) / 1e6).replace(".", decimal);
};

function fitted(input, wanted) {
  const step = numberOf(input.dataset.step || 1) || 1;
  const least = numberOf(input.dataset.least || step) || step;
  if (!Number.isFinite(wanted) || wanted <= 0) return least;
  return Math.max(Math.ceil(Math.round((wanted / step) * 1e6) / 1e6) * step, Math.ceil(least / step) * step);
}

function settle(input, wanted) {
  const before = input.dataset.sent ?? input.defaultValue;
  show(input, fitted(input, wanted));
  input.dataset.sent = input.value;
  if (input.value !== before) input.dispatchEvent(new Event("fondaco:quantity", { bubbles: true }));
}

let timer;
document.addEventListener("click", (event) => {
  const button = event.target.closest(".stepper button[data-step]");
  if (!button) return;
  const input = button.closest(".stepper").querySelector("input");
  const step = numberOf(input.dataset.step || 1) || 1;
  show(input, fitted(input, numberOf(input.value) + Number(button.dataset.step) * step));
  clearTimeout(timer);
  timer = setTimeout(settle, 250, input, numberOf(input.value));
});

document.addEventListener("focusout", (event) => {
  if (event.target.matches?.(".stepper input")) settle(event.target, numberOf(event.target.value));
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(".stepper input")) return;
  if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    event.preventDefault();
    const step = numberOf(event.target.dataset.step || 1) || 1;
    show(event.target, fitted(event.target, numberOf(event.target.value) + (event.key === "ArrowUp" ? step : -step)));
    clearTimeout(timer);
    timer = setTimeout(settle, 250, event.target, numberOf(event.target.value));
  }
});

document.addEventListener("fondaco:quantity", (event) => {
  const form = event.target.form;
  if (form && "sendsQuantity" in form.dataset) form.requestSubmit();
});
