import type { NodeDevice } from "./slices.ts";

/** Whether a device is meant. */
type IsMeant = (device: NodeDevice) => boolean;

const DRIVER = /^device\.driver\s*==\s*(["'])([^"']*)\1$/;
const ATTRIBUTE =
  /^device\.attributes\[(["'])([^"']*)\1\]\.([A-Za-z_]\w*)\s*==\s*(?:(["'])([^"']*)\4|(true|false|\d+))$/;

/**
 * A selector of devices: comparisons of the driver and of attributes with a value, joined by &&, which is what the classes of
 * drivers say. Undefined for anything else that the expression language can say.
 */
export function deviceSelector(expression: string): IsMeant | undefined {
  const parts = expression.split("&&").map((part) => comparison(part.trim()));
  if (parts.some((part) => part === undefined)) return undefined;
  return (device) => parts.every((part) => part!(device));
}

function comparison(text: string): IsMeant | undefined {
  const driver = DRIVER.exec(text);
  if (driver !== null) return (device) => device.driver === driver[2];
  const found = ATTRIBUTE.exec(text);
  if (found === null) return undefined;
  const [, , domain, name, , quoted, bare] = found;
  const wanted = quoted ?? (bare === "true" || bare === "false" ? bare === "true" : Number(bare));
  return ({ attributes, driver: own }) => {
    const full = attributes.get(`${domain}/${name}`);
    return (full ?? (domain === own ? attributes.get(name) : undefined)) === wanted;
  };
}
