import { createHmac } from 'node:crypto';
import { once } from '../core/concurrency/when-asked.ts';
import type { WebhookSettings } from '../core/events/sink-settings.ts';
import type { EventSink } from '../core/ports/event-sinks.ts';
import type { Post } from '../core/ports/post.ts';
import { isAppError } from '../errors.ts';
import { sinkId } from './sink-id.ts';

export interface WebhookSinkOptions {
  settings: WebhookSettings;
  post: Post;
  /** What events are signed with; undefined for no signature. Asked for once. */
  secret(): Promise<string | undefined>;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/**
 * A web server that gets every event as a CloudEvent in structured mode. With a secret the body is signed: the header
 * `X-Hub-Signature-256` holds `sha256=` and the HMAC-SHA256 of the body in hexadecimal digits, as WebSub (W3C, 7.1) and
 * the webhooks of GitHub have it. Redirects are not followed.
 */
export function createWebhookSink({ settings, post, secret, sleep }: WebhookSinkOptions): EventSink {
  const url = new URL(settings.url);
  const asked = once(secret);
  return {
    id: sinkId(settings),
    name: `webhook ${url.origin}${url.pathname}`,
    events: settings.events,

    async tell({ event }, signal) {
      const limit = new AbortController();
      const done = new AbortController();
      void sleep(settings.timeLimit, done.signal).then(() => limit.abort());
      try {
        const body = JSON.stringify(event);
        const key = await asked();
        const headers = {
          'content-type': 'application/cloudevents+json; charset=utf-8',
          ...(key === undefined ? {} : { 'x-hub-signature-256': `sha256=${hmac(key, body)}` }),
        };
        const { status, statusText } = await post(url, {
          headers,
          body,
          signal: AbortSignal.any([signal, limit.signal]),
        });
        return { ok: status >= 200 && status < 300, outcome: `HTTP ${status} ${statusText}`.trim() };
      } catch (error) {
        if (signal.aborted) return { ok: false, outcome: 'it was interrupted' };
        if (limit.signal.aborted) return { ok: false, outcome: `no answer within ${settings.timeLimit / 1000} s` };
        if (!isAppError(error)) throw error;
        return { ok: false, outcome: error.message };
      } finally {
        done.abort();
      }
    },
  };
}

function hmac(key: string, body: string): string {
  return createHmac('sha256', key).update(body).digest('hex');
}
