-- Calls are recorded by the thousand, and looking the sale up for each of them took a fifth of that. Every statement that
-- makes an admission reads its sale already, and sales are never deleted.
alter table admission drop constraint admission_sale_id_fkey;
