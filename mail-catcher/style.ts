/** The style of the catcher's pages, read once, and its name in the Content-Security-Policy. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const style = readFileSync(new URL('./mail.css', import.meta.url), 'utf8');

export const styleSource = `'sha256-${hash('sha256', style, 'base64')}'`;
