/** Small manners of every page: where focus goes, one press is one command, the desk stays awake. */

const STAY_EVERY = 60_000;
let stayed = Date.now();

/** After a refusal focus is on the message; after a save on the panel that changed; else as told. */
function focusFirst() {
  const refused = document.querySelector("[data-focus]");
  const changed = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  const told = document.querySelector("[data-first]");
  const place = refused ?? changed ?? told;
  if (!(place instanceof HTMLElement)) return;
  if (place.tabIndex < 0 && !place.matches("a, button, input, select, textarea, summary")) place.tabIndex = -1;
  place.focus({ preventScroll: place === told });
}

/**
 * A second press of the same button while the first travels is not a second command. Of the same
 * button: all commands share one form, and 999 must never wait for another.
 * @param {SubmitEvent} event
 */
function once(event) {
  const pressed = event.submitter ?? event.target;
  if (!(pressed instanceof HTMLElement) || !(event.target instanceof HTMLFormElement) || event.target.method !== "post") return;
  if (pressed.dataset.sent) return event.preventDefault();
  pressed.dataset.sent = "yes";
  setTimeout(() => delete pressed.dataset.sent, 3000);
}

/** Keys and mouse keep the desk open, also when no page is asked for. */
function stay() {
  if (Date.now() - stayed < STAY_EVERY) return;
  stayed = Date.now();
  const token = document.querySelector("#act [name=csrf_token]");
  if (!(token instanceof HTMLInputElement)) return;
  void fetch("/stay", { method: "POST", headers: { "X-CSRFToken": token.value } }).then((answer) => {
    if (answer.redirected) location.reload();
  }, () => undefined /* the strip "Not live" says it */);
}

/** A desk that was locked, here or elsewhere, is covered within a minute. A wallboard names nobody. */
function coverWhenLocked() {
  if (document.body.dataset.audience === "wall") return;
  void fetch("/stay", { headers: { "HX-Request": "true" } }).then((answer) => {
    if (answer.status === 401) location.reload();
  }, () => undefined /* the strip "Not live" says it */);
}

/** A mouse chooses a step with one press; arrow keys only walk, and Enter chooses. @param {MouseEvent} event */
function choose(event) {
  const label = event.target instanceof Element ? event.target.closest("form[data-choose] label.fd-pick") : null;
  const form = label?.closest("form");
  if (!(label instanceof HTMLLabelElement) || !form || event.detail === 0) return;
  const input = label.control;
  if (input instanceof HTMLInputElement && !input.disabled) {
    input.checked = true;
    form.requestSubmit();
  }
}

export function startPage() {
  focusFirst();
  document.addEventListener("submit", once);
  document.addEventListener("click", choose);
  for (const touch of ["keydown", "pointerdown"]) document.addEventListener(touch, stay, { passive: true });
  setInterval(coverWhenLocked, STAY_EVERY);
}
