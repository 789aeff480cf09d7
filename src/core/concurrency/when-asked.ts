/** Makes a value when it is first asked for, and once: what a command does not use is not loaded. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

type Methods<T> = { [K in keyof T]: T[K] extends (...args: never[]) => unknown ? K : never }[keyof T];

type Late<T> = T extends (...args: infer Args) => infer R ? (...args: Args) => Promise<Awaited<R>> : never;

/**
 * Methods of something that is opened when the first of them is called, and once. Each fails as opening does, too.
 *
 * @param open loads the code and makes what has the methods
 * @param names of the methods
 */
export function whenAsked<T extends object, K extends Methods<T>>(
  open: () => Promise<T>,
  names: readonly K[],
): { [Name in K]: Late<T[Name]> } {
  const opened = once(open);
  const method =
    (name: K) =>
    async (...args: unknown[]) => {
      const target = (await opened()) as Record<K, (...args: unknown[]) => unknown>;
      return target[name](...args);
    };
  return Object.fromEntries(names.map((name) => [name, method(name)])) as { [Name in K]: Late<T[Name]> };
}
