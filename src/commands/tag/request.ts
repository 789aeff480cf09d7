import type { EventRequest } from '../../core/events/sink-settings.ts';
import type { sourceKind } from './source.ts';

/** What `tag` is asked for, as its flags and arguments say. */
export interface TagRequest {
  source: string;
  kind: ReturnType<typeof sourceKind>;
  destinations: readonly string[];
  delete: boolean;
  alias: boolean;
  reference: boolean;
  scheduled: boolean;
  insecure: boolean;
  referencePolicy: string;
  importMode: string;
  importModeGiven: boolean;
  /** Whether the image is copied to the integrated registry before the tag points at it. */
  mirror?: boolean | undefined;
  sourceKindGiven: boolean;
  /** Whom to tell of what is changed. */
  events?: EventRequest | undefined;
  /** How long the tag waits before it takes a new image. */
  minAge?: string | undefined;
}
