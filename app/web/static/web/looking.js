/** Panels that fetch themselves: several reasons are one request, and nothing is taken from a hand. */

const TOGETHER = 150;
/** @type {Map<Element, number>} */
const waiting = new Map();

/**
 * Let a panel fetch itself; several reasons within the time make one request.
 * @param {Element} panel
 * @param {number} after milliseconds
 */
export function look(panel, after = 0) {
  const due = Date.now() + Math.max(after, TOGETHER);
  const planned = waiting.get(panel);
  if (planned === undefined || due < planned) waiting.set(panel, due);
}

/** @param {number} after */
export function lookAll(after = 0) {
  for (const panel of document.querySelectorAll("[data-panel]")) look(panel, after);
}

/** Panels of one address come with one answer: the first asks, the others take theirs from it. */
function ask() {
  const now = Date.now();
  /** @type {Map<string, Element[]>} */
  const due = new Map();
  for (const [panel, at] of waiting) {
    if (at > now) continue;
    waiting.delete(panel);
    // the list is drawn by board.js, row by row: it asks for itself alone
    const url = panel.id === "board" ? panel.id : (panel.getAttribute("hx-get") ?? "");
    if (panel.isConnected) due.set(url, [...(due.get(url) ?? []), panel]);
  }
  for (const [first, ...others] of due.values()) {
    first.setAttribute("hx-select-oob", others.map((one) => `#${one.id}:outerMorph`).join(","));
    if (!others.length) first.removeAttribute("hx-select-oob");
    first.dispatchEvent(new CustomEvent("fd:look"));
  }
}

/** Whether words were typed here, or a choice made, that are not saved. @param {Element} panel */
function typed(panel) {
  return [...panel.querySelectorAll("input, textarea, select")].some((one) => {
    if (one instanceof HTMLSelectElement) return one.selectedIndex !== Math.max([...one.options].findIndex((option) => option.defaultSelected), 0);
    if (one instanceof HTMLInputElement && /^(checkbox|radio)$/.test(one.type)) return one.checked !== one.defaultChecked;
    return one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement ? one.value !== one.defaultValue : false;
  });
}

/** @param {Element} panel */
function sayChanged(panel) {
  if (panel.querySelector(".fd-changed")) return;
  const words = document.createElement("p");
  words.className = "fd-changed";
  words.textContent = "This changed while you were writing. What you typed is kept; saving says what differs.";
  panel.querySelector("header")?.after(words);
}

/** @param {Element} place every version that its forms were drawn from */
const versions = (place) => [...place.querySelectorAll("[name=version]")].map((one) => (one instanceof HTMLInputElement ? one.value : "")).join();

/**
 * Take out of an answer what would disturb a hand: a panel that is being written in is left alone,
 * and says so if what it was drawn from has changed; what was folded open stays open.
 * @param {{fragment: DocumentFragment}[]} tasks
 */
export function spare(tasks) {
  for (const task of [...tasks]) {
    const found = task.fragment.firstElementChild;
    const panel = found?.id ? document.getElementById(found.id) : null;
    if (!found || !panel) continue;
    const writing = panel.contains(document.activeElement) && document.activeElement?.matches("input, textarea, select");
    if (!writing && !typed(panel)) {
      for (const open of panel.querySelectorAll("details[open][id]")) found.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
      continue;
    }
    tasks.splice(tasks.indexOf(task), 1);
    if (versions(found) !== versions(panel)) sayChanged(panel);
  }
}

/** Ask for what is due; a panel whose request failed asks again. */
export function startLooking() {
  setInterval(ask, TOGETHER);
  for (const failed of ["htmx:error", "htmx:response:error"]) {
    document.addEventListener(failed, (event) => {
      if (event.target instanceof Element && event.target.matches("[data-panel]")) lookSame(event.target);
    });
  }
}

/** All panels of one address failed together. @param {Element} panel */
function lookSame(panel) {
  const url = panel.getAttribute("hx-get");
  const after = 2000 + Math.random() * 2000;
  for (const one of document.querySelectorAll("[data-panel]")) if (one.getAttribute("hx-get") === url) look(one, after);
}
