import assert from "node:assert/strict";
import { test } from "node:test";
import { chord } from "../../app/web/static/web/keys.js";

const press = (key, more = {}) => chord({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

test("keys are read in the words that stand on the buttons", () => {
  assert.equal(press("F2"), "F2");
  assert.equal(press("F1", { shiftKey: true }), "Shift+F1");
  assert.equal(press("Enter", { ctrlKey: true }), "Control+Enter");
  assert.equal(press("Enter", { metaKey: true }), "Control+Enter");
  assert.equal(press("t"), "T");
  assert.equal(press("?", { shiftKey: true }), "?");
});

test("Alt with a digit is the digit, whatever sign the keyboard makes of it", () => {
  assert.equal(press("¡", { altKey: true, code: "Digit1" }), "Alt+1");
});

test("F1 without Shift is not 999", () => {
  assert.notEqual(press("F1"), "Shift+F1");
});
