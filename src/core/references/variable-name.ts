/**
 * The environment variable that stands for a tag where the user names none: `web:prod` is `WEB_PROD_IMAGE`. What is no
 * ASCII letter or digit becomes an underscore, so that different tags may have one name. No program is steered by a
 * variable with this ending: a stream `https` with a tag `proxy` does no harm to whoever loads the file.
 */
export function variableOf(stream: string, tag: string): string {
  const name = `${stream}_${tag}_IMAGE`.toUpperCase().replace(/[^A-Z0-9]/gu, '_');
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

/** Whether a text is the name of a variable to every shell and to docker compose. */
export function isVariableName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/**
 * Whether a text means itself, unquoted and as one argument, to shells, docker compose, `docker --env-file` and systemd, and
 * is no option. Every pull spec does; what a store says in place of one may not.
 */
export function isPlainValue(text: string): boolean {
  return /^[A-Za-z0-9_.:/@+[\]][A-Za-z0-9_.:/@+[\]-]*$/.test(text);
}
