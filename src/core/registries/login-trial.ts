import type { Login } from '../ports/logins.ts';

/** A login that is to be tried where it would be used. */
export interface LoginTrialRequest {
  /** `host[:port]`, with or without a path below it. */
  registry: string;
  login: Login;
  /** HTTPS without verification, and plain HTTP, are allowed. */
  insecure: boolean;
}

/** What became of it where nothing speaks against the login. */
export interface LoginTrial {
  /** The registry never asked for a login, so that this one is neither right nor wrong. */
  asked: boolean;
}
