import { refuse } from '../command.ts';

/** A tag that is set or removed. Its name is looked at when its turn comes. */
export interface Destination {
  namespace: string;
  name: string;
}

/** oc CLI 5.1, step 6. Fails with ARGUMENT. */
export function parseDestination(text: string, namespace: string): Destination {
  const parts = text.split('/');
  if (parts.length === 1) return { namespace, name: text };
  const [first = '', second = ''] = parts;
  if (parts.length > 2) refuse(`invalid image stream "${text}"`);
  if (!first) refuse(`invalid namespace "" for image stream "${text}"`);
  if (!second) refuse(`invalid name "" for image stream "${text}"`);
  return { namespace: first, name: second };
}

/** Fails with ARGUMENT for a name without a tag. */
export function splitDestination(name: string): { stream: string; tag: string } {
  const colon = name.indexOf(':');
  if (colon < 0) refuse(`"${name}" must be of the form <stream_name>:<tag>`);
  return { stream: name.slice(0, colon), tag: name.slice(colon + 1) };
}
