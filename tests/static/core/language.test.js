import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseLanguage } from "../../../static/core/language.js";
import { fill, stringsFor } from "../../../static/core/strings.js";

test("knows both Chinese scripts by script and by region", () => {
  for (const tag of ["zh", "zh-CN", "zh-Hans", "zh-SG", "zh-Hans-HK", "ZH-cn"]) {
    assert.equal(chooseLanguage([tag]), "zh-Hans", tag);
  }
  for (const tag of ["zh-TW", "zh-HK", "zh-MO", "zh-Hant", "zh-Hant-CN", "zh-hant-tw"]) {
    assert.equal(chooseLanguage([tag]), "zh-Hant", tag);
  }
});

test("takes the strongest wish that it can fulfil", () => {
  assert.equal(chooseLanguage([null, "zh-TW", "en"]), "zh-Hant");
  assert.equal(chooseLanguage(["fr", "", "en-GB", "zh"]), "en");
});

test("speaks English where it speaks none of the wishes", () => {
  assert.equal(chooseLanguage([null, "fr", "enm", "zhx"]), "en");
  assert.equal(chooseLanguage([]), "en");
});

test("every language has a phrase for everything", () => {
  const names = Object.keys(stringsFor("en"));
  for (const language of ["zh-Hans", "zh-Hant", "en"]) {
    const text = stringsFor(language);
    for (const name of names) {
      assert.ok(text[name], `${language} ${name}`);
      assert.equal(text[name].includes("{}"), stringsFor("en")[name].includes("{}"), `${language} ${name}`);
    }
  }
});

test("a value keeps its dollar signs", () => {
  assert.equal(fill("「{}」", "$& $1"), "「$& $1」");
});
