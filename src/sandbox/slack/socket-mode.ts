import { randomBytes, randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { parseJson } from '../parse-json.ts';
import type { World } from './world.ts';

// Bolt's client gives up when no ping comes for 30 s.
const pingEveryMs = 10_000;
const goodbyeMs = 500;

export type EnvelopeKind = 'slash_commands' | 'interactive' | 'events_api';

/** Slack's side of Socket Mode. */
export class SocketMode {
  private readonly world: World;
  private readonly server: WebSocketServer;
  private readonly tickets = new Set<string>();
  private readonly open: WebSocket[] = [];
  private readonly waiting = new Map<string, (payload: unknown) => void>();
  private readonly pings: NodeJS.Timeout;
  private turn = 0;

  constructor(world: World, http: Server) {
    this.world = world;
    this.server = new WebSocketServer({
      server: http,
      verifyClient: ({ req }: { req: { url?: string } }) =>
        this.tickets.delete(new URL(req.url ?? '/', 'http://127.0.0.1').searchParams.get('ticket') ?? ''),
    });
    this.server.on('connection', (socket) => this.welcome(socket));
    this.pings = setInterval(() => {
      for (const socket of this.open) socket.ping();
    }, pingEveryMs);
    this.pings.unref();
  }

  /** For apps.connections.open: a URL that serves once. */
  url(): string {
    const ticket = randomBytes(12).toString('hex');
    this.tickets.add(ticket);
    return `${this.world.origin.replace('http:', 'ws:')}/link/?ticket=${ticket}&app_id=${this.world.bot.appId}`;
  }

  connections(): number {
    return this.open.length;
  }

  /** Cuts all connections, as a network does. */
  cut(): void {
    for (const socket of this.open) socket.terminate();
  }

  /** Sends to one of the open connections in turn, and waits for the ack of that envelope. */
  send(
    kind: EnvelopeKind,
    payload: object,
    retry?: { attempt: number; reason: string },
  ): Promise<unknown> | undefined {
    const socket = this.open[this.turn++ % this.open.length];
    if (!socket) return undefined;
    const envelope_id = randomUUID();
    const acked = new Promise((resolve) => this.waiting.set(envelope_id, resolve));
    const retried = retry ? { retry_attempt: retry.attempt, retry_reason: retry.reason } : {};
    socket.send(
      JSON.stringify({
        envelope_id,
        type: kind,
        accepts_response_payload: kind !== 'events_api',
        payload,
        ...retried,
      }),
    );
    return acked;
  }

  /** Says goodbye first: a client that is cut off in the middle of its own goodbye would wait for 30 s. */
  async close(): Promise<void> {
    clearInterval(this.pings);
    const closed = this.open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    const timer = setTimeout(() => {
      for (const socket of this.open) socket.terminate();
    }, goodbyeMs);
    for (const socket of this.open) socket.close(1001);
    await Promise.all(closed);
    clearTimeout(timer);
    this.server.close();
  }

  private welcome(socket: WebSocket): void {
    this.open.push(socket);
    socket.on('message', (data) => this.take(String(data)));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.open.splice(this.open.indexOf(socket), 1);
      this.world.changed();
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.open.length,
        connection_info: { app_id: this.world.bot.appId },
        debug_info: { host: 'stand-in', build_number: 1, approximate_connection_time: 3600 },
      }),
    );
    this.world.changed();
  }

  private take(data: string): void {
    const told = parseJson(data, {}) as { envelope_id?: string; payload?: unknown } | null;
    const { envelope_id = '', payload } = told ?? {};
    const resolve = this.waiting.get(envelope_id);
    this.waiting.delete(envelope_id);
    if (resolve) resolve(payload);
    else this.world.problem(`Socket Mode: not the ack of an envelope: ${data.slice(0, 80)}`);
  }
}
