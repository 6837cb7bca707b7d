import assert from "node:assert/strict";
import { test } from "node:test";
import { FOLD_WITHIN, LIFE_FLOOR, NOTES, folds, loudness, sounds } from "../../app/web/static/web/sounds.js";

test("three sounds: three rising notes, two even ones, one long low one", () => {
  const heights = (kind) => NOTES[kind].map(([height]) => height);
  assert.deepEqual(heights("life"), [...heights("life")].sort((one, other) => one - other));
  assert.equal(new Set(heights("life")).size, 3);
  assert.deepEqual([heights("late").length, new Set(heights("late")).size], [2, 1]);
  assert.equal(NOTES.silence.length, 1);
  assert.ok(NOTES.silence[0][2] >= 1 && NOTES.silence[0][0] < 250);
});

test("on a call only Life is heard, lowered under the voice", () => {
  assert.equal(loudness("late", 10, true), 0);
  assert.equal(loudness("silence", 10, true), 0);
  assert.ok(loudness("life", 10, true) > 0);
  assert.ok(loudness("life", 10, true) < loudness("life", 10, false));
});

test("Life has a floor, the others have not", () => {
  assert.equal(loudness("life", 0, false), LIFE_FLOOR);
  assert.equal(loudness("late", 0, false), 0);
});

test("Life repeats every five seconds, Late once, Silence every twenty", () => {
  assert.ok(sounds("life", undefined, 0));
  assert.ok(!sounds("life", 0, 4_999) && sounds("life", 0, 5_000));
  assert.ok(!sounds("late", 0, 3_600_000));
  assert.ok(!sounds("silence", 0, 19_999) && sounds("silence", 0, 20_000));
});

test("a supervisor hears Late each minute", () => {
  assert.ok(!sounds("late", 0, 59_999, true) && sounds("late", 0, 60_000, true));
});

test("more than ten in ten minutes are said as one", () => {
  const ten = Array.from({ length: 10 }, (_, index) => index);
  assert.ok(!folds(ten, 100));
  assert.ok(folds([...ten, 11], 100));
  assert.ok(!folds([...ten, 11], FOLD_WITHIN + 5));
});
