-- Orders of deleted accounts that come to nothing later lose their contact too (ACT-20): whoever looks for them each hour
-- begins at the deleted accounts, which are few among all.

create index account_deleted on account (id) where deleted_at is not null;
