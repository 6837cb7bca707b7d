/** Keyboard first: every key is written on its button as `aria-keyshortcuts`, and pressed here. */

const BARE = /^[a-z?/]$/i;
let leader = 0;

/**
 * A key press in the words of `aria-keyshortcuts`: "F2", "Shift+F1", "Control+Enter", "T".
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "code">} event
 */
export function chord(event) {
  // Alt with a digit types a sign on some keyboards, so there the key itself is read
  const key = event.altKey && /^Digit\d$/.test(event.code) ? event.code.slice(5) : event.key;
  const named = key.length > 1;
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Control");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey && named) parts.push("Shift");
  parts.push(named ? key : key.toUpperCase());
  return parts.join("+");
}

/** @param {Element | null} element whether letters are being written there */
export function writes(element) {
  return element?.matches?.("input:not([type=radio], [type=checkbox], [type=button], [type=submit]), textarea, select, [contenteditable]") ?? false;
}

/** @param {string} keys @returns {HTMLElement | null} */
function target(keys) {
  const here = document.querySelector("#board tr.is-here");
  const around = document.activeElement?.closest("form, section, details") ?? null;
  const selector = `[aria-keyshortcuts="${CSS.escape(keys)}"]`;
  for (const place of [here, around, around?.parentElement?.closest("section"), document]) {
    const found = /** @type {HTMLElement[]} */ ([...(place?.querySelectorAll(selector) ?? [])]);
    const seen = found.find((one) => one.offsetParent !== null || one.closest(".nhsuk-u-visually-hidden"));
    if (seen && (keys !== "T" || here?.contains(seen))) return seen;
    if (place === around && keys === "Control+Enter" && around) continue;
  }
  return null;
}

/** @param {HTMLElement} element */
function press(element) {
  const there = element instanceof HTMLAnchorElement ? new URL(element.href) : null;
  if (!there?.hash || there.pathname !== location.pathname) return element.click();
  const place = document.getElementById(there.hash.slice(1));
  const closed = place?.closest("details:not([open])");
  if (closed instanceof HTMLDetailsElement) closed.open = true;
  place?.focus();
}

/** @param {HTMLElement | null} row */
function stand(row) {
  for (const other of document.querySelectorAll("tr.is-here")) other.classList.remove("is-here");
  row?.classList.add("is-here");
}

/** @param {number} step */
function walk(step) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#board tr[data-case]:not(.is-filtered)")]);
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.classList.contains("is-here"));
  const row = rows[Math.min(Math.max(at < 0 ? 0 : at + step, 0), rows.length - 1)];
  stand(row);
  row.querySelector("a")?.focus();
}

/** 1 to 9 choose in the group that has focus, and go on to the next. @param {KeyboardEvent} event */
function digit(event) {
  const group = document.activeElement?.closest("[data-digits]");
  if (!group || !/^[1-9]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return false;
  const inputs = /** @type {HTMLInputElement[]} */ ([...group.querySelectorAll("input")]);
  const chosen = inputs[Number(event.key) - 1];
  if (!chosen) return false;
  chosen.click();
  if (chosen.type === "radio") next(group);
  return true;
}

/** @param {Element} group */
function next(group) {
  const fields = [...(group.closest("form")?.querySelectorAll("[data-digits], textarea, input:not([type=hidden])") ?? [])];
  const after = fields.slice(fields.indexOf(group) + 1).find((field) => !group.contains(field) && !field.closest("details:not([open])"));
  const focus = after?.matches("[data-digits]") ? after.querySelector("input") : after;
  if (focus instanceof HTMLElement) focus.focus();
}

/** Esc leaves the field, then the panel; it never ends a call. */
function leave() {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || active === document.body) return;
  const details = active.closest("details[open]");
  if (writes(active)) active.blur();
  else if (details instanceof HTMLDetailsElement) {
    details.open = false;
    details.querySelector("summary")?.focus();
  } else active.blur();
}

/** @param {KeyboardEvent} event */
function listen(event) {
  if (event.defaultPrevented || event.isComposing || event.repeat && event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const keys = chord(event);
  const writing = writes(document.activeElement);
  if (keys === "Escape") return leave();
  if (digit(event)) return event.preventDefault();
  const bare = BARE.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (bare && (writing || document.body.dataset.letters === "off")) return;
  const onBoard = document.getElementById("board") && !writing && !document.activeElement?.matches("input");
  if (onBoard && (keys === "ArrowDown" || keys === "J" || keys === "ArrowUp" || keys === "K")) {
    event.preventDefault();
    return walk(keys === "ArrowDown" || keys === "J" ? 1 : -1);
  }
  if (bare && keys === "G") return void (leader = Date.now());
  const led = bare && Date.now() - leader < 1500 ? `G+${keys}` : keys;
  leader = 0;
  const found = target(led);
  if (!found) return;
  event.preventDefault();
  press(found);
}

/** One listener for the whole page. */
export function startKeys() {
  addEventListener("keydown", listen);
  const list = document.getElementById("board");
  for (const name of ["pointerover", "focusin"]) {
    list?.addEventListener(name, (event) => {
      const row = event.target instanceof Element ? event.target.closest("tr[data-case]") : null;
      if (row instanceof HTMLElement) stand(row);
    });
  }
  stand(document.querySelector("#group-waiting tr[data-case]:not(.is-filtered)"));
}
