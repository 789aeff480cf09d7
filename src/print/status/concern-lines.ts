import type { Concern, Severity } from '../../core/project-status/concern.ts';

/** Concerns of one severity that are listed at most; a store may have thousands. */
const SHOWN = 30;

const HEADINGS: readonly (readonly [Severity, string])[] = [
  ['error', 'Errors:'],
  ['warning', 'Warnings:'],
  ['info', 'Info:'],
];

/** Errors, and with `suggest` the rest and what helps, as `oc status` lists them; ends with an empty line where `oc` has one. */
export function concernLines(concerns: readonly Concern[], suggest: boolean, asOc: boolean): string[] {
  const lines: string[] = [];
  for (const [severity, heading] of HEADINGS) {
    const own = concerns.filter((concern) => concern.severity === severity);
    if (own.length === 0 || !(suggest || severity === 'error')) continue;
    if (lines.length > 0) lines.push('');
    const shown = asOc ? own : own.slice(0, SHOWN);
    lines.push(heading, ...shown.flatMap((concern) => concernText(concern, suggest)));
    if (own.length > shown.length) lines.push(`  and ${own.length - shown.length} more: imagestream status -o json`);
  }
  // `oc` leaves a line after infos, also where they are only counted.
  const counted = asOc && concerns.some(({ severity }) => severity === 'info');
  return lines.length > 0 || counted ? [...lines, ''] : lines;
}

function concernText({ message, suggestion }: Concern, suggest: boolean): string[] {
  return [`  * ${message}`, ...(suggest && suggestion ? [`    try: ${suggestion}`] : [])];
}

/** `1 error, 2 infos`; empty for none. */
export function concernCounts(concerns: readonly Concern[]): string {
  return HEADINGS.map(([severity]) => {
    const count = concerns.filter((concern) => concern.severity === severity).length;
    return count === 0 ? '' : `${count} ${severity}${count === 1 ? '' : 's'}`;
  })
    .filter(Boolean)
    .join(', ');
}
