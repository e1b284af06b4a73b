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
/** Turns that one visitor is given back after failures of ours: who can make us fail must gain little by it. */
export const TURNS_GIVEN_BACK_MAX = 2;
/** Calls above the operator's rate, at most, so that as many come as the rate says although some do not answer. */
export const NO_SHOW_BOOST_MAX = 1.5;
/** Percent of each batch for the slow lane while the ordinary line is not empty: slow, and never shut out. */
export const SLOW_LANE_SHARE = 10;
/** People on a reserve list that are counted: more are as good as all, for no sale gets so much back at once. */
export const LISTED_MAX = 10_000;
/** Others that one snooze lets pass, at most. */
export const SNOOZE_PASS_MAX = 10_000;
/** Numbers reserved in PostgreSQL at a time: some 10 s of the largest join storm between two reservations. */
export const NUMBER_BLOCK = 50_000;
/** Open sockets of one address at one gateway, where addresses are budgeted: a quarter of its file descriptors. */
export const SOCKETS_PER_ADDRESS_MAX = 5_000;
/** Of so many who poll a gateway remembers what it promised them: some 10 MB. */
export const POLLED_PROMISES_MAX = 50_000;
/** Who did not poll for so long has gone, as long as polls are at most half a minute apart. */
export const POLL_AWAY_SECONDS = 120;
/** Sockets of one entry that are served at once. */
export const SOCKETS_PER_ENTRY_MAX = 5;

/** What a draw waits for a public beacon: longer would keep a crowd from its sale. drand has a round every 3 s. */
export const BEACON_WAIT_MS_MAX = 30_000;

// --- access
/**
 * New places by whom or from where, apart from each other. Up to `free` nothing is asked; above it each is checked in the
 * slow lane; above `most` each shows its work before it gets a number. `perMinute` leaks away.
 */
export const joinBudgets = {
  /** A person changes their mind a few times. */
  account: { free: 10, most: 100, perMinute: 2 },
  device: { free: 10, most: 100, perMinute: 2 },
  /** A household or a small office at once; above, an office or a carrier: a second of work for each, and no more. */
  address: { free: 60, most: 600, perMinute: 60 },
  /** A neighbourhood of addresses, as a data centre has them. */
  network: { free: 600, most: 6_000, perMinute: 600 },
} as const;
/** New places of pages without JavaScript from an address whose others have to show work: they cannot, and are few. */
export const plainJoinBudget = { most: 100, perMinute: 20 } as const;
/** Wrong access codes: a person mistypes; 80 bits are not found at any of these rates. */
export const codeGuessBudgets = {
  device: { free: 10, perMinute: 2 },
  /** Above it each try shows work first: colleagues are never locked out by one who guesses. */
  address: { free: 30, perMinute: 10 },
} as const;
/** Codes by mail: the way round a check, and nobody's letter box is filled by it. */
export const mailedCodeBudgets = {
  email: { free: 3, perMinute: 0.1 },
  visitor: { free: 5, perMinute: 0.5 },
  address: { free: 30, perMinute: 2 },
  /** Of a neighbourhood, as for joins: whoever has many addresses has no more mails by it. */
  network: { free: 300, perMinute: 20 },
} as const;
/** Tries at one mailed code of six digits, and how long it lasts. */
export const MAILED_CODE_TRIES_MAX = 5;
export const MAILED_CODE_MS = 10 * 60_000;
/** Derivations of one challenge: 0.2 s on a desktop at the least, some 15 s on a slow phone at the most. */
export const WORK_MIN = 400;
export const WORK_MAX = 4_000;
/** How long a challenge may take, a sleeping phone included. */
export const CHALLENGE_MS = 30 * 60_000;

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
/** Who waits for an order to become another one is answered by then; proxies in between give up at ten seconds or later. */
export const ORDER_WAIT_MS_MAX = 8_000;
/** Who waits so at one API process. */
export const ORDER_WAITS_MAX = 4_000;
/** And through one gateway: each holds two of its 20,000 file descriptors. */
export const FORWARD_WAITS_MAX = 3_000;
/** Lines of one order; migration 0001 repeats the bounds of quantities as CHECKs. */
export const ORDER_LINES_MAX = 20;
/** Units of one line. */
export const LINE_QUANTITY_MAX = 100;
/** Items of a basket or a wishlist: more than anybody looks through on a phone, and one question to the stores. */
export const LIST_ITEMS_MAX = 50;
/** Addresses of an account: more is no address book. */
export const ADDRESSES_MAX = 20;

// --- the catalogue
/** What the API shows of a sale is at most this old. */
export const PRODUCT_AGE_MS_MAX = 1_000;
/** How far the projection in Redis may be behind while it is believed: three rounds of its keeper. */
export const PRODUCTS_CURRENT_MS = 700;
/** A shop's tree is small: the page of staff and the list of sales carry it whole. */
export const CATEGORIES_MAX = 500;
export const CATEGORY_DEPTH_MAX = 5;
/** An uploaded picture: what a good camera makes. */
export const PICTURE_BYTES_MAX = 10 * 1_048_576;
/** And how large it may be once it is unpacked; above, a small file could fill the memory. */
export const PICTURE_PIXELS_MAX = 50_000_000;
/** For taking a picture in, over a slow line at the edge, and working it through. */
export const PICTURE_MS_MAX = 20_000;
/** The one address that takes more than a small body, at the edge as behind it. */
export const pictureUploadPath = /^\/api\/staff\/sales\/[^/?]+\/pictures$/;

// --- processes
/** A process that has not been heard for this long is not asked any more. */
export const PROCESS_SILENT_MS_MAX = 6_000;
/** Heartbeat of the registry: three may be lost before a process counts as dead. */
export const HEARTBEAT_MS = 2_000;
/** Drain on SIGTERM. */
export const DRAIN_MS_MAX = 10_000;
