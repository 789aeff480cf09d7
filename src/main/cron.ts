import type { ParseCron } from '../core/schedule/rhythm.ts';
import { AppError } from '../errors.ts';

/** Reads cron expressions with the library for it, which is loaded with the first one. Times are local unless said otherwise. */
export const parseCron: ParseCron = async (expression) => {
  const [, zone, pattern = ''] = /^(?:(?:CRON_)?TZ=(\S+)\s+)?(.*)$/s.exec(expression) ?? [];
  const { Cron } = await import('croner');
  try {
    // Five fields, or a nickname such as @daily; without a function it only knows times and never runs anything.
    const times = new Cron(pattern, { mode: '5-part', ...(zone ? { timezone: zone } : {}) });
    // A time zone that does not exist is noticed at the first question only.
    times.nextRun();
    return { next: (after) => times.nextRun(new Date(after))?.getTime() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError('ARGUMENT', `"${expression}" is neither a duration nor a cron expression: ${why}`, {
      cause: error,
      hint: 'Write a duration such as 1h30m, or five fields such as "0 3 * * *"',
    });
  }
};
