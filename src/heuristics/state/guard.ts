/** One rule about which pieces may stand where, kept up step by step. */
export interface Guard {
  /** True if the piece, now nowhere, may come to the copy as things are. */
  admits(piece: number, copy: number): boolean;
  /** After a piece came to the copy. */
  came?(piece: number, copy: number): void;
  /** After a piece left the copy. */
  left?(piece: number, copy: number): void;
}
