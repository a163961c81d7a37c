import { makeRandom } from "../../src/util/random.ts";
import { type Bins, bins } from "./bins.ts";
import { type Cores, memoryCore, millisecondCore } from "./cores.ts";
import { type RentedHosts, rentedHosts } from "./rented-hosts.ts";

/** A made-up instance of a shape that no generator of Berth makes. */
export type Shape =
  | ({ readonly shape: "bins" } & Bins)
  | ({ readonly shape: "milliseconds" } & Cores)
  | ({ readonly shape: "memory" } & Cores)
  | ({ readonly shape: "rented-hosts" } & RentedHosts);

/** Its document; equal arguments give equal documents. The seed is a whole number. */
export function shapeDocument(shape: Shape, seed: number): object {
  // The first numbers of near seeds are near.
  const random = makeRandom(seed, 8);
  switch (shape.shape) {
    case "bins":
      return bins(shape, random);
    case "milliseconds":
      return millisecondCore(shape, random);
    case "memory":
      return memoryCore(shape, random);
    case "rented-hosts":
      return rentedHosts(shape, random);
  }
}
