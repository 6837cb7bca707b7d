/** The wallboard: lives on the same numbers as the desks, and has nobody to press anything. */

import { startLive } from "./live.js";
import { startTimers } from "./timers.js";

document.addEventListener("htmx:after:swap", () => {
  const updated = document.getElementById("updated");
  if (updated) updated.textContent = new Date().toLocaleTimeString("en-GB", { timeZone: "Europe/London" });
});
startTimers();
void startLive();
