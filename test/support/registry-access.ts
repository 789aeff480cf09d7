import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** How a fixture registry lets people in. */
export type AccessMode = OpenAccess | BasicAccess | BearerAccess;

export interface OpenAccess {
  readonly mode: 'open';
}

export interface BasicAccess {
  readonly mode: 'basic';
  /** Name to password. */
  readonly users: Readonly<Record<string, string>>;
}

export interface BearerAccess {
  readonly mode: 'bearer';
  readonly users?: Readonly<Record<string, string>>;
  /** Repositories that only the named users may pull; every other one is public. */
  readonly private?: Readonly<Record<string, readonly string[]>>;
  /** Users that may push; nobody when absent. */
  readonly pushers?: readonly string[];
  /** The token endpoint; `/token` of the host that was asked when absent. The registry answers at its path. */
  readonly realm?: string;
  readonly service?: string;
  /** Seconds; 300 when absent. A negative number hands out tokens that have expired. */
  readonly expiresIn?: number;
}

/** What a request wants to do. `undefined` stands for `GET /v2/`. */
export interface Wanted {
  readonly repository: string;
  readonly action: 'pull' | 'push';
}

/** `allowed`, or the value of `WWW-Authenticate` of the 401. */
export type Verdict = { allowed: true } | { allowed: false; challenge: string };

/** Judges requests and hands out tokens. Tokens are a signed statement; only this object can read them. */
export class RegistryAccess {
  private readonly mode: AccessMode;
  private readonly now: () => number;
  private secret = randomBytes(32);

  /** `now` gives milliseconds since the epoch. */
  constructor(mode: AccessMode, now: () => number = Date.now) {
    this.mode = mode;
    this.now = now;
  }

  /** Makes every token that was handed out so far worthless, as a restarted token server does. */
  revokeTokens(): void {
    this.secret = randomBytes(32);
  }

  judge(request: IncomingMessage, origin: string, wanted: Wanted | undefined): Verdict {
    if (this.mode.mode === 'open') return { allowed: true };
    if (this.mode.mode === 'basic') {
      const user = basicUser(request, this.mode.users);
      return user ? { allowed: true } : { allowed: false, challenge: 'Basic realm="fixture registry"' };
    }
    return this.judgeBearer(this.mode, request, origin, wanted);
  }

  /** The path at which tokens are fetched, when there is one. */
  tokenPath(): string | undefined {
    return this.mode.mode === 'bearer' ? new URL(this.mode.realm ?? 'http://self/token').pathname : undefined;
  }

  /** Answers a token request: status and JSON document. `form` is the body of a POST. */
  token(request: IncomingMessage, url: URL, form: string): { status: number; body: object } {
    if (this.mode.mode !== 'bearer') return { status: 404, body: {} };
    const asked = tokenRequest(this.mode, request, url, form);
    if (!asked) return { status: 401, body: { details: 'incorrect username or password' } };
    const expiresIn = this.mode.expiresIn ?? 300;
    const expires = Math.floor(this.now() / 1000) + expiresIn;
    const granted = asked.access.flatMap(({ name, actions }) => actions.map((action) => `${name}:${action}`));
    const token = this.seal({ expires, granted });
    return {
      status: 200,
      body: { token, access_token: token, expires_in: expiresIn, issued_at: new Date(this.now()).toISOString() },
    };
  }

  private judgeBearer(mode: BearerAccess, request: IncomingMessage, origin: string, wanted?: Wanted): Verdict {
    const service = mode.service ?? 'fixture-registry';
    const scope = wanted && `repository:${wanted.repository}:${wanted.action === 'push' ? 'pull,push' : 'pull'}`;
    const refuse = (error?: string): Verdict => ({
      allowed: false,
      challenge:
        `Bearer realm="${mode.realm ?? `${origin}/token`}",service="${service}"` +
        `${scope ? `,scope="${scope}"` : ''}${error ? `,error="${error}"` : ''}`,
    });
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) return refuse();
    const statement = this.open(token);
    if (!statement || statement.expires * 1000 <= this.now()) return refuse('invalid_token');
    if (!wanted) return { allowed: true };
    return statement.granted.includes(`${wanted.repository}:${wanted.action}`)
      ? { allowed: true }
      : refuse('insufficient_scope');
  }

  private seal(statement: Statement): string {
    const text = Buffer.from(JSON.stringify(statement)).toString('base64url');
    return `${text}.${this.sign(text)}`;
  }

  private open(token: string): Statement | undefined {
    const [text, signature] = token.split('.');
    return text && signature === this.sign(text) ? JSON.parse(Buffer.from(text, 'base64url').toString()) : undefined;
  }

  private sign(text: string): string {
    return createHmac('sha256', this.secret).update(text).digest('base64url');
  }
}

/** One entry of a token's `access` claim (distribution token specification). */
export interface GrantedAccess {
  readonly type: 'repository';
  readonly name: string;
  readonly actions: readonly string[];
}

/** Who asks a token server for what, and what of it is granted; `undefined` for a wrong name or password. */
export function tokenRequest(
  mode: BearerAccess,
  request: IncomingMessage,
  url: URL,
  form: string,
): { user: string | undefined; access: GrantedAccess[] } | undefined {
  const posted = new URLSearchParams(form);
  const users = mode.users ?? {};
  const claimed = request.headers.authorization !== undefined || posted.has('username');
  const user = posted.has('username')
    ? userWith(users, posted.get('username') ?? '', posted.get('password') ?? '')
    : basicUser(request, users);
  if (claimed && !user) return undefined;
  const scopes = [...url.searchParams.getAll('scope'), ...posted.getAll('scope')].flatMap((scope) => scope.split(' '));
  return { user, access: scopes.flatMap((scope) => granted(mode, scope, user)) };
}

function granted(mode: BearerAccess, scope: string, user: string | undefined): GrantedAccess[] {
  const match = /^repository:([^:]+):([a-z,*]+)$/.exec(scope);
  if (!match) return [];
  const name = match[1] as string;
  const owners = mode.private?.[name];
  const mayPush = user !== undefined && (mode.pushers ?? []).includes(user);
  const mayPull = mayPush || !owners || (user !== undefined && owners.includes(user));
  const actions = (match[2] as string)
    .split(',')
    .filter((action) => (action === 'pull' && mayPull) || (action === 'push' && mayPush));
  return [{ type: 'repository', name, actions }];
}

interface Statement {
  /** Seconds since the epoch. */
  expires: number;
  /** `repository:action`. */
  granted: string[];
}

function basicUser(request: IncomingMessage, users: Readonly<Record<string, string>>): string | undefined {
  const [scheme, value] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic' || !value) return undefined;
  const [, name, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString()) ?? [];
  return userWith(users, name ?? '', password ?? '');
}

function userWith(users: Readonly<Record<string, string>>, name: string, password: string): string | undefined {
  return Object.hasOwn(users, name) && users[name] === password ? name : undefined;
}
