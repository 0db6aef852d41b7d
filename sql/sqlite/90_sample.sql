-- The sample rows that the original system published, unchanged: one
-- connection, five strategies. Three of them have no lines, one is wrong.

-- Sample connection
insert into connection(conn_id, conn_name, database_instance, ip) values ('C_1509986176','local','XE','127.0.0.1')
/

-- Sample strategies
insert into strategy(strategy_id, connection, priority) values ('EST_1509986176','C_1509986176','MEDIUM')
/
insert into strategy(strategy_id, connection, priority) values ('EST_1509986180','C_1509986176','MEDIUM')
/
insert into strategy(strategy_id, connection, priority) values ('EST_1509986184','C_1509986176','MEDIUM')
/
insert into strategy(strategy_id, connection, priority) values ('EST_1509986188','C_1509986176','MEDIUM')
/
insert into strategy(strategy_id, connection, priority) values ('EST_1509986192','C_1509986176','MEDIUM')
/

-- Sample Users tablespace backup
insert into strategy_line(strategy_id, line) values ('EST_1509986176','crosscheck archivelog all;')
/
insert into strategy_line(strategy_id, line) values ('EST_1509986176','run{')
/
insert into strategy_line(strategy_id, line) values ('EST_1509986176','SQL "alter system switch logfile";')
/
insert into strategy_line(strategy_id, line) values ('EST_1509986176','backup tablespace users;')
/
insert into strategy_line(strategy_id, line) values ('EST_1509986176','}')
/

-- Sample erroneus backup
insert into strategy_line(strategy_id, line) values ('EST_1509986180','crosscheck archivelog all;')
/
insert into strategy_line(strategy_id, line) values ('EST_1509986180','run{;')
/
insert into strategy_line(strategy_id, line) values ('EST_1509986180','SQL "alter system switch logfile";')
/
insert into strategy_line(strategy_id, line) values ('EST_1509986180','backup tablespace users;')
/
insert into strategy_line(strategy_id, line) values ('EST_1509986180','}')
/

-- Sample frequencies
insert into frequency(strategy_id, day, hour, minutes) values ('EST_1509986176', 1, 12, 35)
/
insert into frequency(strategy_id, day, hour, minutes) values ('EST_1509986180', 1, 12, 35)
/
insert into frequency(strategy_id, day, hour, minutes) values ('EST_1509986184', 1, 12, 35)
/
insert into frequency(strategy_id, day, hour, minutes) values ('EST_1509986188', 1, 12, 39)
/
insert into frequency(strategy_id, day, hour, minutes) values ('EST_1509986192', 1, 12, 34)
/
