-- The catalog's tables on SQLite. Each statement may be run again.
--
-- The original's six tables have their names, columns and order; what is added
-- stands behind, is nullable or has a default. Times with _at or _utc are UTC,
-- to the millisecond; moment is the local clock of the server that ran.

create table if not exists catalog_info (
	only_row int default 1 not null,
	schema_version int not null,
	catalog_uuid varchar(36) not null,
	owner varchar(70) null, -- the daemon that runs rows without a runner
	plan_version int default 0 not null, -- raised by the triggers below
	constraint catalog_info_pk primary key (only_row),
	constraint catalog_info_one check (only_row = 1)
)
/
insert into catalog_info (schema_version, catalog_uuid)
select
	1,
	lower(substr(r.h, 1, 8) || '-' || substr(r.h, 9, 4) || '-4' ||
	substr(r.h, 13, 3) || '-a' || substr(r.h, 16, 3) || '-' ||
	substr(r.h, 19, 12))
from (select hex(randomblob(16)) h) r
where not exists (select 1 from catalog_info)
/
create table if not exists connection (
	conn_id varchar2(25) not null,
	conn_name varchar2(70) not null,
	database_instance varchar2(70) not null, -- SID or service
	ip varchar2(70) not null,
	port varchar2(6) default '1521' not null,
	alive number(1) default 1 not null,
	runner varchar2(70) null, -- a daemon's name, any; null: the owner
	origin varchar2(36) null, -- UUID of the catalog it is mirrored from
	origin_id varchar2(25) null, -- its conn_id there
	constraint connection_pk primary key (conn_id)
)
/
create table if not exists strategy (
	strategy_id varchar2(25) not null,
	connection varchar2(70) not null,
	priority varchar2(6) null, -- high, medium, low; null: medium
	alive number(1) default 1 not null,
	origin varchar2(36) null,
	origin_id varchar2(25) null,
	constraint strategy_pk primary key (strategy_id),
	constraint strategy_fk foreign key (connection)
		references connection(conn_id)
)
/
create index if not exists strategy_connection on strategy (connection)
/
create table if not exists strategy_line (
	strategy_id varchar2(25) not null,
	line varchar2(255) null,
	line_no int null, -- 1, 2, ...; filled by a trigger when left out
	constraint strategy_line_no unique (strategy_id, line_no),
	constraint strategy_line_fk foreign key (strategy_id)
		references strategy(strategy_id)
)
/
create table if not exists frequency (
	strategy_id varchar2(25) not null,
	day int not null, -- 0 is Sunday, -1 every day
	hour int not null, -- -1 every hour
	minutes int not null,
	constraint frequency_fk foreign key (strategy_id)
		references strategy(strategy_id)
)
/
create index if not exists frequency_strategy on frequency (strategy_id)
/
create table if not exists connection_option (
	conn_id varchar2(25) not null,
	name varchar2(64) not null,
	value varchar2(1024) not null,
	constraint connection_option_pk primary key (conn_id, name),
	constraint connection_option_fk foreign key (conn_id)
		references connection(conn_id)
)
/
create table if not exists strategy_option (
	strategy_id varchar2(25) not null,
	name varchar2(64) not null,
	value varchar2(1024) not null,
	constraint strategy_option_pk primary key (strategy_id, name),
	constraint strategy_option_fk foreign key (strategy_id)
		references strategy(strategy_id)
)
/
-- No foreign key to strategy: an execution outlives what it executed.
create table if not exists execution (
	execution_id varchar2(36) not null,
	claim_key varchar2(64) not null, -- strategy/slot/attempt, or the id
	strategy_id varchar2(25) not null,
	slot int null, -- UTC minute since 1970; null: asked for by hand
	slots int default 1 not null, -- how many minutes this row stands for
	last_slot int null, -- the last of them
	attempt int not null, -- 1, 2, ...; 0: nobody started it
	asked_by varchar2(70) null,
	runner varchar2(70) null, -- the daemon that ran it
	started_at timestamp null,
	finished_at timestamp null,
	outcome varchar2(11) null, -- null: claimed, not ended
	code varchar2(15) null, -- the first significant error
	reason varchar2(255) null,
	kind varchar2(96) null, -- what it backed up
	pieces int null,
	log_bytes int null, -- of its whole output
	script_digest varchar2(32) null,
	constraint execution_pk primary key (execution_id),
	constraint execution_claim unique (claim_key)
)
/
create index if not exists execution_strategy on execution (strategy_id, slot)
/
create index if not exists execution_finished on execution (finished_at)
/
-- The original's log, in parts of at most 1 MiB.
create table if not exists log (
	strategy_id varchar2(25) not null,
	moment timestamp default (datetime('now', 'localtime')) not null,
	log clob,
	execution_id varchar2(36) null,
	part int null, -- 1, 2, ...
	log_bytes int null, -- of this part
	moment_utc timestamp null,
	constraint log_part unique (execution_id, part),
	constraint log_fk foreign key (strategy_id)
		references strategy(strategy_id)
)
/
create index if not exists log_moment on log (strategy_id, moment)
/
create table if not exists error (
	strategy_id varchar2(25) not null,
	moment timestamp default (datetime('now', 'localtime')) not null,
	message varchar2(255),
	execution_id varchar2(36) null,
	slot int null,
	code varchar2(15) null,
	detail clob null, -- the error stack
	moment_utc timestamp null,
	constraint error_execution unique (execution_id),
	constraint error_fk foreign key (strategy_id)
		references strategy(strategy_id)
)
/
create index if not exists error_moment on error (strategy_id, moment)
/
-- The text of the lines that ran, once for each different text.
create table if not exists script (
	digest varchar2(32) not null,
	script_text clob not null,
	constraint script_pk primary key (digest)
)
/
-- Who did what, when: one row an item.
create table if not exists change (
	change_id varchar2(36) not null, -- the same for all items of a command
	item_no int not null, -- 1, 2, ...
	moment_utc timestamp not null,
	who varchar2(70) not null,
	what varchar2(70) not null, -- strategy set, run, ...
	object varchar2(70) null, -- the id of what was changed
	item varchar2(64) null, -- a column, an option, lines, frequencies
	old_value clob null,
	new_value clob null,
	constraint change_pk primary key (change_id, item_no)
)
/
create index if not exists change_moment on change (moment_utc)
/
-- A line that was inserted without its number comes behind the others.
create trigger if not exists strategy_line_number
after insert on strategy_line
when new.line_no is null
begin
	update strategy_line
	set line_no = 1 + (
		select coalesce(max(l.line_no), 0)
		from strategy_line l
		where l.strategy_id = new.strategy_id
	)
	where rowid = new.rowid;
end
/
-- Every change of the plan raises its version, which the daemon asks for.
create trigger if not exists connection_inserted after insert on connection
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists connection_updated after update on connection
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists connection_deleted after delete on connection
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists strategy_inserted after insert on strategy
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists strategy_updated after update on strategy
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists strategy_deleted after delete on strategy
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists strategy_line_inserted after insert on strategy_line
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists strategy_line_updated after update on strategy_line
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists strategy_line_deleted after delete on strategy_line
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists frequency_inserted after insert on frequency
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists frequency_updated after update on frequency
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists frequency_deleted after delete on frequency
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists connection_option_inserted after insert on connection_option
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists connection_option_updated after update on connection_option
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists connection_option_deleted after delete on connection_option
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists strategy_option_inserted after insert on strategy_option
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists strategy_option_updated after update on strategy_option
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
create trigger if not exists strategy_option_deleted after delete on strategy_option
begin
	update catalog_info set plan_version = plan_version + 1;
end
/
