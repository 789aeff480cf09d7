import { AppError } from '../../errors.ts';
import { sortedBy } from '../byte-order.ts';
import { envNameProblems } from '../secrets/config-keys.ts';

export interface EnvironmentVariable {
  name: string;
  /** Absent for the empty text. */
  value?: string;
}

/** Whether an argument sets a variable: it has `=` somewhere after its first character. */
export function isEnvironmentArgument(argument: string): boolean {
  return argument.indexOf('=', 1) > 0;
}

/**
 * Reads `NAME=VALUE`, sorted by name. Of a name that comes again the first value counts; the other names are returned.
 * Fails with ARGUMENT for what is no assignment.
 */
export function parseEnvironment(assignments: readonly string[]): {
  variables: EnvironmentVariable[];
  repeated: string[];
} {
  const values = new Map<string, string>();
  const repeated: string[] = [];
  for (const assignment of assignments) {
    const equals = assignment.indexOf('=');
    const name = equals < 0 ? assignment : assignment.slice(0, equals);
    const problems = envNameProblems(name);
    if (equals < 0 || problems.length > 0) {
      const text = JSON.stringify(assignment);
      throw new AppError('ARGUMENT', `invalid parameter assignment in ${text}, [${problems.join(' ')}]`);
    }
    if (values.has(name)) repeated.push(name);
    else values.set(name, assignment.slice(equals + 1));
  }
  const variables = [...values].map(([name, value]) => ({ name, ...(value ? { value } : {}) }));
  return { variables: sortedBy(variables, (variable) => variable.name), repeated };
}

/** Whether a value looks like several assignments, which it is not. */
export function looksLikeSeveral(assignment: string): boolean {
  return /=[^\n]*,[^\n]*=/.test(assignment);
}
