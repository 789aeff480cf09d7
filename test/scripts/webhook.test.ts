import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type EventSite, startEventSite } from '../support/event-site.ts';
import { startWatch } from '../support/watching.ts';
import { startWebhookServer, type WebhookServer } from '../support/webhook-server.ts';

let site: EventSite;
let server: WebhookServer;

beforeEach(async () => {
  [site, server] = await Promise.all([startEventSite(), startWebhookServer(200)]);
});
afterEach(async () => {
  await Promise.all([site.stop(), server.stop()]);
});

const imported = (...args: string[]) => site.run('import-image', 'app', '--webhook', server.url, ...args);

describe('--webhook', () => {
  test('posts a CloudEvent in structured mode, signed with the secret of the environment', async () => {
    site.user.env.IMAGESTREAM_WEBHOOK_SECRET = 'It is a secret';
    const digest = site.push('second');
    expect(await imported()).toMatchObject({ status: 0, stderr: '' });
    expect(server.calls).toHaveLength(1);
    const [{ method, path, headers, body }] = server.calls as [(typeof server.calls)[0]];
    expect([method, path]).toEqual(['POST', '/hooks/images']);
    expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    const signature = createHmac('sha256', 'It is a secret').update(body).digest('hex');
    expect(headers['x-hub-signature-256']).toBe(`sha256=${signature}`);
    expect(JSON.parse(body)).toMatchObject({
      specversion: '1.0',
      id: expect.stringContaining(digest),
      type: 'dev.imagestream.tag.moved',
      datacontenttype: 'application/json',
      data: { stream: 'app', tag: 'latest', digest, previousDigest: expect.stringMatching(/^sha256:/) },
    });
    expect(await imported()).toMatchObject({ status: 0 });
    expect(server.calls).toHaveLength(1);
  });

  test('without a secret is not signed', async () => {
    site.push('second');
    await imported();
    expect(server.calls[0]?.headers).not.toHaveProperty('x-hub-signature-256');
  });

  test('that answers 500 gets the same event again', async () => {
    server.statuses = [500, 503, 200];
    site.push('second');
    expect(await imported()).toMatchObject({ status: 0 });
    expect(server.calls).toHaveLength(3);
    expect(new Set(server.calls.map(({ body }) => body)).size).toBe(1);
  });

  test('that never takes it fails the command, and gets it with the next one', async () => {
    server.statuses = [500];
    const digest = site.push('second');
    const { status, stderr, stdout } = await imported('--event-retries=1');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining(
        `error: the webhook ${server.url} failed for ImageStream default/app:latest: HTTP 500`,
      ),
    });
    expect(stdout).toContain(digest);
    server.statuses = [204];
    expect(await imported()).toMatchObject({ status: 0, stderr: '' });
    expect(server.calls).toHaveLength(3);
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['goes on for many megabytes', (response) => void response.end(Buffer.alloc(20 << 20))],
    ['breaks off', (response) => void response.write('half', () => response.destroy())],
    ['does not end', (response) => void response.write('a beginning')],
  ])('that took it has taken it, also when its answer %s', async (_name, answer) => {
    server.answer = answer;
    site.push('second');
    const { env } = site.user;
    env.IMAGESTREAM_CONFIG = site.file('webhook.yaml');
    writeFileSync(env.IMAGESTREAM_CONFIG, `sinks:\n- webhook: ${server.url}\n  timeLimit: 2s\n`);
    expect(await site.run('import-image', 'app')).toMatchObject({ status: 0, stderr: '' });
    expect(await site.run('import-image', 'app')).toMatchObject({ status: 0, stderr: '' });
    expect(server.calls).toHaveLength(1);
  });

  test('that redirects is not followed', async () => {
    server.statuses = [302];
    site.push('second');
    expect((await imported('--event-retries=0')).stderr).toContain('HTTP 302');
    expect(server.calls.map(({ path }) => path)).toEqual(['/hooks/images']);
  });

  test('that is not there fails with a reason, and --exec goes on', async () => {
    await server.stop();
    site.push('second');
    const { status, stderr } = await imported('--event-retries=0', '--exec', site.note);
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('failed for ImageStream') });
    expect(site.told()).toHaveLength(1);
    server = await startWebhookServer(200);
  });

  test('no secret is in the store or in what is printed', async () => {
    site.user.env.IMAGESTREAM_WEBHOOK_SECRET = 'It is a secret';
    server.statuses = [500];
    site.push('second');
    const { stdout, stderr } = await imported('--event-retries=0', '-v=9');
    const { spawnSync } = await import('node:child_process');
    const found = spawnSync('grep', ['-r', 'It is a secret', site.user.env.IMAGESTREAM_STORE ?? ''], {
      encoding: 'utf8',
    });
    expect(found.status).toBe(1);
    expect(stdout + stderr).not.toContain('It is a secret');
  });

  test('is tried again by a watch until it takes the event', async () => {
    server.statuses = [500, 500, 200];
    const watching = startWatch(site.user, '--webhook', server.url);
    try {
      await watching.event('watching');
      const digest = site.push('second');
      expect(await watching.event('untold')).toMatchObject({
        outcome: expect.stringContaining('HTTP 500'),
        retry: expect.any(String),
      });
      const told = await watching.event('told');
      expect(told).toMatchObject({ sink: `webhook ${server.url}`, kind: 'ImageStream', tag: 'latest' });
      expect(told.image).toContain(digest);
      expect(server.calls).toHaveLength(3);
    } finally {
      watching.child.kill('SIGTERM');
      expect(await watching.exit).toBe(143);
    }
  });
});
