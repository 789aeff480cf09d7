const UNITS: readonly [number, string][] = [
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
];

/** A duration as Go's `time.Duration` prints it: `1m30s`, `2h0m5s`, `1.5s`, `350ms`, `0s`. */
export function goDuration(nanoseconds: number): string {
  if (nanoseconds === 0) return '0s';
  const sign = nanoseconds < 0 ? '-' : '';
  const total = Math.abs(nanoseconds);
  const small = UNITS.find(([unit]) => total >= unit);
  if (total < 1e9 && small) return `${sign}${total / small[0]}${small[1]}`;
  const minutes = Math.trunc(total / 6e10);
  const seconds = Number(((total - minutes * 6e10) / 1e9).toFixed(9));
  if (minutes === 0) return `${sign}${seconds}s`;
  if (minutes < 60) return `${sign}${minutes}m${seconds}s`;
  return `${sign}${Math.trunc(minutes / 60)}h${minutes % 60}m${seconds}s`;
}
