import type { EventRequest } from '../../core/events/sink-settings.ts';
import type { Selector } from '../../core/selection/selector.ts';
import type { Promotion } from '../../core/stream/promotion.ts';
import type { DryRun } from '../flags/dry-run.ts';

export interface PromoteRequest {
  from: string;
  to: string;
  /** The named streams, all of the namespace, or those with labels. */
  streams: { type: 'named'; names: readonly string[] } | { type: 'all'; labels: Selector | undefined };
  dryRun: DryRun;
  /** Whether the exit code says that something moves. */
  exitCode: boolean;
  output: 'text' | 'json' | 'yaml' | 'name';
  /** Whom to tell of what is changed. */
  events: EventRequest;
}

/** What becomes of one stream. */
export interface PromotedStream extends Promotion {
  namespace: string;
  stream: string;
  from: string;
  to: string;
  /** Whether the tag was moved. */
  moved: boolean;
}
