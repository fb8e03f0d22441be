-- What belongs to the cluster as a whole, and the databases; run in postgres. shop.sql then fills the database shop.
create role owner_a login password 'secret-a' valid until '2031-01-01' connection limit 7;
set password_encryption = md5;
create role reader login password 'secret-r' noinherit;
create role "Gräfin ""O'Hara""" createdb createrole;
create role staff;
create role boss superuser;
create role auditor bypassrls replication;
grant staff to owner_a with admin option;
grant staff to reader;
grant pg_monitor to auditor;
grant reader to "Gräfin ""O'Hara""";
comment on role owner_a is 'owns the shop';
alter role reader set work_mem = '3MB';
alter role reader set search_path = app, public;
grant set, alter system on parameter log_min_duration_statement to staff;

set allow_in_place_tablespaces = on;
create tablespace side owner owner_a location '';
alter tablespace side set (random_page_cost = 1.5);
grant create on tablespace side to staff;

create database shop owner owner_a template template0 encoding 'UTF8' locale 'C.UTF-8';
create database ledger owner owner_a template template0 encoding 'LATIN1' locale 'C' connection limit 9;
create database words template template0 encoding 'UTF8' locale 'C' locale_provider icu icu_locale 'en_US';
create database raw template template0 encoding 'SQL_ASCII' locale 'C';
comment on database shop is 'the shop, since 1999';
revoke connect, temporary on database shop from public;
grant connect on database shop to staff;
alter database shop set default_statistics_target = 55;
alter role reader in database shop set work_mem = '5MB';
