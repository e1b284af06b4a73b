/**
 * WebSocket close codes (GWY-5). The range tells a browser what to do next, so that a page from last month
 * can obey a code that was invented today: 4000-4499 come back, after a random moment; 4500-4999 do not
 * come back.
 */
export const closeCodes = {
  restarting: 4001, // This gateway is being stopped; another one serves the same place.
  too_slow: 4002, // Its send buffer passed SEND_BUFFER_BYTES_MAX; dropping it protects the rest.
  silent: 4003, // No pong: a half-open connection, or a device that sleeps.
  not_joined: 4004, // No join within FIRST_MESSAGE_MS_MAX.
  moved: 4005, // Another place of the same visitor is better; coming back finds it.
  bad_message: 4501, // BAD_MESSAGES_MAX messages that are not of the protocol.
  replaced: 4502, // A newer socket of the same entry came; SOCKETS_PER_ENTRY_MAX are served.
  no_such_sale: 4503,
} as const;

export type CloseReason = keyof typeof closeCodes;
export const comesBack = (reason: CloseReason): boolean => closeCodes[reason] < 4500;
