import assert from "node:assert/strict";
import { test } from "node:test";
import { SOFT, rings } from "../../app/web/static/web/ring.js";
import { LIFE_FLOOR } from "../../app/web/static/web/sounds.js";

test("the headset rings only while it is free and a call waits for whoever wears it", () => {
  assert.ok(rings("ready", true));
  assert.ok(!rings("ready", false));
  for (const busy of ["on", "ringing", "off", "lost"]) assert.ok(!rings(busy, true), busy);
});

test("a ring is far softer than any alert may be for Life", () => {
  assert.ok(SOFT < LIFE_FLOOR / 4);
});
