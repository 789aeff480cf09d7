import process from 'node:process';
import type { Download } from '../../core/ports/download.ts';
import type { Post } from '../../core/ports/post.ts';
import type { OwnProcess } from './process.ts';

/** A GET over the transport of registries, which knows proxies and authorities. Loaded when it is first called. */
export function lateDownload(own: OwnProcess): Download {
  return async (...args) => (await import('../../registry/web.ts')).createDownload(webOptions(own))(...args);
}

/** A POST over the same. */
export function latePost(own: OwnProcess): Post {
  return async (...args) => (await import('../../registry/web.ts')).createPost(webOptions(own))(...args);
}

function webOptions({ program, output }: OwnProcess) {
  return { env: process.env, userAgent: program.userAgent, warn: output.warn };
}
