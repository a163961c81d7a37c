import { type Palette, palette } from "../theme.ts";

/** How a shape is drawn: a name of a colour, pale or not. */
export interface Paint {
  readonly fill?: string;
  readonly stroke?: string;
  readonly isPale?: boolean;
}

/** What charts are drawn on; all in CSS pixels. */
export interface Surface {
  readonly element: HTMLElement | SVGElement;
  /** Clears it, at a size. */
  begin(width: number, height: number): void;
  rect(x: number, y: number, width: number, height: number, paint: Paint): void;
  line(points: readonly (readonly [number, number])[], stroke: string): void;
  text(
    x: number,
    y: number,
    words: string,
    fill: string,
    anchor?: "start" | "middle" | "end",
  ): void;
  end(): void;
}

const SVG = "http://www.w3.org/2000/svg";

/** Shapes as elements: sharp on paper, coloured by the style sheet. For some thousands at most. */
export function svgSurface(): Surface {
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("class", "surface");
  root.setAttribute("aria-hidden", "true");
  let shapes = document.createDocumentFragment();
  const add = (name: string, attributes: Readonly<Record<string, string | number>>) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(
        key,
        typeof value === "number" ? String(Math.round(value * 10) / 10) : value,
      );
    }
    shapes.append(made);
    return made;
  };
  return {
    element: root,
    begin(width, height) {
      shapes = document.createDocumentFragment();
      root.setAttribute("width", String(width));
      root.setAttribute("height", String(height));
    },
    rect(x, y, width, height, { fill, stroke, isPale }) {
      const kind = `${fill ?? stroke ?? ""}${isPale === true ? " pale" : ""}`;
      add("rect", { x, y, width: Math.max(0, width), height: Math.max(0, height), class: kind });
    },
    line(points, stroke) {
      const list = points.map(([x, y]) => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`);
      add("polyline", { points: list.join(" "), fill: "none", class: stroke });
    },
    text(x, y, words, fill, anchor = "start") {
      add("text", { x, y, class: fill, "text-anchor": anchor }).textContent = words;
    },
    end: () => root.replaceChildren(shapes),
  };
}

/** What style sheets say of lines, for a canvas: colour, width and dashes. */
const LINES: Readonly<Record<string, readonly [colour: string, width: number, dash: number[]]>> = {
  grid: ["line", 1, []],
  mark: ["mark", 2, [5, 3]],
  path: ["ink", 2, []],
  selected: ["ink", 3, []],
  found: ["found", 2, []],
};

/** Shapes as pixels: for as many as there are. */
export function canvasSurface(): Surface {
  const root = document.createElement("canvas");
  root.className = "surface";
  root.setAttribute("aria-hidden", "true");
  const pen = root.getContext("2d", { alpha: false });
  if (pen === null) return svgSurface();
  let colours: Palette = {};
  const strokeWith = (name: string) => {
    const [colour, width, dash] = LINES[name] ?? LINES.grid!;
    pen.strokeStyle = colours[colour] ?? colour;
    pen.lineWidth = width;
    pen.setLineDash(dash);
  };
  return {
    element: root,
    begin(width, height) {
      const scale = devicePixelRatio;
      root.width = Math.round(width * scale);
      root.height = Math.round(height * scale);
      root.style.width = `${width}px`;
      root.style.height = `${height}px`;
      colours = palette();
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      pen.fillStyle = colours.panel ?? "";
      pen.fillRect(0, 0, width, height);
      pen.font = "11px system-ui, sans-serif";
    },
    rect(x, y, width, height, { fill, stroke, isPale }) {
      pen.globalAlpha = isPale === true ? 0.22 : 1;
      if (fill !== undefined) {
        pen.fillStyle = colours[fill] ?? "";
        pen.fillRect(x, y, width, height);
      }
      if (stroke !== undefined) {
        strokeWith(stroke);
        pen.strokeRect(x, y, width, height);
      }
      pen.globalAlpha = 1;
    },
    line(points, stroke) {
      strokeWith(stroke);
      pen.beginPath();
      for (const [i, [x, y]] of points.entries()) {
        if (i === 0) pen.moveTo(x, y);
        else pen.lineTo(x, y);
      }
      pen.stroke();
    },
    text(x, y, words, fill, anchor = "start") {
      pen.fillStyle = colours[fill] ?? colours.ink ?? "";
      pen.textAlign = anchor === "middle" ? "center" : anchor;
      pen.fillText(words, x, y);
    },
    end: () => {},
  };
}
