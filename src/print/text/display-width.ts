import stringWidth from 'string-width';

const ASCII = /^[\u0000-\u007f]*$/;

/**
 * Columns that a text takes on a terminal: two for wide characters and emoji, none for marks that combine with what they
 * follow. Text of ASCII is its own measure, and the library is not even loaded for it (`build/packs.mjs`): it makes a segmenter
 * of Node, which takes longer than most commands.
 */
export function displayWidth(text: string): number {
  // What would steer a terminal is shown as text, and so has its width.
  return ASCII.test(text) ? text.length : stringWidth(text, { countAnsiEscapeCodes: true });
}
