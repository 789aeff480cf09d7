import type { Dispatcher } from 'undici';
import { interrupted } from '../../errors.ts';
import { type AddressClass, classifyAddress } from '../addresses/address-policy.ts';
import type { Connection, ConnectionAware } from '../connected-client.ts';
import type { HttpAnswer, HttpRequest } from '../http.ts';
import { exceeded, type Limits, type Timeouts } from '../limits.ts';
import { onAbort } from './abort-listeners.ts';
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

/** One answer as it arrives: counts bytes, keeps time, and listens to the signal. */
export class Exchange implements ConnectionAware {
  connection: Connection | undefined;
  readonly #request: HttpRequest;
  readonly #options: ExchangeOptions;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #answer: Omit<HttpAnswer, 'body'> | undefined;
  #size = 0;
  #most = 0;
  #failure: Error | undefined;
  #resolve: (answer: HttpAnswer) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(request: HttpRequest, options: ExchangeOptions) {
    this.#request = request;
    this.#options = options;
  }

  async run(dispatcher: Dispatcher): Promise<HttpAnswer> {
    const { url, method, headers, body, signal } = this.#request;
    const { timeouts } = this.#options;
    const done = new Promise<HttpAnswer>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const tooLong = () => this.#abort(Object.assign(new Error('total time'), { code: 'TOTAL_TIMEOUT' }));
    const { time = { spent: 0 } } = this.#request;
    const began = performance.now();
    const timer = setTimeout(tooLong, Math.max(1, timeouts.total - time.spent));
    const leave = signal && onAbort(signal, () => this.#abort(interrupted()));
    try {
      dispatcher.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method,
          headers: { ...headers },
          body: typeof body === 'function' ? null : (body ?? null),
          reset: false, // undici would close the connection after every HEAD
          headersTimeout: timeouts.headers,
          bodyTimeout: timeouts.idle,
        },
        this,
      );
      return await done;
    } catch (error) {
      throw connectionError(error, url, this.#options.proxy);
    } finally {
      clearTimeout(timer);
      time.spent += performance.now() - began;
      leave?.();
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure) controller.abort(this.#failure);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
    statusText?: string,
  ): void {
    if (status < 200) return;
    const from = this.connection ? classifyAddress(this.connection.address) : this.#options.from;
    this.#answer = { from, status, statusText: statusText ?? '', headers };
    const { limit, method, url } = this.#request;
    this.#most = status < 300 ? limit.bytes : this.#options.limits.errorBody;
    const declared = Number(headers['content-length']);
    if (method !== 'HEAD' && status < 300 && declared > limit.bytes) {
      this.#abort(exceeded(limit.what, url.host, limit.bytes, 'bytes', limit.option));
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size <= this.#most) {
      this.#chunks.push(chunk);
      return;
    }
    const { limit, url } = this.#request;
    const answer = this.#whole();
    if (answer && answer.status >= 300) {
      this.#resolve(answer); // an explanation need not be complete
      this.#controller?.abort(new Error('enough'));
    } else {
      this.#abort(exceeded(limit.what, url.host, limit.bytes, 'bytes', limit.option));
    }
  }

  onResponseEnd(): void {
    this.#finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#reject(this.#failure ?? error);
  }

  #finish(): void {
    const answer = this.#whole();
    if (!answer) return;
    // The connection is free for the next request two turns later; a request before that would open another one.
    if (this.#options.othersWait()) this.#resolve(answer);
    else setImmediate(() => setImmediate(() => this.#resolve(answer)));
  }

  #whole(): HttpAnswer | undefined {
    return this.#answer && { ...this.#answer, body: Buffer.concat(this.#chunks) };
  }

  #abort(reason: Error): void {
    this.#failure ??= reason;
    this.#reject(reason);
    this.#controller?.abort(reason);
  }
}
