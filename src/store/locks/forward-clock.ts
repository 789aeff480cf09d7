/**
 * Milliseconds on a clock that only goes forward. It is the one of the process: the global `performance` makes Node load
 * nine modules, which costs a small command more than all its reads.
 */
export const forwardClock = (): number => process.uptime() * 1000;
