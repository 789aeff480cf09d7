/** True for a tag that a pull spec can carry and that `oc tag` writes: 1 to 128 ASCII word characters, `.` and `-`. */
export function isTagName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(text);
}
