/**
 * Every bound that is a decision, with its reason. Bounds that an organiser may choose are settings of the sale;
 * these are the walls around them. limits.test.ts holds how they relate.
 */

// --- the line
/** Members one script may touch: at some 2 µs each Redis is away for a millisecond. */
export const SCRIPT_ENTRIES_MAX = 500;
/** One admission tick; a visitor sees the line move about once a second. */
export const TICK_MS = 1_000;
/** Credit for calls that a lull may save up: one tick and a half, so that a late tick keeps the pace and nothing more. */
export const BURST_MS_MAX = 1_500;
/** Nobody near the front is called who was not seen for this long. A poll near the front comes every few seconds. */
export const PRESENCE_MS = 30_000;
/** Unanswered calls before the visitor has to ask. */
export const CALLS_UNASKED_MAX = 2;
/** Calls above the operator's rate, at most, so that as many come as the rate says although some do not answer. */
export const NO_SHOW_BOOST_MAX = 1.5;
/** Percent of each batch for the slow lane while the ordinary line is not empty: slow, and never shut out. */
export const SLOW_LANE_SHARE = 10;
/** Others that one snooze lets pass, at most. */
export const SNOOZE_PASS_MAX = 10_000;
/** Numbers reserved in PostgreSQL at a time: some 10 s of the largest join storm between two reservations. */
export const NUMBER_BLOCK = 50_000;
/** Sockets of one entry that are served at once. */
export const SOCKETS_PER_ENTRY_MAX = 5;

// --- the socket
/** A join carries a receipt, an access token and a proof; nothing a visitor sends is longer. */
export const SOCKET_PAYLOAD_BYTES_MAX = 8_192;
/** What may wait in a socket's buffer before it is closed: some 60 s of frames for a reader who stands still. */
export const SEND_BUFFER_BYTES_MAX = 65_536;
/** First message of a socket. */
export const FIRST_MESSAGE_MS_MAX = 5_000;
/** Bad messages a socket may send before it is closed. */
export const BAD_MESSAGES_MAX = 3;

// --- the writer
/** Commands decided in one transaction. */
export const BATCH_COMMANDS_MAX = 200;
/** A reserve older than this by Redis' clock is answered busy: nobody waits for it any more. */
export const RESERVE_AGE_MS_MAX = 5_000;
/** How long the API waits for the writer's answer before it says busy. */
export const ANSWER_WAIT_MS = 3_000;
/** The lease of a sale's writer; take-over must be done within 8 s. */
export const LEASE_MS = 3_000;
/** A transaction that stands still this long is ended by PostgreSQL, so that a stopped writer holds no lock. */
export const IDLE_IN_TRANSACTION_MS = 2_000;

// --- orders
/** A hold never outlives this, whatever the provider says or does not say. */
export const HOLD_CAP_MINUTES = 15;
/** Lines of one order; migration 0001 repeats the bounds of quantities as CHECKs. */
export const ORDER_LINES_MAX = 20;
/** Units of one line. */
export const LINE_QUANTITY_MAX = 100;

// --- processes
/** A process that has not been heard for this long is not asked any more. */
export const PROCESS_SILENT_MS_MAX = 6_000;
/** Heartbeat of the registry: three may be lost before a process counts as dead. */
export const HEARTBEAT_MS = 2_000;
/** Drain on SIGTERM. */
export const DRAIN_MS_MAX = 10_000;
