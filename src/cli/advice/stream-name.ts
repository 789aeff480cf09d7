const RULE = 'names of streams have small letters and digits, with single dots, dashes or underscores between them';

/** What is wrong with the name of a stream, in words, and the name that is likely to be meant. */
export function hintForStreamName(name: string): string {
  const [fault, better] = faultOf(name);
  const meant = better && better !== name && /^[a-z0-9]+([._-][a-z0-9]+)*$/.test(better) ? `: ${better}` : '';
  return fault ? `"${name}" has ${fault}; ${RULE}${meant}` : RULE.replace(/^n/, 'N');
}

function faultOf(name: string): [fault: string, better?: string] {
  const lower = name.toLowerCase();
  if (/[A-Z]/.test(name)) return ['a capital letter', lower];
  if (/[._-]{2}/.test(name)) return ['two of ".", "-" and "_" side by side', lower.replace(/([._-])[._-]+/g, '$1')];
  if (/^[._-]/.test(name)) return ['no letter or digit at its beginning', lower.replace(/^[._-]+/, '')];
  if (/[._-]$/.test(name)) return ['no letter or digit at its end', lower.replace(/[._-]+$/, '')];
  if (/\s/.test(name)) return ['a space', lower.trim().replace(/\s+/g, '-')];
  return [''];
}
