/** A moment in seconds since 1970 as instances write it. */
export function instantText(seconds: number): string {
  return new Date(1000 * seconds).toISOString().replace(".000Z", "Z");
}
