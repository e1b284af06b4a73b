/** The style of the bank's page, read once, and its name in the Content-Security-Policy. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const payStyle = readFileSync(new URL('./pay.css', import.meta.url), 'utf8');

export const payStyleSource = `'sha256-${hash('sha256', payStyle, 'base64')}'`;
