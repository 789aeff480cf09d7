const DECIMAL = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];

/** A size in decimal units with four significant digits and no trailing zeros: `79.99MB`, `17.6kB`, `0B` (oc-cli.md 6.3). */
export function humanSize(bytes: number): string {
  return scaled(bytes, 1000, DECIMAL);
}

/** A size in binary units, as in the plan of `image mirror`: `59.07KiB`. */
export function binarySize(bytes: number): string {
  return scaled(bytes, 1024, BINARY);
}

function scaled(bytes: number, base: number, units: readonly string[]): string {
  let size = bytes;
  let unit = 0;
  while (size >= base && unit < units.length - 1) {
    size /= base;
    unit++;
  }
  return `${Number(size.toPrecision(4))}${units[unit]}`;
}
