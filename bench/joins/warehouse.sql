-- A warehouse in pinyin abbreviations without separators, comments or constraints.
create table khxx (khbh varchar(10), khmc varchar(40), ssdq varchar(10), lxr varchar(20));
create table cpxx (cpbh varchar(10), cpmc varchar(40), dj numeric(10,2), kcsl int);
create table ddzb (ddbh varchar(20), khbh varchar(10), ddrq date, zje numeric(12,2), ddzt smallint);
create table ddmx (ddbh varchar(20), xh int, cpbh varchar(10), sl int, je numeric(12,2));
create table ckxx (ckbh varchar(5), ckmc varchar(20));
create table kc (ckbh varchar(5), cpbh varchar(10), sl int);
create table fhd (fhdh varchar(20), ddbh varchar(20), ckbh varchar(5), fhrq date);
insert into khxx select 'K'||lpad(i::text,4,'0'),'客户'||i,'DQ'||i%4,'人'||i from generate_series(1,40) i;
insert into cpxx select 'C'||lpad(i::text,4,'0'),'产品'||i,i,i*3 from generate_series(1,25) i;
insert into ddzb select 'DD2024'||lpad(i::text,5,'0'),'K'||lpad((1+i%40)::text,4,'0'),date '2024-01-01'+i%300,i*10,i%4 from generate_series(1,120) i;
insert into ddmx select 'DD2024'||lpad((1+i%120)::text,5,'0'),1+i/120,'C'||lpad((1+i%25)::text,4,'0'),1+i%9,i from generate_series(0,350) i;
insert into ckxx select 'W'||i,'仓库'||i from generate_series(1,4) i;
insert into kc select 'W'||1+i%4,'C'||lpad((1+i/4)::text,4,'0'),i from generate_series(0,99) i;
insert into fhd select 'FH'||lpad(i::text,6,'0'),'DD2024'||lpad((1+i%120)::text,5,'0'),'W'||1+i%4,date '2024-02-01'+i from generate_series(1,110) i;
