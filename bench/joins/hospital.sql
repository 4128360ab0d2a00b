-- A hospital system of the nineties: no constraints, glued abbreviations, a prefix for the system and one for each table.
create table hmpatient (hmpatno integer, hmpatname text, hmpatdob date, hmpatsex char(1), hmpatgpid integer);
create table hmward (hmwrdcd varchar(4), hmwrdname text, hmwrdfloor integer, hmwrdbeds integer);
create table hmphysician (hmphyid integer, hmphyname text, hmphyspec text, hmphywrdcd varchar(4), hmphychiefphyid integer);
create table hmadmission (hmadmid integer, hmadmpatno integer, hmadmwrdcd varchar(4), hmadmphyid integer,
  hmadmdate date, hmadmdischdate date, hmadmbedno integer, hmadmdays integer);
create table hmlabresult (hmlabid integer, hmlabadmid integer, hmlabtstcd varchar(6), hmlabvalue numeric(8,2), hmlabdate date);
create table hmtest (hmtstcd varchar(6), hmtstname text, hmtstunit text, hmtstprice numeric(8,2));
create table hmbill (hmbilno varchar(12), hmbiladmid integer, hmbilamt numeric(10,2), hmbilpaid boolean);
create table hmbillline (hmblnbilno varchar(12), hmblnseq integer, hmblntstcd varchar(6), hmblnqty integer, hmblnamt numeric(10,2));
insert into hmphysician select i + 40, 'Dr ' || chr(64 + i) || 'x', (array['ENT', 'ICU', 'GYN'])[1 + i % 3],
  'W' || lpad((1 + i % 6)::text, 2, '0'), case when i > 3 then 41 + i % 3 end from generate_series(1, 14) i;
insert into hmward select 'W' || lpad(i::text, 2, '0'), 'Ward ' || i, 1 + i % 3, 10 + i from generate_series(1, 6) i;
insert into hmpatient select 1000 + i, 'P ' || i, date '1950-01-01' + i * 97, case when i % 2 = 0 then 'F' else 'M' end,
  41 + i % 14 from generate_series(1, 120) i;
insert into hmadmission select 50000 + i, 1001 + i * 7 % 120, 'W' || lpad((1 + i % 6)::text, 2, '0'), 41 + i % 14,
  date '2024-01-01' + i, date '2024-01-03' + i, 1 + i % 12, 1 + i % 9 from generate_series(1, 300) i;
insert into hmtest select 'T' || lpad((i * 13)::text, 4, '0'), 'Test ' || i, 'mmol', 5 + i from generate_series(1, 25) i;
insert into hmlabresult select i, 50001 + i * 3 % 300, 'T' || lpad(((1 + i % 25) * 13)::text, 4, '0'), i / 7.0,
  date '2024-01-02' + i % 300 from generate_series(1, 900) i;
insert into hmbill select 'B24-' || lpad(i::text, 6, '0'), 50000 + i, i * 3.5, i % 4 > 0 from generate_series(1, 280) i;
insert into hmbillline select 'B24-' || lpad((1 + i % 280)::text, 6, '0'), 1 + i / 280,
  'T' || lpad(((1 + i % 25) * 13)::text, 4, '0'), 1 + i % 3, i from generate_series(1, 840) i;
