/** Milliseconds of `performance.now()` at which the command began: with its process, unless `beginCommand` says otherwise. */
let began = 0;

/** For a process that runs several commands, one after another: the next one begins at `at`, ms of `performance.now()`. */
export function beginCommand(at: number): void {
  began = at;
}

/** Milliseconds since the command began: loading the program counts. */
export function commandTime(): number {
  return performance.now() - began;
}
