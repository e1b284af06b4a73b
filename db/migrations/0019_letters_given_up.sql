-- Letters that were given up stand among what could not be done (MAI-11): those of before too, of which only flags told.

insert into dead_letter (id, source, source_id, sale_id, order_id, what, key, cause, tries, first_at, last_at)
select 'ded_outbox-' || outbox.id, 'outbox', outbox.id::text, sale_id, payload ->> 'orderId', topic, outbox.key,
       coalesce(mail_sent.answer, ''), coalesce(mail_try.tries, 1), coalesce(mail_try.first_at, mail_sent.at), mail_sent.at
from mail_sent join outbox on outbox.id = mail_sent.outbox_id left join mail_try on mail_try.outbox_id = outbox.id
where mail_sent.outcome = 'given_up'
on conflict (source, source_id) do nothing;
