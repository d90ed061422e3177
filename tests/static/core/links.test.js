import assert from "node:assert/strict";
import { test } from "node:test";
import { contactLink, deepLink, linkedSection, resolveEndpoint, webLink } from "../../../static/core/links.js";

const SCRIPT = "https://help.example.com/assets/help-widget.js?v=1";
const href = (link) => `${link}`; // as attributes and addresses take it
const PAGE = "https://shop.example.com/de/cart?x=1";

test("the service lies beside the script unless the page says otherwise", () => {
  assert.equal(href(resolveEndpoint(null, PAGE, SCRIPT)), "https://help.example.com/assets/");
  assert.equal(href(resolveEndpoint("", PAGE, SCRIPT)), "https://help.example.com/assets/");
});

test("an endpoint of the page is relative to the page, and a folder", () => {
  assert.equal(href(resolveEndpoint("/help", PAGE, SCRIPT)), "https://shop.example.com/help/");
  assert.equal(href(resolveEndpoint("help/", PAGE, SCRIPT)), "https://shop.example.com/de/help/");
  assert.equal(href(resolveEndpoint("https://h.example.com", PAGE, SCRIPT)), "https://h.example.com/");
});

test("an endpoint that is no address on the web is none", () => {
  for (const endpoint of ["http://[bad", "javascript:alert(1)", "mailto:a@example.com"]) {
    assert.equal(href(resolveEndpoint(endpoint, PAGE, SCRIPT)), "https://help.example.com/assets/");
  }
});

test("only addresses of web pages become links", () => {
  assert.equal(href(webLink("/guides/a#b", "https://h.example.com/x/")), "https://h.example.com/guides/a#b");
  assert.equal(href(webLink("http://h.example.com/", PAGE)), "http://h.example.com/");
  for (const address of [
    null,
    undefined,
    "",
    "javascript:alert(1)",
    " java\nscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "https://[",
  ]) {
    assert.equal(webLink(address, PAGE), false, String(address));
  }
});

test("who is contacted learns the question and the page", () => {
  const link = new URL(contactLink("/contact?team=a#form", PAGE, "续费 & 密码"));
  assert.equal(link.pathname, "/contact");
  assert.equal(link.hash, "#form");
  assert.deepEqual(Object.fromEntries(link.searchParams), { team: "a", q: "续费 & 密码", page: PAGE });
  assert.equal(contactLink(null, PAGE, "q"), false);
  assert.equal(contactLink("javascript:x", PAGE, "q"), false);
});

test("a deep link names its section, whatever its name", () => {
  for (const id of ["a#b", "a/b#帮助 页", "100%+1&x=1", "<script>"]) {
    const link = deepLink(`${PAGE}#top`, id);
    assert.ok(href(link).startsWith(`${PAGE}#help=`), link);
    assert.equal(linkedSection(new URL(link).hash), id);
  }
  for (const hash of ["", "#", "#top", "#help", "#help="]) assert.ok(!linkedSection(hash), hash);
  assert.equal(linkedSection("#help=%"), "%", "a damaged link is no error");
});
