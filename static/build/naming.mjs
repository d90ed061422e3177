import { parse } from "acorn";
import { analyze } from "eslint-scope";

const ecmaVersion = 2022;

function* nodesOf(node) {
  if (typeof node?.type === "string") yield node;
  for (const part of Object.values(node ?? {})) if (typeof part === "object") yield* nodesOf(part);
}

// Where a name is all of a property's value, as in { name } or { key: name }, the key belongs to its site.
function keysByValue(tree) {
  const keys = new Map();
  for (const { type, key, computed, value } of nodesOf(tree)) {
    const name = value?.type === "AssignmentPattern" ? value.left : value;
    if (type === "Property" && key.type === "Identifier" && !computed && name.type === "Identifier") keys.set(name.start, key);
  }
  return keys;
}

// Every place where the name of a variable stands, in order.
function sitesOf(variables, keys) {
  const sites = variables.flatMap((variable) => {
    const identifiers = [...variable.identifiers, ...variable.references.map(({ identifier }) => identifier)];
    return [...new Set(identifiers)].map(({ start, end }) => ({ start: keys.get(start)?.start ?? start, end, key: keys.get(start)?.name, variable }));
  });
  return sites.sort((a, b) => a.start - b.start);
}

function isTaken(scope, name) {
  return scope.variables.some((variable) => variable.name === name);
}

/**
 * The local variables of a script, whose names mean nothing to anybody and can be chosen so that the script repeats
 * itself: that is what compresses well. The names of classes stay.
 * @param {string} code
 */
export function openNames(code) {
  const tree = parse(code, { ecmaVersion, ranges: true });
  const { scopes } = analyze(tree, { ecmaVersion });
  const own = ({ defs }) => defs.length > 0 && defs.every(({ type }) => type !== "ClassName");
  const variables = scopes.flatMap((scope) => scope.variables).filter(own);
  const sites = sitesOf(variables, keysByValue(tree));
  const between = sites.map(({ start }, index) => code.slice(sites[index - 1]?.end ?? 0, start));
  const rest = code.slice(sites.at(-1).end);

  /** Whether a variable may have a name: nobody who means another one would get it, nor the other way round. */
  function fits({ scope, references }, name) {
    if (isTaken(scope, name) || scope.through.some(({ resolved, identifier }) => (resolved ?? identifier).name === name)) return false;
    return references.every(({ from }) => {
      for (let inner = from; inner !== scope; inner = inner.upper) if (isTaken(inner, name)) return false;
      return true;
    });
  }

  /** The script with the names that the variables have now. */
  function print() {
    const printed = sites.map(({ key, variable: { name } }, index) => between[index] + (key && key !== name ? `${key}:${name}` : name));
    return printed.join("") + rest;
  }

  return { variables, fits, print };
}

/** The names that variables have now, as one line. */
export function listed({ variables }) {
  return variables.map(({ name }) => name).join(" ");
}

/**
 * A script with other names for its variables, or undefined where it is not the script that the names were found for.
 * @param {string} code
 * @param {{of: string, names: string}} found names of the variables as they were, and as they are to be
 */
export function renamed(code, { of, names }) {
  const { variables, fits, print } = openNames(code);
  if (listed({ variables }) !== of) return undefined;
  // All get out of each other's way first.
  for (const [index, variable] of variables.entries()) variable.name = `$${index}`;
  for (const [index, name] of names.split(" ").entries()) {
    if (!fits(variables[index], name)) throw new Error(`${name} does not fit variable ${index}: run npm run squeeze`);
    variables[index].name = name;
  }
  return print();
}
