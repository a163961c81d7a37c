import { EVENT_ID, type Event, getScalarValue, load, parseEvents, SCALAR_STYLE } from "js-yaml";
import type { Inside, Member, TextTree } from "./text-tree.ts";
import { MAX_YAML_DEPTH } from "./yaml-text.ts";

/** The tree of a YAML text that can be read; nodes are numbers of events. Aliases stand for what they name. */
export function yamlTree(text: string): TextTree {
  const events = parseEvents(text, { maxDepth: MAX_YAML_DEPTH });
  const ends = endsOf(events);
  const known = new Map<number, Inside | undefined>();
  return {
    root: 1,
    open(node) {
      if (!known.has(node))
        known.set(node, insideOf(text, events, ends, anchored(text, events, node)));
      return known.get(node);
    },
    start: (node) => startOf(events[node]),
    written(node) {
      const event = events[node];
      if (event?.type !== EVENT_ID.SCALAR || event.valueStart < 0) return undefined;
      if (event.style !== SCALAR_STYLE.PLAIN) return undefined;
      return text.slice(event.valueStart, event.valueEnd);
    },
  };
}

function startOf(event: Event | undefined): number | undefined {
  if (event?.type === EVENT_ID.SCALAR) {
    if (event.valueStart < 0) return undefined;
    const isQuoted =
      event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
    return event.valueStart - (isQuoted ? 1 : 0);
  }
  if (event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE) return event.start;
  return event?.type === EVENT_ID.ALIAS ? event.anchorStart : 0;
}

/** By event: the one behind the value that begins with it. */
function endsOf(events: readonly Event[]): Int32Array {
  const ends = new Int32Array(events.length);
  const open: number[] = [];
  events.forEach(({ type }, i) => {
    ends[i] = i + 1;
    if (type === EVENT_ID.POP) ends[open.pop() ?? 0] = i + 1;
    else if (type !== EVENT_ID.SCALAR && type !== EVENT_ID.ALIAS) open.push(i);
  });
  return ends;
}

/** The node that an alias names: the last one before it with that anchor. */
function anchored(text: string, events: readonly Event[], node: number): number {
  const alias = events[node];
  if (alias?.type !== EVENT_ID.ALIAS) return node;
  const name = text.slice(alias.anchorStart, alias.anchorEnd);
  for (let i = node - 1; i > 0; i--) {
    const event = events[i]!;
    if (event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) continue;
    if (event.type === EVENT_ID.ALIAS || event.anchorStart < 0) continue;
    if (text.slice(event.anchorStart, event.anchorEnd) === name) return i;
  }
  return node;
}

function insideOf(
  text: string,
  events: readonly Event[],
  ends: Int32Array,
  node: number,
): Inside | undefined {
  const type = events[node]?.type;
  if (type !== EVENT_ID.SEQUENCE && type !== EVENT_ID.MAPPING) return undefined;
  const nodes: number[] = [];
  for (let i = node + 1; events[i]!.type !== EVENT_ID.POP; i = ends[i]!) nodes.push(i);
  if (type === EVENT_ID.SEQUENCE) return { items: nodes };
  const members = new Map<string, Member>();
  for (let i = 0; i + 1 < nodes.length; i += 2) {
    const key = events[nodes[i]!]!;
    if (key.type !== EVENT_ID.SCALAR) continue;
    const written = getScalarValue(text, key);
    const read = key.style === SCALAR_STYLE.PLAIN ? keyOf(written) : written;
    const member = { node: nodes[i + 1]!, key: startOf(key) ?? 0 };
    members.set(read, read === written ? member : { ...member, text: written });
  }
  return { members };
}

/** A plain key as it is read: a number by the text that it prints. */
function keyOf(written: string): string {
  return /^[+-]?[.\d]/.test(written) ? String(load(written)) : written;
}
