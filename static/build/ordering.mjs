// A shorthand and its parts begin with the same word, but for these.
const FAMILIES = { line: "font", top: "inset", right: "inset", bottom: "inset", left: "inset" };

function familyOf(declaration) {
  const [word] = declaration.split(/[-:]/, 1);
  return FAMILIES[word] ?? word;
}

// The rules before the first at-rule, which may change places, and all the rest.
function parse(css) {
  const end = css.indexOf("@");
  const rules = [...css.slice(0, end).matchAll(/([^{}]+)\{([^{}]+)\}/g)];
  const parts = rules.map(([, selectors, declarations]) => ({ selectors: selectors.split(","), declarations: declarations.split(";") }));
  return { rules: parts, rest: css.slice(end) };
}

// What the order decides: of each family of properties, which rule sets what after which.
function decisions({ rules, rest }) {
  const families = { rest };
  for (const { selectors, declarations } of rules) {
    const all = declarations.findIndex((declaration) => declaration.startsWith("all:"));
    const owner = selectors.toSorted().join() + (all < 0 ? "" : declarations.slice(all).toSorted().join(";"));
    for (const declaration of declarations) (families[familyOf(declaration)] ??= []).push(`${owner}{${declaration}`);
  }
  return JSON.stringify(Object.entries(families).sort());
}

/**
 * Minified styles whose rules, declarations and selectors may change places, as long as every element looks the same.
 * @param {string} css plain rules first, at-rules last
 */
export function openOrder(css) {
  const styles = parse(css);
  const decided = decisions(styles);
  const printed = ({ selectors, declarations }) => `${selectors.join()}{${declarations.join(";")}}`;
  return {
    lists: () => [styles.rules, ...styles.rules.flatMap(({ selectors, declarations }) => [selectors, declarations])],
    holds: () => decisions(styles) === decided,
    print: () => styles.rules.map(printed).join("") + styles.rest,
  };
}

/**
 * The same styles in an order that was found for them, or undefined where they are not the same.
 * @param {string} css
 * @param {string} found
 */
export function reordered(css, found) {
  return decisions(parse(found)) === decisions(parse(css)) ? found : undefined;
}
