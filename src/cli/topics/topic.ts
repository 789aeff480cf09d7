/**
 * A page of the manual as data, which is shown on terminals (`text.ts`), and at build time as a page for `man` and as Markdown
 * (`build/manual`). In texts, backticks hold what is typed or written as it stands; there is no other markup.
 */
export interface Topic {
  /** The word after `help`. */
  name: string;
  title: string;
  sections: readonly Section[];
}

export interface Section {
  /** The first section of a topic needs none. */
  heading?: string;
  blocks: readonly Block[];
}

export type Block = Paragraph | Lines | Entries;

/** Running text; where its lines end says nothing. */
export type Paragraph = string;

/** Lines that stand as they are. */
export interface Lines {
  lines: string;
}

/** What is looked up: terms, each with what it means. */
export interface Entries {
  /** What Markdown writes over the two columns. */
  columns: readonly [term: string, meaning: string];
  entries: readonly (readonly [term: string, meaning: string])[];
}
