/** Certificates that count for one host, with its port, and no other. */
export interface HostCertificates {
  /** Authorities that are trusted as well. */
  authorities: readonly Authority[];
  /** What the client shows of itself when the host asks for it. */
  clients: readonly ClientCertificate[];
}

export interface Authority {
  /** One certificate or several. */
  pem: string;
  /** Where it comes from, for people: a file, or a key of a config map. */
  origin: string;
  /** The store names it: it counts for what the store may decide, and not where the user's own logins go. */
  ofStore?: true;
}

export interface ClientCertificate {
  /** PEM, with the chain where there is one. */
  cert: string;
  /** PEM. */
  key: string;
  origin: string;
}

/**
 * Certificates by host.
 *
 * @param host `host[:port]` as in a URL: without the port of the scheme; Docker Hub is the host that serves it
 */
export type HostCertificateSource = (host: string) => Promise<HostCertificates>;

/** Every spelling under which a host of an https URL may be configured. */
export function spellingsOf(host: string): string[] {
  const hasPort = /:\d+$/.test(host) && !host.endsWith(']');
  const hub = host === 'registry-1.docker.io' ? ['docker.io', 'index.docker.io'] : [];
  return hasPort ? [host] : [host, `${host}:443`, ...hub];
}

/** Everything that several sources know. */
export function joinCertificates(found: readonly HostCertificates[]): HostCertificates {
  return {
    authorities: found.flatMap(({ authorities }) => authorities),
    clients: found.flatMap(({ clients }) => clients),
  };
}

/** The source that knows none. */
export const noCertificates: HostCertificateSource = async () => ({ authorities: [], clients: [] });
