/** Starts everything that a desk's page needs; each part leaves alone what is not on the page. */

import { startAlerts } from "./alerts.js";
import { startBoard } from "./board.js";
import { startFilters, startPresence } from "./dress.js";
import { startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { startPage } from "./page.js";
import { startSoftphone } from "./softphone.js";
import { startTimers } from "./timers.js";

startTimers();
startPresence();
startFilters();
startBoard();
startKeys();
startPage();
startAlerts();
startSoftphone();
void startLive();
