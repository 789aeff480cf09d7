import type { TableColumn } from './table.ts';

/** How the objects of one kind become rows. */
export interface Columns<T> {
  columns: readonly TableColumn[];
  /** One cell for each column. */
  cells(object: T, now: Date): string[];
}

/** Columns that are always shown. */
export const named = (...names: string[]): TableColumn[] => names.map((name) => ({ name }));
