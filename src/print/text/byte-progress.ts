import { binarySize, humanSize } from './human-size.ts';

/** How far bytes are that were to be moved. */
export interface ByteProgress {
  bytes: number;
  total: number;
  /** Bytes in a second, as of late; 0 where it cannot be said yet. */
  rate: number;
  /** Of the sizes that the command prints otherwise. */
  scale: 'binary' | 'decimal';
}

/** A bar takes what these words leave at most of a line, so that it does not change its width with them. */
const WORDS = ' 100% 1023.9MiB of 1023.9MiB, 1023.9MiB/s, 59m59s left'.length;
const [SHORTEST, LONGEST] = [8, 30];

/** Bar, share, amount, rate and time left in one line; what there is no room for is left out, the amount first. */
export function byteLine(progress: ByteProgress, columns: number, unicode: boolean): string {
  const { bytes, total, rate, scale } = progress;
  const size = scale === 'binary' ? binarySize : humanSize;
  const share = total > 0 ? Math.min(1, Math.max(0, bytes / total)) : 1;
  const width = Math.max(SHORTEST, Math.min(LONGEST, columns - WORDS));
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const speed = rate > 0 ? [`${size(Math.round(rate))}/s`, `${timeText((total - bytes) / rate)} left`] : [];
  const amount = `${size(bytes)} of ${size(total)}`;
  const bar = barOf(share, width, unicode);
  const lines = [
    `${bar}${percent} ${[amount, ...speed].join(', ')}`,
    `${bar}${percent}${speed.length > 0 ? ` ${speed.join(', ')}` : ''}`,
    `${[percent.trim(), ...speed.slice(1)].join(', ')}`,
  ];
  return lines.find((line) => line.length <= columns) ?? percent.trim();
}

function barOf(share: number, width: number, unicode: boolean): string {
  const full = Math.floor(share * width);
  return unicode ? '█'.repeat(full) + '░'.repeat(width - full) : `[${'#'.repeat(full)}${'.'.repeat(width - full)}]`;
}

function timeText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (hours > 0) return `${hours}h${minutes}m`;
  return minutes > 0 ? `${minutes}m${whole % 60}s` : `${whole}s`;
}

/** So long counts what was, in milliseconds: a rate that forgets says soon that a connection has become slow. */
const WINDOW = 5000;
/** Less is too little to say anything. */
const LEAST = 500;

/** The rate of late, of numbers that are given as they come. */
export class RecentRate {
  readonly #samples: { bytes: number; time: number }[] = [{ bytes: 0, time: 0 }];

  /**
   * @param bytes so far; fewer than before where some were lost
   * @param time milliseconds since the beginning
   * @returns bytes in a second
   */
  add(bytes: number, time: number): number {
    this.#samples.push({ bytes, time });
    const isOld = () => time - (this.#samples[1]?.time ?? time) >= WINDOW;
    while (isOld()) this.#samples.shift();
    const [first] = this.#samples;
    const span = first ? time - first.time : 0;
    return first && span >= LEAST ? Math.max(0, ((bytes - first.bytes) * 1000) / span) : 0;
  }
}
