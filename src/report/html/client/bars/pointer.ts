import { element } from "../dom.ts";
import type { View } from "./view.ts";
import { pieceWords } from "./words.ts";

/** Pixels that a pointer may move while it clicks. */
const STILL = 4;

/** Dragging pans, the wheel with Ctrl or two fingers zoom, a click selects, and whatever is under the pointer is told beside it. */
export function listenToPointer(view: View, select: (bar: number | undefined) => void): void {
  const { box, chart } = view;
  const tip = element("div", { class: "tip", hidden: "" });
  document.body.append(tip);
  const down = new Map<number, PointerEvent>();
  let moved = 0;
  const place = ({ clientX, clientY }: MouseEvent): [number, number] => {
    const { left, top } = box.getBoundingClientRect();
    return [clientX - left - box.clientLeft, clientY - top - box.clientTop];
  };

  box.addEventListener("pointerdown", (event) => {
    down.set(event.pointerId, event);
    moved = 0;
  });
  box.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId);
    if (before === undefined) {
      hover(event);
      return;
    }
    const [other] = [...down.values()].filter(({ pointerId }) => pointerId !== event.pointerId);
    if (other === undefined) {
      moved += Math.abs(event.clientX - before.clientX);
      if (moved > STILL) {
        box.classList.add("dragging");
        if (!box.hasPointerCapture(event.pointerId)) box.setPointerCapture(event.pointerId);
      }
      view.pan(before.clientX - event.clientX);
      if (event.pointerType === "mouse") box.scrollTop += before.clientY - event.clientY;
    } else {
      const [was, is] = [before, event].map(({ clientX }) => Math.abs(clientX - other.clientX));
      if (was! > 10 && is! > 10) view.zoom(is! / was!, (place(event)[0] + place(other)[0]) / 2);
    }
    down.set(event.pointerId, event);
  });
  const lift = (event: PointerEvent) => {
    down.delete(event.pointerId);
    box.classList.remove("dragging");
  };
  box.addEventListener("pointerup", (event) => {
    if (down.has(event.pointerId) && moved <= STILL) select(view.barAt(...place(event)));
    lift(event);
  });
  box.addEventListener("pointercancel", lift);
  box.addEventListener("pointerleave", (event) => {
    tip.hidden = true;
    if (event.pointerType !== "mouse") lift(event);
  });
  box.addEventListener("dblclick", (event) => view.zoom(2, place(event)[0]));
  box.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        view.zoom(Math.exp(-event.deltaY / 300), place(event)[0]);
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        view.pan(event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX);
      }
    },
    { passive: false },
  );

  function hover(event: PointerEvent): void {
    const bar = event.pointerType === "mouse" ? view.barAt(...place(event)) : undefined;
    tip.hidden = bar === undefined;
    if (bar === undefined) return;
    tip.textContent = pieceWords(chart, view.bars().piece[bar]).join("\n");
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - width - 4))}px`;
    const below = event.clientY + 16;
    tip.style.top = `${below + height > innerHeight ? event.clientY - height - 10 : below}px`;
  }
}
