/** Column types: what PostgreSQL takes, fills in and gives back. */
import type { ColumnType, JSONColumnType } from 'kysely';

export type At = ColumnType<Date, Date | string, Date | string>;
export type AtByDefault = ColumnType<Date, Date | string | undefined, Date | string>;
export type Json<T extends object> = JSONColumnType<T, string, string>;
export type JsonByDefault<T extends object> = ColumnType<T, string | undefined, string>;
