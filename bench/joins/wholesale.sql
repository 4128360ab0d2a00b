-- A wholesaler in the form of TPC-H: a prefix for each table, no constraints.
create table region (r_regionkey int, r_name char(25), r_comment text);
create table nation (n_nationkey int, n_name char(25), n_regionkey int, n_comment text);
create table part (p_partkey int, p_name text, p_mfgr text, p_size int, p_retailprice numeric(15,2));
create table supplier (s_suppkey int, s_name text, s_nationkey int, s_acctbal numeric(15,2));
create table partsupp (ps_partkey int, ps_suppkey int, ps_availqty int, ps_supplycost numeric(15,2));
create table customer (c_custkey int, c_name text, c_nationkey int, c_acctbal numeric(15,2), c_mktsegment text);
create table orders (o_orderkey int, o_custkey int, o_orderstatus char(1), o_totalprice numeric(15,2), o_orderdate date, o_shippriority int);
create table lineitem (l_orderkey int, l_partkey int, l_suppkey int, l_linenumber int, l_quantity int, l_extendedprice numeric(15,2), l_shipdate date);
insert into region select i, 'R'||i, 'c' from generate_series(0,4) i;
insert into nation select i, 'N'||i, i%5, 'c' from generate_series(0,24) i;
insert into part select i, 'P'||i, 'M'||i%5, 1+i%50, i from generate_series(1,200) i;
insert into supplier select i, 'S'||i, i%25, i from generate_series(1,20) i;
insert into partsupp select 1+i%200, 1+(i*7+i/200)%20, i, 1 from generate_series(0,799) i;
insert into customer select i, 'C'||i, i%25, i, 'X' from generate_series(1,150) i;
insert into orders select i*4, 1+i%150, 'O', i, date '1995-01-01'+i, 0 from generate_series(1,600) i;
insert into lineitem select (1+i%600)*4, p, s, 1+i/600, 1+i%50, i, date '1995-01-02'+i%600 from generate_series(0,2399) i, lateral (select 1+(i%800)%200 p, 1+((i%800)*7+(i%800)/200)%20 s) x;
