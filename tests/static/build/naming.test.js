import assert from "node:assert/strict";
import { test } from "node:test";
import { listed, openNames, renamed } from "../../../static/build/naming.mjs";

// Each gives a value that depends on which name means what.
const SCRIPTS = {
  "parameters and what is around them": "((a,b)=>{let c=a-b;return[c,(a=>a*c)(3),(b=>a-b)(5)]})(7,2)",
  "properties of the same name": "(({a,b:c,d:{e=4}={}},f)=>({a,c,e,f,g:f}))({a:1,b:2},3)",
  "values that begin with a name": "(a=>({b:b=>b+a,c:a.length,d:a?1:2,a}).b(1))([1])",
  "functions that call themselves": "(()=>{function a(b){return b?b*a(b-1):1}return a(5)})()",
  "a class": "(()=>{let a=2;class b{#c=a;static d=1;get e(){return this.#c+b.d}}return new b().e})()",
  "what is thrown": "(a=>{try{throw a}catch(b){return[a,b]}})(1)",
  "loops": "(a=>{let b=0;for(let c of a)for(let a in c)b+=c[a];return b})([[1,2],[3]])",
  "names of the page": "(a=>[a,typeof globalThis,Math.max(a,2)])(1)",
};
const LETTERS = [..."abcdefg"];

for (const [what, script] of Object.entries(SCRIPTS)) {
  test(`whatever names fit, the script does the same: ${what}`, () => {
    const { variables, fits, print } = openNames(script);
    const wanted = JSON.stringify((0, eval)(script));
    assert.equal(print().replace(/\b(\w):\1\b/g, "$1"), script.replace(/\b(\w):\1\b/g, "$1"));
    let given = 0;
    for (let round = 0; round < 200; round += 1) {
      const variable = variables[round % variables.length];
      const name = LETTERS[(round * 5 + (round >> 3)) % LETTERS.length];
      if (name === variable.name || !fits(variable, name)) continue;
      variable.name = name;
      given += 1;
      assert.equal(JSON.stringify((0, eval)(print())), wanted, print());
    }
    assert.ok(given > 10);
  });
}

test("a name that somebody else goes by does not fit", () => {
  const { variables, fits } = openNames("((a,b)=>{let c=a;return(d=>d+c+Math)(b)})");
  const of = (name) => variables.find((variable) => variable.name === name);
  assert.deepEqual(["a", "b", "c", "Math", "e"].map((name) => fits(of("d"), name)), [true, true, false, false, true]);
  assert.deepEqual(["b", "d", "Math", "e"].map((name) => fits(of("c"), name)), [false, false, false, true]);
});

test("names are for the script that they were found for", () => {
  const script = "((a,b)=>a-b)(3,1)";
  const of = listed(openNames(script));
  assert.equal(renamed(script, { of, names: "b a" }), "((b,a)=>b-a)(3,1)");
  assert.equal(renamed("(a=>a)(3)", { of, names: "b a" }), undefined);
  assert.throws(() => renamed(script, { of, names: "a a" }), /squeeze/);
});
