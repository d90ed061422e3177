import assert from "node:assert/strict";
import { test } from "node:test";
import { announcement } from "../../../static/core/announcement.js";
import { START } from "../../../static/core/state.js";
import { stringsFor } from "../../../static/core/strings.js";

const said = (state) => announcement({ ...START, question: "续费", ...state }, stringsFor("zh-Hans"));
const reply = (count, suggestion = null) => ({ hits: Array(count).fill({}), suggestion });

test("counts, none and errors are said", () => {
  assert.equal(said({ status: "results", ...reply(3) }), "3 条结果");
  assert.equal(said({ status: "none", ...reply(0) }), "没有找到「续费」，换个问法");
  assert.equal(said({ status: "error" }), "没有回答");
  assert.equal(said({ status: "loading" }), "搜索中…");
});

test("a question that was read in another way is said too", () => {
  assert.equal(
    said({ status: "results", ...reply(1, { query: "忘记密码" }) }),
    "已按「忘记密码」搜索 · 1 条结果",
  );
});

test("nothing is said before the first question or over a section, unless the section failed", () => {
  assert.equal(said({}), "");
  assert.equal(said({ status: "results", ...reply(3), section: { status: "read" } }), "");
  assert.equal(said({ status: "results", ...reply(3), section: { status: "error" } }), "没有回答");
  assert.equal(said({ section: { status: "none", id: "a#1" } }), "没有找到「a#1」，换个问法");
});
