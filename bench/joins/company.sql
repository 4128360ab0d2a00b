-- A company in the form of the HR schema: departments, jobs and their history, no constraints.
create table regions (region_id int, region_name text);
create table countries (country_id char(2), country_name text, region_id int);
create table locations (location_id int, street_address text, postal_code text, city text, country_id char(2));
create table departments (department_id int, department_name text, manager_id int, location_id int);
create table jobs (job_id text, job_title text, min_salary int, max_salary int);
create table employees (employee_id int, first_name text, last_name text, email text, hire_date date, job_id text, salary int, manager_id int, department_id int);
create table job_history (employee_id int, start_date date, end_date date, job_id text, department_id int);
insert into regions select i,'R'||i from generate_series(1,4) i;
insert into countries select chr(64+i)||chr(70+i),'C'||i,1+i%4 from generate_series(1,15) i;
insert into locations select 1000+i*100,'S'||i,'z','c',chr(64+1+i%15)||chr(70+1+i%15) from generate_series(1,20) i;
insert into jobs select 'JB_'||i, 'T'||i, 4000, 9000 from generate_series(1,12) i;
insert into employees select 99+i,'F','L'||i,'E'||i,date '2001-01-01'+i,'JB_'||1+i%12,5000+i,case when i>1 then 100+i%10 end,10*(1+i%11) from generate_series(1,107) i;
insert into departments select i*10,'D'||i,100+i,1100+100*(i%20) from generate_series(1,11) i;
insert into job_history select 100+i, date '2001-01-01'+i, date '2003-01-01'+i,'JB_'||1+i%12,10*(1+i%11) from generate_series(1,10) i;
