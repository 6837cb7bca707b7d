/** The settings page and the sign-in page: the three alerts can be listened to before a shift. */

import { startSoundTest } from "./alerts.js";

startSoundTest();
