/** What only this browser knows of the rows: which are mine, who is looking, which are shown. */

/** Who has which case open. @type {Map<string, {id: string, name: string}[]>} */
export const fresh = new Map();
const KEPT = "fd.show";
const EYE =
  '<svg width="14" height="14" viewBox="0 0 18 18" aria-hidden="true"><path d="M1 9c2-3.7 4.8-5.5 8-5.5S15 5.3 17 9c-2 3.7-4.8 5.5-8 5.5S3 12.7 1 9z" fill="none" stroke="currentColor" stroke-width="1.6"/><circle cx="9" cy="9" r="2.4" fill="currentColor"/></svg>';

/**
 * Whether a row is shown by a filter.
 * @param {string} filter
 * @param {{group?: string, owner?: string, kinds?: string}} row
 * @param {string} me
 */
export function shows(filter, row, me) {
  if (filter === "all") return true;
  if (filter === "waiting") return row.group === "waiting";
  if (filter === "mine") return row.owner !== "" && row.owner === me;
  return (row.kinds ?? "").split(" ").includes(filter);
}

/** @param {{id: string, name: string}[]} people */
export function lookers(people) {
  if (people.length === 1) return `${people[0].name} is looking`;
  return people.length ? `${people.length} people are looking` : "";
}

/** @param {ParentNode} root */
export function dress(root) {
  const me = document.body.dataset.me ?? "";
  const filter = chosen();
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#board tr[data-case]")]);
  for (const row of rows) {
    const owner = row.querySelector(".fd-owner");
    if (owner) owner.textContent = row.dataset.owner === me ? "You" : (row.dataset.ownerName ?? "");
    showLookers(row, fresh.get(row.dataset.case ?? "") ?? []);
    row.classList.toggle("is-filtered", !shows(filter, row.dataset, me));
  }
  for (const link of document.querySelectorAll("[data-filter]")) {
    const key = /** @type {HTMLElement} */ (link).dataset.filter ?? "all";
    const count = rows.filter((row) => shows(key, row.dataset, me)).length;
    write(link.querySelector("[data-count]"), String(count));
    if (key === filter) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const body of root.querySelectorAll("tbody[data-group]")) countGroup(/** @type {HTMLElement} */ (body));
  hereLookers();
}

/** @param {HTMLElement} body */
function countGroup(body) {
  const rows = body.querySelectorAll("tr[data-case]").length;
  write(body.querySelector("[data-count]"), String(rows));
  if (body.dataset.group === "999") body.hidden = rows === 0;
  const nobody = body.querySelector("#nobody");
  if (nobody instanceof HTMLElement) nobody.hidden = rows > 0;
}

/** @param {HTMLElement} row @param {{id: string, name: string}[]} people */
function showLookers(row, people) {
  const cell = row.querySelector(".who");
  const old = cell?.querySelector(".fd-looking");
  row.classList.toggle("is-seen", people.length > 0 && !row.dataset.owner);
  if (!cell || row.dataset.owner || !people.length) return old?.remove();
  const words = old ?? document.createElement("span");
  words.className = "l1 fd-looking";
  words.innerHTML = EYE;
  words.append(` ${lookers(people)}`);
  if (!old) cell.prepend(words);
}

function hereLookers() {
  const place = document.querySelector("[data-looking-here]");
  if (!(place instanceof HTMLElement)) return;
  const people = fresh.get(place.dataset.lookingHere ?? "") ?? [];
  const names = people.map((one) => one.name).join(" and ");
  const verb = people.length === 1 ? "has" : "have";
  write(place.querySelector("[data-words]"), names ? `${names} ${verb} it open too` : "Only you have it open");
}

/** @param {Element | null} element @param {string} words */
function write(element, words) {
  if (element && element.textContent !== words) element.textContent = words;
}

function chosen() {
  const kept = localStorage.getItem(KEPT) ?? "all";
  return document.querySelector(`[data-filter="${CSS.escape(kept)}"]`) ? kept : "all";
}

/** Filters last: the choice is this browser's, for every board it opens. */
export function startFilters() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-filter]") : null;
    if (!(link instanceof HTMLElement)) return;
    event.preventDefault();
    localStorage.setItem(KEPT, link.dataset.filter ?? "all");
    dress(document);
  });
}

/** Who had which case open when the page was drawn; the socket tells the rest. */
export function startPresence() {
  for (const one of document.querySelectorAll("[data-present]")) {
    const { present = "", id = "", name = "" } = /** @type {HTMLElement} */ (one).dataset;
    if (id !== document.body.dataset.me) fresh.set(present, [...(fresh.get(present) ?? []), { id, name }]);
  }
  dress(document);
}
