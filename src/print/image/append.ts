import { goJson } from '../../codec/go-json.ts';
import type { ImageAppendRequest, ImageAppendResult } from '../../commands/image/append.ts';
import type { Printed } from '../printed.ts';

/** `image append`: the digest and its place; with `--dry-run` the configuration. */
export async function prepare(_request: ImageAppendRequest): Promise<(result: ImageAppendResult) => Printed> {
  return ({ request, digest, to, config, layers }) => {
    if (!request.dryRun) return { stdout: `Pushed ${digest} to ${to}\n` };
    const keys = (object: Record<string, unknown>) => Object.keys(object);
    const stderr = `info: ${layers.length} layers; ${digest} would be pushed to ${to}\n`;
    return { stdout: `${goJson(config, { keys, indent: '  ' })}\n`, data: true, stderr };
  };
}
