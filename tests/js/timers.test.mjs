import assert from "node:assert/strict";
import { test } from "node:test";
import { asClock, duration, standing } from "../../app/web/static/web/timers.js";

const at = (clock) => Date.parse(`2026-11-17T${clock}Z`);

test("lengths are said as the server says them", () => {
  const said = [0, 45, 60, 100, 119, 120, 3540, 3600, 12_000, 86_400, 90_000, 180_000].map((one) => duration(one));
  assert.deepEqual(said, ["0 s", "45 s", "1 min", "1 min", "1 min", "2 min", "59 min", "1 h", "3 h 20", "1 day", "1 day 1 h", "2 days 2 h"]);
  assert.equal(duration(100, true), "1 min 40 s");
  assert.equal(duration(120, true), "2 min");
});

test("a telephone shows minutes and seconds", () => {
  assert.deepEqual([9, 302, 3850].map(asClock), ["0:09", "5:02", "1:04:10"]);
});

test("time left is said to the second in the last two minutes, and is bold in the last five", () => {
  const due = at("14:13:00");
  assert.deepEqual(standing(due, at("14:03:00"), at("14:07:30")), { first: "5 min left", late: false, soon: false, used: 45 });
  assert.equal(standing(due, NaN, at("14:08:00")).soon, true);
  assert.equal(standing(due, NaN, at("14:12:20")).first, "40 s left");
});

test("past its time it says how far over, and the dial is full", () => {
  const { first, late, used } = standing(at("14:04:00"), at("13:54:00"), at("14:07:21"));
  assert.deepEqual([first, late, used], ["3 min over", true, 100]);
});

test("the instant itself is not late", () => {
  assert.equal(standing(at("14:04:00"), NaN, at("14:04:00")).late, false);
});
