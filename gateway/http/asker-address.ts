/** Where a request that the gateway answers itself comes from. */
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { clientAddress } from './client-address.ts';

/** `proxyHops`: how many proxies in front are believed. */
export const askerAddress = (c: Context, proxyHops: number): string =>
  clientAddress((c.env as HttpBindings).incoming, proxyHops);
