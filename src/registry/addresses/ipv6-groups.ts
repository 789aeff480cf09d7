/** The eight groups of a valid IPv6 address without a zone. */
export function ipv6Groups(text: string): number[] {
  // URLs write every address in one way, without dots.
  const [head, tail] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::', 2);
  const groupsOf = (part: string | undefined) =>
    part ? part.split(':').map((group) => Number.parseInt(group, 16)) : [];
  const left = groupsOf(head);
  const right = groupsOf(tail);
  return [...left, ...new Array<number>(8 - left.length - right.length).fill(0), ...right];
}
