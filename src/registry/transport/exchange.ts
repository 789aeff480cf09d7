import type { Dispatcher } from 'undici';
import { interrupted } from '../../errors.ts';
import { type AddressClass, classifyAddress } from '../addresses/address-policy.ts';
import type { HttpAnswer, HttpRequest } from '../http.ts';
import { exceeded, type Limits, type Timeouts } from '../limits.ts';
import { onAbort } from './abort-listeners.ts';
import { BodyStream } from './body-stream.ts';
import type { Connection, ConnectionAware } from './connected-client.ts';
import { connectionError } from './connection-error.ts';

export interface ExchangeOptions {
  timeouts: Timeouts;
  limits: Limits;
  /** `scheme://host:port` of the proxy that the request goes through: what fails to connect is the proxy. */
  proxy: string | undefined;
  /** Where the host lies as far as its name tells; a connection that is known goes before. */
  from: AddressClass;
  /** Whether there are more requests than connections: then this one's is taken as soon as it is free. */
  othersWait(): boolean;
}

/** How long a registry may take to answer a whole upload: it may have to move or check what it got. In milliseconds. */
const UPLOAD_ANSWER_MS = 300_000;

/** Whether one side is as large as a layer: a body that is sent, or an answer that is handed on, piece by piece. */
export function isStreamed({ stream, body }: HttpRequest): boolean {
  return stream === true || typeof body === 'function';
}

/**
 * One answer as it arrives: counts bytes, keeps time, and listens to the signal. What is streamed has no limit on its time as
 * a whole; standing still has one.
 */
export class Exchange implements ConnectionAware {
  connection: Connection | undefined;
  readonly #request: HttpRequest;
  readonly #options: ExchangeOptions;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #answer: Omit<HttpAnswer, 'body'> | undefined;
  #stream: BodyStream | undefined;
  #size = 0;
  #failure: Error | undefined;
  #resolve: (answer: HttpAnswer) => void = () => {};
  #reject: (error: Error) => void = () => {};
  #leave: () => void = () => {};

  constructor(request: HttpRequest, options: ExchangeOptions) {
    this.#request = request;
    this.#options = options;
  }

  async run(dispatcher: Dispatcher): Promise<HttpAnswer> {
    const { url, method, headers, signal, time = { spent: 0 } } = this.#request;
    const { timeouts } = this.#options;
    const done = new Promise<HttpAnswer>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const began = performance.now();
    const timer = isStreamed(this.#request) ? undefined : this.#limitTime(timeouts.total - time.spent);
    if (signal) this.#leave = onAbort(signal, () => this.#abort(interrupted()));
    const body = this.#body();
    try {
      dispatcher.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method,
          headers: { ...headers },
          // undici takes async iterables, its types know streams only
          body: body as Buffer | null,
          reset: false, // undici would close the connection after every HEAD
          headersTimeout: typeof this.#request.body === 'function' ? UPLOAD_ANSWER_MS : timeouts.headers,
          bodyTimeout: timeouts.idle,
        },
        this,
      );
      return await done;
    } catch (error) {
      throw this.#told(error);
    } finally {
      clearTimeout(timer);
      time.spent += performance.now() - began;
      // A stream is listened for until it ends.
      if (!this.#stream) this.#leave();
    }
  }

  #limitTime(milliseconds: number): NodeJS.Timeout {
    const tooLong = () => this.#abort(Object.assign(new Error('total time'), { code: 'TOTAL_TIMEOUT' }));
    return setTimeout(tooLong, Math.max(1, milliseconds));
  }

  #body(): AsyncIterable<Uint8Array> | string | Uint8Array | null {
    const { body = null } = this.#request;
    return typeof body === 'function' ? this.#watched(body()) : body;
  }

  /** Keeps the error of the body's own source: undici would hide it behind that of the connection which it ends. */
  async *#watched(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* source;
    } catch (error) {
      this.#failure ??= error as Error;
      throw error;
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure) controller.abort(this.#failure);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    statusText?: string,
  ): void {
    if (status < 200) return;
    const from = this.connection ? classifyAddress(this.connection.address) : this.#options.from;
    this.#answer = { from, status, statusText: statusText ?? '', headers };
    if (status >= 300) return;
    const { limit, method, stream } = this.#request;
    if (stream) {
      this.#stream = new BodyStream(controller, () => this.#leave());
      this.#resolve({ ...this.#answer, body: Buffer.alloc(0), stream: this.#stream });
    } else if (method !== 'HEAD' && Number(headers['content-length']) > limit.bytes) {
      this.#abort(this.#tooLarge());
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#stream) {
      this.#stream.push(chunk);
      return;
    }
    this.#size += chunk.length;
    const success = !this.#answer || this.#answer.status < 300;
    if (this.#size <= (success ? this.#request.limit.bytes : this.#options.limits.errorBody)) {
      this.#chunks.push(chunk);
    } else if (success) {
      this.#abort(this.#tooLarge());
    } else {
      this.#answered(); // an explanation need not be complete
      this.#controller?.abort(new Error('enough'));
    }
  }

  onResponseEnd(): void {
    if (this.#stream) {
      this.#stream.end();
      return;
    }
    // The connection is free for the next request two turns later; a request before that would open another one.
    if (this.#options.othersWait()) this.#answered();
    else setImmediate(() => setImmediate(() => this.#answered()));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const failure = this.#failure ?? error;
    if (this.#stream) this.#stream.fail(this.#told(failure));
    else this.#reject(failure);
  }

  #answered(): void {
    if (this.#answer) this.#resolve({ ...this.#answer, body: Buffer.concat(this.#chunks) });
  }

  #tooLarge(): Error {
    const { limit, url } = this.#request;
    return exceeded(limit.what, url.host, limit.bytes, 'bytes', limit.option);
  }

  #abort(reason: Error): void {
    this.#failure ??= reason;
    this.#stream?.fail(reason);
    this.#reject(reason);
    this.#controller?.abort(reason);
  }

  #told(error: unknown): Error {
    return connectionError(error, this.#request.url, this.#options.proxy);
  }
}
