import { parseJson } from '../json/json-syntax.ts';
import { subdomainProblems } from '../selection/labels.ts';
import { cause, type StatusCause } from '../status.ts';
import { validateMetadata } from '../validation/metadata.ts';
import { decodeBytes, decodeText } from './base64.ts';
import { configKeyProblems } from './config-keys.ts';
import type { Secret } from './secret-data.ts';

const MAX_BYTES = 1024 * 1024;

/** The two types that hold registry logins, and the key that each needs. */
export const DOCKER_CONFIG_JSON = 'kubernetes.io/dockerconfigjson';
export const DOCKER_CONFIG = 'kubernetes.io/dockercfg';
export const DOCKER_KEYS: ReadonlyMap<string, string> = new Map([
  [DOCKER_CONFIG_JSON, '.dockerconfigjson'],
  [DOCKER_CONFIG, '.dockercfg'],
]);

/** Checks a Secret as the API server does (Kubernetes `ValidateSecret`). No value is ever quoted. */
export function validateSecret(secret: Secret): StatusCause[] {
  const data = secret.data ?? {};
  const causes = validateMetadata(secret.metadata, subdomainProblems);
  let bytes = 0;
  for (const [key, value] of Object.entries(data)) {
    causes.push(...configKeyProblems(key).map((why) => cause.invalid(`data[${key}]`, key, why)));
    const decoded = decodeBytes(value);
    bytes += decoded.ok ? decoded.bytes.length : 0;
  }
  if (bytes > MAX_BYTES) causes.push({ field: 'data', message: `Too long: may not be more than ${MAX_BYTES} bytes` });
  return [...causes, ...validateType(secret, data)];
}

function validateType(secret: Secret, data: Readonly<Record<string, string>>): StatusCause[] {
  const required = (key: string) => (Object.hasOwn(data, key) ? [] : [cause.required(`data[${key}]`)]);
  switch (secret.type) {
    case DOCKER_CONFIG_JSON:
    case DOCKER_CONFIG: {
      const key = DOCKER_KEYS.get(secret.type) as string;
      return Object.hasOwn(data, key) ? validateJson(key, data[key] as string) : required(key);
    }
    case 'kubernetes.io/basic-auth':
      return Object.hasOwn(data, 'username') || Object.hasOwn(data, 'password')
        ? []
        : [...required('username'), ...required('password')];
    case 'kubernetes.io/ssh-auth':
      return required('ssh-privatekey');
    case 'kubernetes.io/tls':
      return [...required('tls.crt'), ...required('tls.key')];
    case 'kubernetes.io/service-account-token': {
      const name = 'kubernetes.io/service-account.name';
      return secret.metadata.annotations?.[name] ? [] : [cause.required(`metadata.annotations[${name}]`)];
    }
    default:
      return [];
  }
}

function validateJson(key: string, base64: string): StatusCause[] {
  const invalid = (why: string) => [cause.invalid(`data[${key}]`, '<secret contents redacted>', why)];
  const text = decodeText(base64);
  if (text === undefined) return invalid('not UTF-8 text');
  const parsed = parseJson(text);
  if (!parsed.ok) {
    return invalid(`not valid JSON at line ${parsed.position.line}, column ${parsed.position.column}`);
  }
  return typeof parsed.value === 'object' && !Array.isArray(parsed.value) ? [] : invalid('not a JSON object');
}

/** Checks what may not change: the type, and all of it where the secret is immutable. */
export function validateSecretUpdate(next: Secret, previous: Secret): StatusCause[] {
  const causes: StatusCause[] = [];
  if (next.type !== previous.type) causes.push(cause.invalid('type', next.type, 'field is immutable'));
  if (previous.immutable === true) {
    const message = 'field is immutable when `immutable` is set';
    if (next.immutable !== true) causes.push(cause.forbidden('immutable', message));
    if (!sameEntries(next.data ?? {}, previous.data ?? {})) causes.push(cause.forbidden('data', message));
  }
  return causes;
}

function sameEntries(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
}
