import type { ProcessIdentity } from './process-identity.ts';

/** Who holds a lock, and the token that no other lock ever has. */
export interface Holder extends ProcessIdentity {
  token: string;
}

const NAME = /^([a-z0-9.-]{0,63})_(\d{1,10})_(\d{0,20})_([a-z0-9]{0,32})_([a-z0-9-]{1,40})$/;

/** A holder as the name of a file, in letters and lengths that every file system takes. */
export function holderName({ host, pid, start, system, token }: Holder): string {
  const plain = host.toLowerCase().replace(/[^a-z0-9.-]/g, '-');
  return `${plain.slice(0, 63)}_${pid}_${start}_${system}_${token}`;
}

/** The holder in a name; undefined for every other name. */
export function parseHolder(name: string): Holder | undefined {
  const [, host, pid, start, system, token] = NAME.exec(name) ?? [];
  if (host === undefined || start === undefined || system === undefined || token === undefined) return undefined;
  return { host, pid: Number(pid), start, system, token };
}

/** A holder, for people. */
export function holderText(holder: Holder | undefined): string {
  return holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
}
