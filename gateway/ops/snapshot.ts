/** Puts a dashboard's second together from what the stores said. Pure: what was read comes in, the message goes out. */
import type { AuditLine } from '../../db/audit.ts';
import type { OpsSettingsRow } from '../../db/ops-settings.ts';
import { type OpsNow, type OpsSoFar, RESERVED_SECONDS } from '../../db/ops-snapshot.ts';
import type { LiveProcess } from '../../db/registry.ts';
import { targetOf } from '../../domain/autopilot.ts';
import { callsPerMinute, noShowBoost } from '../../domain/no-show.ts';
import type { OpsPace, OpsProcess, OpsSettings, OpsSnapshot } from '../../domain/ops-snapshot.ts';
import { conversion } from '../../domain/pacing.ts';
import { reasonsOf } from '../../domain/pause-reason.ts';
import type { OrganiserMessage } from '../../domain/sale.ts';
import { journalLine } from './journal-line.ts';
import { latencyOf } from './latency-of.ts';
import type { LineCounts } from './line-counts.ts';

export interface OpsParts {
  readonly now: OpsNow;
  readonly settings: OpsSettingsRow;
  readonly lists: OpsSnapshot['lists'];
  readonly soFar: OpsSoFar;
  /** The last answer of the line: a moment old while Redis is away. */
  readonly line: LineCounts;
  /** Of those who wait. */
  readonly pagesOpen: number;
  readonly minutes: readonly { readonly at: Date; readonly called: number; readonly target: number }[];
  readonly processes: readonly LiveProcess[];
  readonly journal: readonly AuditLine[];
}

export function snapshotOf(parts: OpsParts): OpsSnapshot {
  const { now, line, soFar, settings } = parts;
  const sum = (count: (tier: OpsNow['tiers'][number]) => number) =>
    now.tiers.reduce((total, tier) => total + count(tier), 0);
  return {
    type: 'snapshot',
    at: now.at.toISOString(),
    sale: {
      slug: now.slug,
      title: now.title,
      state: now.state,
      reason: now.reason,
      reasons: reasonsOf(now),
      nextNewsAt: now.nextNewsAt?.toISOString() ?? null,
      openedAt: now.openedAt?.toISOString() ?? null,
      admitPerMinute: now.admitPerMinute,
      floorMax: now.floorMax,
      passMinutes: now.passMinutes,
      claimSeconds: now.claimSeconds,
      currency: now.currency,
      message: messageOf(now),
      ...settingsOf(settings),
    },
    line: {
      waiting: line.waiting,
      present: parts.pagesOpen,
      lobby: line.lobby,
      calling: line.calling,
      called: now.called,
      shopping: now.shopping,
      passedOver: line.passedOver,
      moved: line.moved,
      priority: line.priority,
      slow: line.slow,
    },
    ...soFar,
    pace: paceOf(now),
    etaScore: { promised: now.etaPromised, held: now.etaHeld },
    draw: drawOf(settings),
    lists: parts.lists,
    stock: {
      sold: sum(({ sold }) => sold),
      held: sum(({ held }) => held),
      available: sum(({ available }) => available),
      capacity: sum(({ capacity }) => capacity),
    },
    money: {
      paid: sum(({ sold, price }) => sold * price),
      held: sum(({ held, price }) => held * price),
      currency: now.currency,
    },
    tiers: now.tiers.map((tier) => ({ ...tier, money: tier.sold * tier.price })),
    perMinute: parts.minutes.map((minute) => ({ ...minute, at: minute.at.toISOString() })),
    latency: latencyOf(parts.processes),
    writer: {
      holder: now.holder,
      epoch: now.epoch,
      renewedMsAgo: now.renewedMsAgo,
      backlog: now.openCommands + line.reserves,
      reservationsPerSecond: now.reservedLately / RESERVED_SECONDS,
    },
    processes: parts.processes.map(processView),
    journal: parts.journal.map(journalLine),
  };
}

function paceOf(now: OpsNow): OpsPace {
  const shows = { settled: now.callsSettled, missed: now.callsMissed };
  const turns = { settled: now.turnsSettled, bought: now.turnsBought };
  const targetPerMinute = targetOf(now);
  return {
    targetPerMinute,
    callsPerMinute: callsPerMinute(targetPerMinute, shows),
    heldBack: now.heldBack,
    autopilot: {
      isOn: now.autopilot,
      ratePerMinute: now.autopilotRate,
      why: now.autopilotWhy,
      ms: now.autopilotMs,
      since: now.autopilotAt?.toISOString() ?? null,
    },
    noShow: { ...shows, boost: noShowBoost(shows) },
    conversion: { ...turns, share: conversion(turns) },
  };
}

function settingsOf(row: OpsSettingsRow): OpsSettings {
  return {
    mode: row.mode,
    lobby: row.lobby,
    audience: row.audience,
    opensAt: row.opens_at?.toISOString() ?? null,
    registrationClosesAt: row.registration_closes_at?.toISOString() ?? null,
    winners: row.winners,
    claimHours: row.claim_hours,
    reserveHours: row.reserve_hours,
    codeRequired: row.code_required,
    priorityShare: row.priority_share,
    embedOrigins: row.embed_origins,
  };
}

/** The seed itself is never part of it: `isRevealed` says that everybody can ask for it. */
const drawOf = (row: OpsSettingsRow): OpsSnapshot['draw'] => ({
  seedHash: row.draw_seed_hash,
  size: row.draw_root === null ? null : row.draw_size,
  root: row.draw_root,
  rootAt: row.draw_root_at?.toISOString() ?? null,
  beacon: row.draw_beacon_state,
  round: row.draw_beacon_round,
  isRevealed: row.opened_at !== null && row.draw_root !== null,
});

function messageOf({ messageKo, messageEn, messageAt }: OpsNow): OrganiserMessage | null {
  if (messageAt === null) return null;
  return {
    ...(messageKo !== null && { ko: messageKo }),
    ...(messageEn !== null && { en: messageEn }),
    at: messageAt.toISOString(),
  };
}

function processView({ name, kind, ready, seenMsAgo, detail }: LiveProcess): OpsProcess {
  const { connections } = detail;
  return { name, kind, ready, seenMsAgo, ...(typeof connections === 'number' && { connections }) };
}
