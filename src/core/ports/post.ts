/** Sends a body to a web server; follows no redirect. Fails with a RegistryError, or INTERRUPTED when the signal aborts. */
export type Post = (
  url: URL,
  request: { headers: Readonly<Record<string, string>>; body: string; signal: AbortSignal },
) => Promise<{ status: number; statusText: string }>;
