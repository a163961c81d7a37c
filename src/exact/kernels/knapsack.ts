/**
 * 0-1 knapsack tables in WebAssembly (SIMD, four capacities at a time) over one block of memory. Addresses and row
 * lengths are in bytes, multiples of 16; an item is four integers: weight, profit, taken, loss. Rows have
 * capacity + 1 entries and PADDING more. Weights are at most the capacity, profits positive, and all profits of a
 * knapsack together at most MOST_PROFIT, so that no sum leaves 32 bits.
 */
export interface KnapsackKernel {
  readonly memory: Int32Array;
  /**
   * Builds rows `from` + 1 .. `count` of the table (row 0 is zero, earlier rows stand), marks the items of a best
   * filling as taken and returns its worth. Bellman (1957).
   */
  fill(
    items: number,
    from: number,
    count: number,
    table: number,
    row: number,
    length: number,
  ): number;
  /**
   * Writes the loss of each item after `fill`: what the best filling loses without it if it is taken, with it if it is
   * not. Forward and backward tables; `scratch` is one row.
   */
  lose(
    items: number,
    count: number,
    table: number,
    row: number,
    length: number,
    scratch: number,
    best: number,
  ): void;
}

/** Entries of a row beyond the capacity: a vector may run over into them. */
export const PADDING = 4;

/** Sums of profits stay below this, and below zero once 2^30 is taken away. */
export const MOST_PROFIT = 2 ** 29;

/** A kernel with its own zeroed memory of at least `bytes`. */
export function makeKnapsack(bytes: number): KnapsackKernel {
  compiled ??= new WebAssembly.Module(Buffer.from(CODE.join(""), "base64"));
  const pages = Math.max(1, Math.ceil(bytes / 65536));
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(compiled, { host: { memory } });
  return { ...(exports as Omit<KnapsackKernel, "memory">), memory: new Int32Array(memory.buffer) };
}

/** What is used of the platform's WebAssembly, which the types of Node 20 leave out. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
  }) => {
    readonly buffer: ArrayBuffer;
  };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

let compiled: object | undefined;

/** knapsack.wat as assembled by wabt; a test assembles it again. */
export const CODE: readonly string[] = [
  "AGFzbQEAAAABFQJgBn9/f39/fwF/YAd/f39/f39/AAIQAQRob3N0Bm1lbW9yeQIAAQMDAgABBw8CBGZpbGwAAARsb3",
  "NlAAEKlgYC1AIDCH8BewF/IAEhBiAAIAFBBHRqIQcgAyABIARsaiEJIAVBAnQhDAJAA0AgBiACTg0BIAkgBGohCiAH",
  "KAIAQQJ0IQggBygCBP0RIQ5BACELAkADQCALIAhODQEgCiALaiAJIAtq/QAEAP0LBAAgC0EQaiELDAALCyAIIQsgCS",
  "ENAkADQCALIAxODQEgCiALaiAJIAtq/QAEACAN/QAEACAO/a4B/bgB/QsEACALQRBqIQsgDUEQaiENDAALCyAKIQkg",
  "B0EQaiEHIAZBAWohBgwACwsgAyACIARsaiEJIAAgAkEEdGohByAMQQRrIQsgCSALaigCACEPIAIhBgJAA0AgBkUNAS",
  "AGQQFrIQYgB0EQayEHIAkhCiAJIARrIQkgCiALaigCACAJIAtqKAIARwRAIAdBATYCCCALIAcoAgBBAnRrIQsFIAdB",
  "ADYCCAsMAAsLIA8LvQMDB38CewF/IARBAnQhDUEAIQwCQANAIAwgDU4NASAFIAxq/QwAAAAAAAAAAAAAAAAAAAAA/Q",
  "sEACAMQRBqIQwMAAsLIAUgDWr9DAAAAMAAAADAAAAAwAAAAMD9CwQAIAEhByAAIAFBBHRqIQggAiABIANsaiEKAkAD",
  "QCAHRQ0BIAdBAWshByAIQRBrIQggCiADayEKIAgoAgBBAnQhCSAIKAIE/REhDv0MAAAAAAAAAAAAAAAAAAAAACEPQQ",
  "AhDCAFIQsgCCgCCEUEQCAFIAlqIQsLIA0gCyAFa2shEAJAA0AgDCAQTg0BIA8gCiAMav0ABAAgCyAMav0ABAD9rgH9",
  "uAEhDyAMQRBqIQwMAAsLIA8gDyAP/Q0ICQoLDA0ODwABAgMEBQYH/bgBIQ8gDyAPIA/9DQQFBgcAAQIDDA0ODwgJCg",
  "v9uAEhDyAGIA/9GwBrIRAgCCgCCEUEQCAQIAgoAgRrIRALIAggEDYCDCAFIAlqIQsgDSAJayEQQQAhDAJAA0AgDCAQ",
  "Tg0BIAUgDGogBSAMav0ABAAgCyAMav0ABAAgDv2uAf24Af0LBAAgDEEQaiEMDAALCwwACwsL",
];
