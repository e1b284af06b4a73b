/**
 * Programs that read the web come to be indexed and not to buy: the line is no place for them (RCH-4). They are told to
 * come back later, in the status that keeps a page in their index; sales and their pages stay open to them.
 *
 * Only those who say what they are: whoever hides is a matter of suspicion, where people must not be hurt.
 */
import type { MiddlewareHandler } from 'hono';

/** Long enough that none of them returns while a crowd does. */
const RETRY_AFTER_SECONDS = 3_600;

/** An honest crawler names a page about itself, which no browser does; some well-known ones do not. */
const crawler =
  /https?:\/\/|\b(googlebot|bingbot|yeti|daumoa|baiduspider|yandex(bot)?|duckduckbot|applebot|petalbot|bytespider|gptbot|claudebot|ccbot|ahrefsbot|semrushbot|facebookexternalhit|twitterbot|slackbot|linkedinbot|kakaotalk-scrap|telegrambot|discordbot|whatsapp)\b/i;

export const isCrawler = (userAgent: string | undefined): boolean => crawler.test(userAgent ?? '');

export const keepCrawlersOut: MiddlewareHandler = async (c, next) => {
  if (!isCrawler(c.req.header('user-agent'))) return await next();
  return c.text('The line is for visitors. Come back later.\n', 503, {
    'retry-after': String(RETRY_AFTER_SECONDS),
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
  });
};
