export interface DownloadRequest {
  headers: Readonly<Record<string, string>>;
  /** Bytes of the largest body that is taken. */
  limit: number;
  signal: AbortSignal;
}

export interface DownloadAnswer {
  status: number;
  statusText: string;
  /** Where a redirect leads, as the server wrote it. */
  location: string | undefined;
  body: Uint8Array;
}

/**
 * One GET of a URL that the user named, through the environment's proxies and with its authorities. Redirects are answers.
 * Fails with INTERRUPTED, and with an AppError that says what went wrong on the way.
 */
export type Download = (url: URL, request: DownloadRequest) => Promise<DownloadAnswer>;
