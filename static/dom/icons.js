const SVG = "http://www.w3.org/2000/svg";

const SHAPES = {
  search: "M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14Zm5 12 4 4",
  clear: "m7 7 10 10M17 7 7 17",
  help: "M4 5h16v12h-8l-4 4v-4H4ZM9 9h6m-6 4h4",
};

/**
 * A line drawing in the colour of the text around it.
 * @param {keyof typeof SHAPES} name
 */
export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  line.setAttribute("d", SHAPES[name]);
  drawing.append(line);
  return drawing;
}
