import type { Dispatcher } from 'undici';
import { interrupted } from '../../errors.ts';
import { type AddressClass, classifyAddress } from '../addresses/address-policy.ts';
import type { Connection, ConnectionAware } from '../connected-client.ts';
import { BodyStream } from '../content/body-stream.ts';
import type { HttpAnswer, HttpRequest } from '../http.ts';
import { exceeded, type Limits, type Timeouts } from '../limits.ts';
import { onAbort } from './abort-listeners.ts';
import { connectionError } from './connection-error.ts';

export interface StreamExchangeOptions {
  timeouts: Timeouts;
  limits: Limits;
  /** `scheme://host:port` of the proxy that the request goes through: what fails to connect is the proxy. */
  proxy: string | undefined;
  /** Where the host lies as far as its name tells; a connection that is known goes before. */
  from: AddressClass;
}

/** How long a registry may take to answer a whole upload: it may have to move or check what it got. In milliseconds. */
const UPLOAD_ANSWER_MS = 300_000;

/**
 * An exchange of which one side is as large as a layer: a body that is sent, or an answer that is handed on, piece by piece.
 * Without a limit on its time as a whole; standing still has one.
 */
export class StreamExchange implements ConnectionAware {
  connection: Connection | undefined;
  readonly #request: HttpRequest;
  readonly #options: StreamExchangeOptions;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #answer: Omit<HttpAnswer, 'body'> | undefined;
  #stream: BodyStream | undefined;
  #size = 0;
  #failure: Error | undefined;
  #settled = false;
  #resolve: (answer: HttpAnswer) => void = () => {};
  #reject: (error: Error) => void = () => {};
  #leave: () => void = () => {};

  constructor(request: HttpRequest, options: StreamExchangeOptions) {
    this.#request = request;
    this.#options = options;
  }

  async run(dispatcher: Dispatcher): Promise<HttpAnswer> {
    const { url, method, headers, signal } = this.#request;
    const { timeouts } = this.#options;
    const done = new Promise<HttpAnswer>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const body = this.#body();
    if (signal) this.#leave = onAbort(signal, () => this.#abort(interrupted()));
    try {
      dispatcher.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method,
          headers: { ...headers },
          // undici takes async iterables, its types know streams only
          body: body as unknown as Buffer | null,
          reset: false,
          headersTimeout: typeof body === 'object' && body !== null ? UPLOAD_ANSWER_MS : timeouts.headers,
          bodyTimeout: timeouts.idle,
        },
        this,
      );
      return await done;
    } catch (error) {
      this.#leave();
      throw this.#told(error);
    }
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
    if (!this.#request.stream || status >= 300) return;
    this.#stream = new BodyStream(controller, () => this.#leave());
    this.#settle();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#stream) {
      this.#stream.push(chunk);
      return;
    }
    this.#size += chunk.length;
    const success = this.#answer !== undefined && this.#answer.status < 300;
    const { limit, url } = this.#request;
    const most = success ? limit.bytes : this.#options.limits.errorBody;
    if (this.#size <= most) {
      this.#chunks.push(chunk);
    } else if (success) {
      this.#abort(exceeded(limit.what, url.host, limit.bytes, 'bytes', limit.option));
    } else {
      this.#settle(); // an explanation need not be complete
      this.#controller?.abort(new Error('enough'));
    }
  }

  onResponseEnd(): void {
    if (this.#stream) this.#stream.end();
    else this.#settle();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const failure = this.#failure ?? error;
    if (this.#stream) this.#stream.fail(this.#told(failure));
    else this.#reject(failure);
  }

  #settle(): void {
    if (this.#answer === undefined || this.#settled) return;
    this.#settled = true;
    const stream = this.#stream;
    if (!stream) this.#leave();
    this.#resolve({ ...this.#answer, body: Buffer.concat(this.#chunks), ...(stream ? { stream } : {}) });
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
