-- Why a line is paused, in the languages that it was written in. `reason` stays what everybody reads who reads neither, and what
-- a process of the version before reads.

alter table sale
  add column reason_ko text,
  add column reason_en text,
  add constraint sale_reason_languages check (reason is not null or (reason_ko is null and reason_en is null));
